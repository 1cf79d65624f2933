"""An article in time: its history, any two of its versions compared, one of them cited."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from events.alterations import telling
from events.models import Alteration, Article
from events.pages import absent, comparing, languages
from events.pages.history import publications, tell
from events.pages.moments import About, Moment, as_of, find, named, page_of
from events.pages.taking import forms
from review.ids import key_in
from review.models import Publication, Subject
from review.publishing.pages import stored
from sources import edtf
from sources.formatting import ourselves
from sources.writing.files import FORMS

ENTRIES_PER_PAGE = 30
ACTS_SHOWN = 5


@dataclass
class Entry:
    """What a publication altered on the article, in a sentence; `before` is the number of the one that
    it follows on, `place` its own on the page, from 0."""

    place: int
    publication: Publication
    claims: str
    is_cosmetic: bool
    before: int | None
    acts: list
    more_acts: int


@stored
def article_history(request, slug, at=None):
    moment = Moment(at)
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    article = last_known(key, moment)
    if article is None:
        return absent.answer(request, moment, Article, key, slug)
    before = key_in(request.GET.get("before", ""))
    entries, older = entries_of(key, moment, before, ENTRIES_PER_PAGE)
    return page_of(
        request,
        "events/article_history.html",
        moment,
        key,
        {
            "about": About(
                _("History of {title}").format(title=article.title),
                _("Each publication that altered it: what it altered, by whom, and why."),
                feed=reverse("events:article-feed", args=[slug]),
            ),
            "article": article,
            "is_gone": article.history_type == "-",
            "slug": slug,
            "groups": [(cosmetic, list(own)) for cosmetic, own in groupby(entries, _is_folded)],
            "several": len(entries) > 1,
            "older": older,
            "is_further": before is not None,
        },
    )


def _is_folded(entry):
    return entry.is_cosmetic


def last_known(key, moment):
    """The last history row of an article as of a moment, or None: it was not published yet."""
    rows = Article.history.filter(subject=key)
    if moment.is_past:
        rows = rows.filter(publication__lte=moment.number)
    return rows.order_by("-publication").first()


def entries_of(key, moment, before, size):
    """(a page of the `Entry`s of an article, the newest first; the number to go on before, or None)."""
    found = Alteration.objects.filter(article=key).order_by("-publication")
    if moment.is_past:
        found = found.filter(publication__lte=moment.number)
    if before is not None:
        found = found.filter(publication__lt=before)
    # One more than is shown, so that the last can be compared with what it follows on.
    found = list(found[: size + 1])
    steps = publications().filter(number__in=[a.publication_id for a in found[:size]])
    steps = {step.number: step for step in tell(list(steps))}
    entries = []
    for place, alteration in enumerate(found[:size]):
        step = steps[alteration.publication_id]
        verdicts = step.decision.verdicts.all()
        acts = [verdict.act for verdict in verdicts if verdict.choice == "approve"]
        follows = found[place + 1].publication_id if place + 1 < len(found) else None
        entries.append(
            Entry(
                place,
                step,
                telling.sentence(alteration.counts),
                telling.is_cosmetic(alteration.counts),
                follows,
                acts[:ACTS_SHOWN],
                len(acts[ACTS_SHOWN:]),
            )
        )
    return entries, found[size - 1].publication_id if len(found) > size else None


@stored
def compare(request, slug):
    """Two versions of an article, each named by a publication or a time; by default what the last
    publication altered."""
    moment = Moment()
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.get_full_path().replace(f"/{slug}/", f"/{current}/", 1))
    article = last_known(key, moment)
    if article is None:
        return absent.answer(request, moment, Article, key, slug)
    asked = {name: request.GET.get(name, "").strip() for name in ("from", "to")}
    said, found = "", None
    try:
        older, newer = _two(key, asked)
    except Http404 as error:
        said = str(error)
    else:
        after = request.GET.get("after", "")
        found = comparing.compare(key, older, newer, after)
        if found is None:
            raise Http404("What this list went on after is not there.")
        asked = {"from": older.number if older else "", "to": newer.number if newer else ""}
    context = {
        "about": About(_("{title}: two versions compared").format(title=article.title)),
        "article": article,
        "slug": slug,
        "asked_from": asked["from"],
        "asked_to": asked["to"],
        "said": said,
        "found": found,
        "is_further": bool(request.GET.get("after")),
    }
    answer = page_of(request, "events/article_compare.html", moment, key, context)
    if said:
        answer.status_code = 404
    return answer


def _two(key, asked):
    """The two publications that an address asks for, the older first; None before the first."""
    last = Alteration.objects.filter(article=key).order_by("-publication")
    numbers = list(last.values_list("publication", flat=True)[:2])
    if asked["to"]:
        newer = named(asked["to"])[1]
    else:
        newer = Publication.objects.filter(number__in=numbers[:1]).first()
    if asked["from"]:
        older = named(asked["from"])[1]
    else:
        earlier = last.filter(publication__lt=newer.number) if newer else last.none()
        older = Publication.objects.filter(
            number__in=list(earlier.values_list("publication", flat=True)[:1])
        ).first()
    pair = sorted((older, newer), key=lambda step: step.number if step else 0)
    return tuple(pair)


@stored
def cite_article(request, slug, at=None):
    """How to cite the version that stands, or stood: its lasting address, in each style and form."""
    moment = Moment(at)
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Article).filter(subject_id=key).first()
    if found is None:
        return absent.answer(request, moment, Article, key, slug)
    version = version_of(key, moment)
    entries = ourselves.entries(found.title, version.at, lasting(slug, version))
    return page_of(
        request,
        "events/article_cite.html",
        moment,
        key,
        {
            "about": About(
                _("Cite {title}").format(title=found.title),
                _("How to cite the version that stands."),
            ),
            "article": found,
            "slug": slug,
            "version": version,
            "lasting": lasting(slug, version),
            # Beside English words, whatever the page speaks.
            "day": edtf.display(f"{version.at:%Y-%m-%d}", language=settings.LANGUAGE_CODE),
            "entries": entries,
            "forms": [
                (name, as_of(version.number, address))
                for name, address in forms(reverse("events:article-version", args=[slug, "bib"]))
            ],
        },
        keep=bool(entries),
    )


def article_version(request, slug, form, at=None):
    """The same version as a file for reference managers."""
    moment = Moment(at)
    key, current = find("events.article", slug)
    found = moment.rows(Article).filter(subject_id=key).first()
    if found is None:
        raise Http404("There was no such article then.")
    if form not in FORMS:
        raise Http404("A version can be had as .bib, .ris or .json.")
    version = version_of(key, moment)
    work = ourselves.fields(found.title, version.at, lasting(current, version))
    name = f"{current}-{version.number}.{form}"
    return HttpResponse(
        "".join(FORMS[form].pieces([[work]])),
        content_type=f"{FORMS[form].media_type}; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def version_of(key, moment):
    """The publication that last altered an article as of the moment."""
    found = Alteration.objects.filter(article=key).order_by("-publication")
    if moment.is_past:
        found = found.filter(publication__lte=moment.number)
    number = found.values_list("publication", flat=True).first()
    if number is None:  # What was published before this was kept (`manage.py make_notes`).
        number = Subject.objects.get(pk=key).head_id
    return Publication.objects.get(pk=number)


def lasting(slug, version):
    """The address at which a version of an article stays."""
    return settings.ATTESTED_URL + languages.without(
        reverse("events:article-at", args=[version.number, slug])
    )
