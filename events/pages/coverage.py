"""What of an article rests on something, by section and by period, and where the gaps are."""

from dataclasses import dataclass, field

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from events.models import Article
from events.pages.moments import About, Moment, find, page_of
from events.pages.rail import period_of
from events.pages.reading import article_page
from review.publishing.pages import stored


@dataclass
class Share:
    """The statements of a section or a period, each in one column alone: what contradicts counts
    before what is checked, that before what is cited, that before what is requested."""

    title: str
    anchor: str = ""
    level: int = 2
    contested: int = 0
    checked: int = 0
    cited: int = 0
    requested: int = 0
    bare: int = 0
    gaps: list = field(default_factory=list)  # Anchors of the first that are requested or bare.

    SHOWN = 5

    @property
    def statements(self):
        return self.contested + self.checked + self.cited + self.requested + self.bare

    @property
    def parts(self):
        """[(name, number, how many stand before)] of what there is, in the order of the bar."""
        made, before = [], 0
        for name in ("checked", "cited", "contested", "requested", "bare"):
            if number := getattr(self, name):
                made.append((name, number, before))
                before += number
        return made

    def count(self, statements):
        for statement in statements:
            if any(use.contradicts for use in statement.uses):
                self.contested += 1
            elif any(use.people for use in statement.uses):
                self.checked += 1
            elif statement.uses:
                self.cited += 1
            else:
                name = "requested" if statement.marks else "bare"
                setattr(self, name, getattr(self, name) + 1)
                if len(self.gaps) < self.SHOWN:
                    self.gaps.append(statement.anchor)


@stored
def coverage(request, slug, at=None):
    moment = Moment(at)
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Article).filter(subject_id=key).first()
    if found is None:
        raise Http404("There is no such article.")
    page = article_page(key, moment.rows, moment.instant)
    context = {
        "about": About(
            _("Where the gaps are: {title}").format(title=found.title),
            _("What is cited, checked, contested and bare."),
        ),
        "article": found,
        "slug": slug,
        "key": key,
        "total": _total(page),
        "sections": by_section(page),
        "periods": by_period(page),
    }
    return page_of(request, "events/coverage.html", moment, key, context)


def _total(page):
    share = Share(_("All of it"))
    share.count(page.statements)
    return share


def by_section(page):
    """The `Share` of each section, without those within it; of what stands before the first too."""
    made = []
    for part in page.parts:
        share = Share(part.title or _("Before the first section"), part.anchor, part.level)
        share.count(s for event in part.events for s in event.statements)
        if share.statements:
            made.append(share)
    return made if len(made) > 1 else []


def by_period(page):
    """The `Share` of each century that its events begin in, the earliest first; undated ones last."""
    found = {}
    for event in page.events:
        period = period_of(event)
        key = (period is None, period.upper if period else 0)
        share = found.setdefault(key, Share(period.words if period else _("Undated"), event.anchor))
        share.count(event.statements)
    return [share for _, share in sorted(found.items())]
