"""An article's statements with what each cites, as JSON-LD: in the page itself they would say
everything twice."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from events.models import Article
from events.pages.moments import Moment, find
from events.pages.reading import article_page
from events.pages.taking import SITE_NAME, address_of
from events.pages.versions import version_of
from review.publishing.pages import TYPES, stored
from sources.formatting import renderings
from sources.writing import schema


@stored
def article_claims(request, slug, at=None):
    moment = Moment(at)
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Article).filter(subject_id=key).first()
    if found is None:
        raise Http404("There is no such article.")
    page = article_page(key, moment.rows, moment.instant)
    version, address = version_of(key, moment), address_of("events:article", slug)
    notes = [note for note in page.notes if note.slug]
    works = [
        schema.work(note.work.fields, address_of("events:source", note.slug)) for note in notes
    ]
    whole = schema.article(found.title, found.language, address, SITE_NAME, version.at, works)
    whole["hasPart"] = [claim_of(statement, address) for statement in page.statements]
    if not moment.is_past:
        request.page_scope = key
    return HttpResponse(schema.written(whole), content_type=TYPES["jsonld"])


def claim_of(statement, within=""):
    """A `ShownStatement` as a claim, on the page `within`."""
    cited = [
        (address_of("events:source", use.note.slug), renderings.words_of(use.html), use.contradicts)
        for use in statement.uses
        if use.note.slug
    ]
    page = address_of("events:statement", statement.anchor)
    return schema.claim(statement.text, page, within, cited)
