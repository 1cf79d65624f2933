"""The page of the search, what is suggested while one types, and how a browser learns of both."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from events.models import Article
from events.pages.moments import About, Moment, find, page_of
from events.pages.search import finding, narrowing, offering, showing
from events.pages.search.asking import asked, required
from events.pages.search.names import called
from events.pages.search.suggesting import suggestions
from events.pages.search.wanted import KINDS, Wanted
from review import bounds, spoken
from review.models import PageVersion, Subject
from review.publishing.pages import stored

PER_PAGE = 20
NAMES_FIRST = 5
# Seconds for which a browser need not ask again what is suggested.
FRESH = 60


@dataclass
class Result:
    """What the page shows: `named` are titles, headings, works and captions, before `articles`, which
    are (article, its address, its statements); of a page of `named` alone there are no articles. `apart`
    is the address of the same words wherever they stand, where they were found as no phrase."""

    asked: object
    named: list
    articles: list
    found: finding.Found
    all_named: finding.Found
    groups: list
    following: str = ""
    meant: list = None
    without: list = None
    apart: str = ""
    topics: list = ()

    @property
    def noise(self):
        """The words that were not asked for, since they say nothing beside the others."""
        return [term.word for term in self.asked.noise]


@stored
def search(request):
    moment = Moment()
    wanted = Wanted.of(request.GET)
    result, said = None, ""
    if wanted.words:
        try:
            with bounds.in_time():
                result = _result(wanted, request.GET.get("after", ""))
                said = result.asked.said
        except bounds.TooLong as error:
            said = str(error)
    about = None
    if wanted.words:
        feed = reverse("events:search-feed") + wanted.address()
        about = About(" · ".join((wanted.words, _("Search"))), feed=feed)
    return page_of(
        request,
        "events/search.html",
        moment,
        PageVersion.SITE,
        {
            "about": about,
            "here": "",
            "wanted": wanted,
            "result": result,
            "said": said,
            "is_further": "after" in request.GET,
            "everything": replace(Wanted(), words=wanted.words).address(),
            "all_named": _all_named(wanted, result),
            "named_words": spoken.said(KINDS.get(wanted.kind, ("",))[0]),
            "most": finding.MOST,
        },
    )


def _result(wanted, after):
    found_in, key = None, None
    if wanted.article:
        found_in = find("events.article", wanted.article)[0]
    if after:
        key = Subject.objects.filter(anchor=after).values_list("pk", flat=True).first()
        if key is None:
            raise Http404("What this list went on after is not there.")
    query = asked(wanted.words)
    statements, named = _found(query, wanted, found_in, key)
    hits, first = _of_page(wanted, statements, named, is_first=not after)
    shown = showing.shown([*first, *hits])
    own = statements if wanted.has_statements else named
    title = found_in and Article.objects.filter(pk=found_in).values_list("title", flat=True).first()
    result = Result(
        query,
        shown[: len(first)] if wanted.has_statements else shown,
        showing.by_article(shown[len(first) :]) if wanted.has_statements else [],
        own,
        named,
        narrowing.groups(wanted, statements, named, title),
        following=wanted.address(after=shown[-1].anchor) if own.has_next else "",
    )
    if not after:
        result.topics = called(wanted.words)
    if not shown and not after:
        result.meant, result.without = _instead(wanted, query)
        if query.phrases and not query.missing:
            result.apart = wanted.address(words=" ".join(term.word for term in query.terms))
    return result


def _all_named(wanted, result):
    """The address of all titles, headings, works and captions, if not all of them are shown."""
    is_part = result and wanted.has_statements and result.all_named.total > len(result.named)
    return wanted.address(kind="named") if is_part and result.named else ""


def _found(query, wanted, article, after):
    """(the `Found` of statements, that of all else): of what is not wanted nothing."""
    found = []
    for which, is_wanted, only in narrowed(wanted):
        goes_on = after if (which == finding.STATEMENTS) == wanted.has_statements else None
        one = finding.NONE
        if is_wanted:
            one = finding.find(query, which, PER_PAGE, article=article, after=goes_on, **only)
        if one is None:
            raise Http404("What this list went on after is not there.")
        found.append(one)
    return found


def narrowed(wanted):
    """((STATEMENTS or NAMED, whether they are wanted, by what they are narrowed), ...)."""
    kinds = KINDS[wanted.kind][1] if wanted.kind else ()
    period = [wanted.period] if wanted.period else []
    state = [wanted.state] if wanted.state else []
    return (
        (finding.STATEMENTS, wanted.has_statements, {"tags": state + period}),
        (finding.NAMED, wanted.has_names, {"tags": period, "kinds": kinds}),
    )


def _of_page(wanted, statements, named, *, is_first):
    """(the hits of a page, those of names before them)."""
    if not wanted.has_statements:
        return named.hits, []
    return statements.hits, named.hits[:NAMES_FIRST] if is_first and wanted.has_names else []


def _instead(wanted, query):
    """([(a word that is not there, [(the query with another, its address)])], [the same without a word])."""
    missing = query.missing
    words = [term.word for term in query.terms]
    offered = offering.meant(missing) if missing else {}
    best = {word: likes[0] for word, likes in offered.items() if likes}
    meant = []
    for word, likes in offered.items():
        others = [" ".join((best | {word: like}).get(w, w) for w in words) for like in likes]
        meant.append((word, [(text, wanted.address(words=text)) for text in others]))
    without = []
    if not missing and not query.phrases and len(required(query.terms)) > 1:
        for term in required(query.terms):
            rest = " ".join(word for word in words if word != term.word)
            without.append((term.word, wanted.address(words=rest)))
    return meant, without


def suggest(request):
    """What is suggested for the letters typed so far, as OpenSearch has it: the words, then of each
    its text, what it is, and its address."""
    text = " ".join(request.GET.get("q", "").split())
    found = []
    try:
        with bounds.in_time():
            found = suggestions(text)
    except bounds.TooLong:
        pass
    columns = zip(*found, strict=True) if found else ((), (), ())
    answer = JsonResponse([text, *map(list, columns)], safe=False)
    answer.headers["Content-Type"] = "application/x-suggestions+json"
    patch_cache_control(answer, public=True, max_age=FRESH)
    return answer


def opensearch(request):
    """The description by which a browser offers to search here."""
    search, more = (
        f"{settings.ATTESTED_URL}{reverse(f'events:{n}')}" for n in ("search", "suggest")
    )
    text = render_to_string("events/opensearch.xml", {"search": search, "suggest": more})
    return HttpResponse(text, content_type="application/opensearchdescription+xml")
