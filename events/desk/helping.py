"""Works that may help with a request, each with the reasons why."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from events import searching
from events.models import Citation, Dating, SourceStanding, Topic, TopicUse
from review import characters
from sources import edtf, scripts
from sources.desk import pasting
from sources.desk.forms import SourceFields
from sources.models import Source
from sources.reading import Unreadable

OFFERED = 6
# Names in a statement that are looked for, and works that have them, are no more than this.
NAMES, NAMED = 12, 60
# What each reason weighs: the reference that the text prints says it, a name only may.
PRINTED, BESIDE, SAME_DATE, SAME_TOPIC, IN_ARTICLE, NAME = 20, 8, 6, 4, 3, 2
# So many of the statements that name the same are looked at.
ALIKE = 100


@dataclass
class Suggestion:
    """A live work, and sentences on why it may help."""

    source: Source
    reasons: list[str] = field(default_factory=list)
    uses: int = 0


def works_for(request, statement):
    """`Suggestion`s for an open request on a live statement, the likeliest first; a fixed number of
    queries. `request.printed` is the line of the imported text's list, or ""."""
    weights, reasons = Counter(), defaultdict(list)
    for key, weight, reason in (
        *_printed(request),
        *_cited_beside(statement),
        *_cited_on_the_day(statement),
        *_cited_on_the_same(statement),
        *_cited_in_article(statement),
        *_named(statement),
    ):
        weights[key] += weight
        if reason not in reasons[key]:
            reasons[key].append(reason)
    own = set(Citation.objects.filter(statement=statement.pk).values_list("source", flat=True))
    best = [key for key, _ in weights.most_common(OFFERED + len(own)) if key not in own][:OFFERED]
    works = Source.objects.prefetch_related("contributors").in_bulk(best)
    uses = dict(SourceStanding.objects.filter(pk__in=best).values_list("source", "uses"))
    return [Suggestion(works[key], reasons[key], uses.get(key, 0)) for key in best if key in works]


def _printed(request):
    if not request.printed:
        return
    try:
        values = pasting.pasted(request.printed, SourceFields.base_fields).values
    except Unreadable:
        return
    for source, why in pasting.alike(values):
        yield source.pk, PRINTED, f"it looks like the reference that the text prints: {why}"


def _cited_beside(statement):
    beside = Citation.objects.filter(statement__event=statement.event_id)
    for key in beside.exclude(statement=statement.pk).values_list("source", flat=True)[:50]:
        yield key, BESIDE, "it is cited in this paragraph"


def _cited_on_the_day(statement):
    """Works cited elsewhere for what bears one of its dates, to the day or the month."""
    for dating in statement.datings.all():
        if dating.lower is None or dating.upper is None or dating.upper - dating.lower > 100:
            continue
        same = Dating.objects.within(dating.lower, dating.upper + 1).filter(
            lower=dating.lower, upper=dating.upper, statement__citations__isnull=False
        )
        same = same.exclude(statement=statement.pk)
        for key in same.values_list("statement__citations__source", flat=True)[:20]:
            yield key, SAME_DATE, f"it is cited elsewhere for {edtf.display(dating.edtf)}"
        return  # The first date that is exact: one look.


def _cited_on_the_same(statement):
    """Works cited elsewhere for what names the same persons, places or treaties."""
    own = TopicUse.objects.filter(statement=statement.pk).values("topic")
    names = dict(Topic.objects.filter(pk__in=own).values_list("pk", "name"))
    if not names:
        return
    uses = TopicUse.objects.filter(topic__in=names).exclude(statement=statement.pk)
    topics = defaultdict(set)
    # Of what half the archive names, no more is looked at than of a rare name.
    for topic, other in uses.order_by("topic", "statement").values_list("topic", "statement")[
        :ALIKE
    ]:
        topics[other].add(names[topic])
    shared = defaultdict(set)
    cited = Citation.objects.filter(statement__in=topics).values_list("source", "statement")
    for source, other in cited:
        shared[source] |= topics[other]
    for source, told in sorted(shared.items()):
        words = ", ".join(sorted(told)[:3])
        yield source, SAME_TOPIC * len(told), f"it is cited elsewhere on {words}"


def _cited_in_article(statement):
    uses = Citation.objects.filter(statement__event__article=statement.event.article_id)
    counted = uses.values_list("source").annotate(number=Count("pk")).order_by("-number", "source")
    for key, number in counted[:5]:
        times = "once" if number == 1 else f"{number} times"
        yield key, IN_ARTICLE, f"it is cited {times} in this article"


def _named(statement):
    """Works whose titles or authors have the statement's names."""
    names = names_in(statement.text)
    spellings = {
        name: set(scripts.spellings(word)) for name in names for word in scripts.words(name)[:1]
    }
    asked = " | ".join(searching.lexeme(s) for own in spellings.values() for s in sorted(own))
    if not asked:
        return
    # The most used come first: of a name that thousands have, no more is looked at than of a rare one.
    found = searching.having(SourceStanding.objects, asked).order_by("-uses", "source")
    for standing in found[:NAMED]:
        held = set(characters.visible(str(standing.words)).replace("'", "").split())
        told = [name for name, own in spellings.items() if own & held]
        if told:
            names_told = ", ".join(told[:3])
            yield standing.pk, NAME * len(told), f"its title or authors name {names_told}"


def names_in(text):
    """Words of a text with a capital that does not come of the beginning of a sentence, a few."""
    found, ends = {}, True
    for word in text.split():
        bare = word.strip("“”‘’\"'„«»()[],.;:!?…—–")
        if len(bare) > 2 and bare[:1].isupper() and not ends:
            found.setdefault(bare.removesuffix("’s").removesuffix("'s"))
        ends = word[-1:] in ".!?…" and not word[:-1].isdigit()  # "1806." is a year in Serbian.
    return list(found)[:NAMES]
