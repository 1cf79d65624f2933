"""Articles as readers will have them if an outcome is approved: assembled, never written."""

from django.template.loader import render_to_string

from events.models import Article, Citation
from events.pages.rail import rail
from events.pages.reading import article_page
from review import past
from review.models import Slug
from review.weighing.ancestry import chains

# An outcome that changes more articles is looked at in the first few.
SHOWN = 5


def pages_after(outcome):
    """[(title, HTML of the main part, sentences)] of the articles that an outcome changes."""
    rows = past.planned(outcome)
    made = []
    for key in _articles(outcome)[:SHOWN]:
        article = rows(Article).filter(subject_id=key).first()
        if article is None:
            continue
        page = article_page(key, rows)
        slug = Slug.objects.filter(subject=key, is_current=True).values_list("slug", flat=True)
        html = render_to_string(
            "events/_article.html",
            {
                "article": article,
                "slug": slug.first() or "",
                "page": page,
                "counts": page.counts,
                "rail": rail(page),
                "changed": {row.id for row in outcome.of("events.statement")},
            },
        )
        made.append((article.title, html, _renumbered(article_page(key, past.live), page)))
    return made


def _articles(outcome):
    """Keys of the articles that an outcome touches, in a fixed order."""
    own = chains((r.id, r.kind, r.after or r.before) for r in outcome.rows)
    tops = {chain[-1] for chain in own.values()}
    sources = [row.id for row in outcome.of("sources.source") if row.before]
    citing = Citation.objects.filter(source__in=sources)
    tops |= {str(key) for key in citing.values_list("statement__event__article", flat=True)}
    known = {row.id for row in outcome.of("events.article")}
    live = Article.objects.filter(pk__in=tops).values_list("pk", flat=True)
    return sorted({str(key) for key in live} | known)


def _renumbered(before, after):
    """Sentences on footnotes that get another number, come, or go."""
    old = {note.source: note.number for note in before.notes}
    new = {note.source: note.number for note in after.notes}
    moved = [(old[work], new[work]) for work in old if work in new and old[work] != new[work]]
    told = [f"footnote {was} becomes {now}" for was, now in moved[:3]]
    if len(moved) > 3:
        told.append(f"{len(moved) - 3} more footnotes get another number")
    told += [f"footnote {new[work]} is new" for work in new if work not in old]
    told += [f"footnote {old[work]} goes" for work in old if work not in new]
    return told
