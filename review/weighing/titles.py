"""What acts are called. Readers see it, so nothing that an act no longer proposes may stand in it.

A title that nobody gave is made of the act's first change, and made anew whenever its changes are:
by the words that are live, if there are any, since what is proposed may still be put otherwise.
Those that a service gives tell of live words only, and are kept.
"""

import re
from collections import defaultdict

from review import characters, kinds
from review.models import Change, Subject

VERBS = {"create": "Add", "update": "Change", "delete": "Remove"}
MADE = re.compile(rf"({'|'.join(VERBS.values())}) [^“:]+: ")


def renewed(title, changes):
    """The title of an act that was called `title`, and proposes `changes` now."""
    if (title and not MADE.match(title)) or not changes:
        return title
    return _made(changes[0])


def renew(act):
    """Have a draft called by what it proposes now. It is saved."""
    title = renewed(act.title, act.changes.select_related("subject").order_by("id")[:1])
    if title != act.title:
        act.title = title
        act.save(update_fields=["title"])


def _made(change):
    kind = kinds.get(change.subject.kind)
    title = f"{VERBS[change.op]} {kind.noun}: {kind.title(_named(kind, change))}"
    return characters.balanced(title[:300])


def _named(kind, change):
    live = None
    if change.op != Change.Op.CREATE and kind.model:
        live = kind.model.objects.filter(pk=change.subject_id).first()
    return live or kind.load(change.subject_id, change.after or change.before)


def titles_of(keys):
    """{key: title} of live objects, and of others as they were first proposed."""
    names, by_kind = {}, defaultdict(list)
    for key, label in Subject.objects.filter(pk__in=keys).values_list("pk", "kind"):
        by_kind[label].append(key)
    for label, own in by_kind.items():
        kind = kinds.get(label)
        if kind.model:
            names.update(kind.titles(kind.model.objects.filter(pk__in=own)))
    rest = Change.objects.filter(subject__in=set(keys) - set(names), op=Change.Op.CREATE)
    for change in rest.select_related("subject"):
        kind = kinds.get(change.subject.kind)
        names[str(change.subject_id)] = kind.title(kind.load(change.subject_id, change.after))
    return names
