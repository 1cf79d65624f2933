"""Works as they are taken along: as a file of one, of an article, of a search; as a list in any style; by
the button of a reference manager."""

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from events.models import Article, Citation, Event, Statement
from events.pages import catalogue
from events.pages.moments import About, Moment, find, led_to_work, page_of, slugs_of
from review import bounds, past
from review.publishing.pages import stored
from sources import scripts
from sources.formatting import renderings, styles
from sources.models import Contributor, Source
from sources.reading import richtext
from sources.writing import coins, schema
from sources.writing.fields import fields_of
from sources.writing.files import FORMS

SITE_NAME = "Attested"
# The longest file of a search, and how many of its works are read at a time.
LONGEST_FILE, AT_ONCE = 10_000, 500


def found_works(request, form):
    """What a search finds, as a file: the first of it, in the order of the list."""
    wanted = catalogue.Wanted.of(request.GET)
    try:
        with bounds.in_time():
            found, _said = catalogue.searched(wanted.words)
            found = catalogue.in_order(found, wanted)
            keys = list(found.values_list("source", flat=True)[:LONGEST_FILE])
    except bounds.TooLong as error:
        raise Http404(str(error)) from error
    return _file(form, _in_batches(keys), "sources", StreamingHttpResponse)


@stored
def work(request, slug, form, at=None):
    """A work as a file that reference managers read."""
    moment = Moment(at)
    key, current = find("sources.source", slug)
    works = _works_of([key], moment.rows)
    if not works:
        led = led_to_work(request, moment, key, slug)
        if led is None:
            raise Http404("There is no such source.")
        return led
    if current == slug and not moment.is_past:
        request.page_scope = key
    return _file(form, [_fields(works)], current)


@stored
def article_works(request, slug, at=None):
    """The works that an article cites, by name, in the house style or another that is offered."""
    moment = Moment(at)
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Article).filter(subject_id=key).first()
    if found is None:
        raise Http404("There is no such article.")
    offered = styles.offered()
    style = request.GET.get("style") or styles.house()
    if style not in offered:
        raise Http404(f"There is no list in this style: choose one of {', '.join(offered)}.")
    works = _works_of(_cited_in(key, moment.rows), moment.rows)
    items = {source: renderings.item_of(*work) for source, work in works.items()}
    held = renderings.html_for(items.values(), style)
    slugs = slugs_of(items)
    return page_of(
        request,
        "events/article_works.html",
        moment,
        key,
        {
            "about": About(
                _("Works cited in {title}").format(title=found.title),
                _("The works that it cites, by name."),
            ),
            "article": found,
            "slug": slug,
            "works": [
                (
                    slugs.get(source, ""),
                    works[source][0].language,
                    renderings.entry_in(held, item, style),
                    coins.write(fields_of(*works[source])),
                )
                for source, item in items.items()
            ],
            "styles": [
                (name == style, words, "" if name == styles.house() else f"?style={name}")
                for name, words in offered.items()
            ],
            "forms": forms(reverse("events:article-works-file", args=[slug, "bib"])),
        },
        keep=len(held) == len(items),
    )


@stored
def article_works_file(request, slug, form, at=None):
    moment = Moment(at)
    key, current = find("events.article", slug)
    if not moment.rows(Article).filter(subject_id=key).exists():
        raise Http404("There is no such article.")
    works = _works_of(_cited_in(key, moment.rows), moment.rows)
    if current == slug and not moment.is_past:
        request.page_scope = key
    return _file(form, [_fields(works)], current)


def taken_along(article, slug, version):
    """What reference managers and search engines read of an article on its page. Its works stand in its
    footnotes, and for engines in its claims."""
    address = address_of("events:article", slug)
    title, language = article.title, article.language
    own = {"type": "webpage", "title": title, "container-title": SITE_NAME, "URL": address}
    if version:
        own["issued"] = f"{version.at:%Y-%m-%d}"
    changed = version and version.at
    return {
        "address": address,
        "coins": coins.write(own),
        "tags": [("DC.title", title), ("DC.source", SITE_NAME), ("z:itemType", "webpage")]
        + ([("DC.language", language)] if language else [])
        + ([("DC.date", own["issued"])] if version else []),
        "data": schema.written(schema.article(title, language, address, SITE_NAME, changed, [])),
    }


def address_of(name, *parts):
    """The whole address of a page, whichever host it was asked for from."""
    return settings.ATTESTED_URL + reverse(name, args=parts)


def _cited_in(article, rows):
    """Keys of the works that an article cites."""
    events = rows(Event).filter(article_id=article).values("subject_id")
    statements = rows(Statement).filter(event_id__in=events).values("subject_id")
    cited = rows(Citation).filter(statement_id__in=statements)
    return set(cited.order_by().values_list("source_id", flat=True))


def _works_of(keys, rows):
    """{key: (source, its contributors)}, by name and title."""
    people = {}
    for person in rows(Contributor).filter(source_id__in=keys).order_by("position"):
        people.setdefault(person.source_id, []).append(person)

    def name(work):
        first = map(catalogue.told, people.get(work.subject_id, [])[:1])
        return scripts.sorting(*first, richtext.plain(work.title)), work.subject_id

    works = sorted(rows(Source).filter(subject_id__in=keys), key=name)
    return {work.subject_id: (work, people.get(work.subject_id, [])) for work in works}


def forms(first):
    """[(what a form is called, its address)], of the address of the first of them."""
    stem = first.removesuffix("bib")
    return [(form.name, f"{stem}{name}") for name, form in FORMS.items()]


def _fields(works):
    return [fields_of(*work) for work in works.values()]


def _in_batches(keys):
    """The fields of live works, a part at a time, in the order of their keys."""
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        works = _works_of(part, past.live)
        yield [fields_of(*works[key]) for key in part if key in works]


def _file(form, batches, name, answer=HttpResponse):
    """Works, given in batches of their fields, as a file of this form."""
    if form not in FORMS:
        raise Http404("Works can be had as .bib, .ris or .json.")
    return answer(
        FORMS[form].pieces(batches),
        content_type=f"{FORMS[form].media_type}; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.{form}")},
    )
