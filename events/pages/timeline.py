"""Events in order of time, across all articles."""

from dataclasses import dataclass

from events.kinds import clip
from events.models import Article, Dating, Event, Statement
from events.pages.reading import place, when
from review.models import Slug, Subject


@dataclass
class Placed:
    """An event on the timeline; `lower` and `upper` as in events/edtf.py, None where open."""

    key: str
    anchor: str
    title: str
    when: str
    lower: int | None
    upper: int | None
    article: str
    article_slug: str
    is_confirmed: bool

    @property
    def sort_key(self):
        return (self.lower if self.lower is not None else self.upper or 0, self.key)

    @property
    def century(self):
        return (self.sort_key[0] // 10000) // 100 * 100

    @property
    def year(self):
        return self.sort_key[0] // 10000


def timeline(rows):
    """All dated events, `Placed`, in order."""
    datings = rows(Dating).order_by("lower", "upper")
    by_statement = {}
    for dating in datings:
        by_statement.setdefault(dating.statement_id, []).append(dating)
    event_of = {}
    first = {}
    for statement in rows(Statement).filter(subject_id__in=by_statement).order_by("position"):
        event_of.setdefault(statement.event_id, []).append(statement)
    events = {e.subject_id: e for e in rows(Event).filter(subject_id__in=event_of)}
    for statement in rows(Statement).filter(event_id__in=events).order_by("position"):
        first.setdefault(statement.event_id, statement.text)
    articles = {a.subject_id: a for a in rows(Article)}
    slugs = dict(
        Slug.objects.filter(kind="events.article", is_current=True).values_list(
            "subject_id", "slug"
        )
    )
    anchors = dict(Subject.objects.filter(pk__in=events).values_list("pk", "anchor"))
    placed = []
    for key, event in events.items():
        read = [d for s in event_of[key] for d in by_statement[s.subject_id]]
        lower, upper = place(read)
        placed.append(
            Placed(
                str(key),
                anchors[key],
                event.heading or clip(first.get(key, ""), 110),
                when(read),
                lower,
                upper,
                articles[event.article_id].title,
                slugs.get(event.article_id, ""),
                all(d.is_confirmed for d in read),
            )
        )
    return sorted(placed, key=lambda event: event.sort_key)
