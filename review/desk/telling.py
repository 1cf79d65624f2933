"""What pages tell of a `Reversal`."""

from collections import Counter, defaultdict

from review import kinds
from review.models import Act, Undone
from review.weighing.remainders import TOLD, field_of, titles_in

RESTING = 3
LATER = 50
VERBS = {"create": "brought back", "update": "set back", "delete": "removed"}


def shown(reversal):
    """The same for a page, with the acts that later work came with, and what undoing would do."""
    titles, acts = titles_in(reversal), _acts_resting(reversal)
    counts = Counter((str(c.op), kinds.get(c.subject.kind).noun) for c in reversal.changes)
    later = Act.objects.filter(pk__in=reversal.later_acts).select_related(
        "changeset__author", "verdict__decision__by", "verdict__decision__publication"
    )
    undone = Act.objects.filter(pk__in=reversal.acts).select_related("changeset__author")
    return {
        "undone": list(undone.order_by("-pk")[:LATER]),
        "undone_more": len(reversal.acts) - LATER,
        "stays": [
            (kind.noun, titles[key], acts[key][:RESTING], len(acts[key][RESTING:]))
            for kind, key in reversal.stays[:TOLD]
        ],
        "left": [
            (left.kind.noun, titles[left.key], field_of(left), left.why)
            for left in reversal.left[:TOLD]
        ],
        "more_left": len(reversal.stays[TOLD:]) + len(reversal.left[TOLD:]),
        "later": list(later.order_by("verdict__decision__publication", "pk")[:LATER]),
        "later_count": len(reversal.later_acts),
        "collisions": [
            (titles[clash.change.subject_id], clash.sentence)
            for clash in reversal.collisions[:TOLD]
        ],
        "more_collisions": len(reversal.collisions[TOLD:]),
        "effects": [(n, noun, VERBS[op]) for (op, noun), n in sorted(counts.items())],
    }


def undos_of(acts):
    """{key of an act: the acts of undo that reverse it, and wait or were approved}."""
    found = defaultdict(list)
    links = Undone.objects.filter(
        act__in=acts, undo__state__in=[Act.State.PENDING, Act.State.APPROVED]
    )
    for link in links.select_related("undo").order_by("undo"):
        found[link.act_id].append(link.undo)
    return found


def _acts_resting(reversal):
    """{key of what stays: the acts by which something came to rest on it}."""
    pointing = defaultdict(set)
    for _, key in reversal.stays[:TOLD]:
        for kind, name, pk in reversal.resting[key]:
            pointing[kind, name].add((pk, key))
    found = defaultdict(dict)
    for (kind, name), pairs in pointing.items():
        rows = kind.model.history.model.objects.filter(
            **{"subject__in": {pk for pk, _ in pairs}, f"{name}__in": {key for _, key in pairs}}
        )
        seen = set()
        for pk, key, act in rows.order_by("publication").values_list("subject", name, "act"):
            if (pk, key) in pairs and (pk, key) not in seen:
                seen.add((pk, key))
                found[key][act] = None
    acts = Act.objects.select_related("changeset__author").in_bulk(
        {act for own in found.values() for act in own}
    )
    return defaultdict(list, {key: [acts[act] for act in own] for key, own in found.items()})
