"""What the reader of events/due suggests of statements where they stand, and how that is told."""

from django.db.models import Max
from django.utils.html import conditional_escape, format_html, format_html_join

from events import due
from events.kinds import clip
from events.models import Citation, Section

WORDS_SHOWN = 3
QUOTES = '“”„«»"'


def readings(statements):
    """{key: Reading} of statements with their events, live ones or such as are proposed; asks two
    things of the database for all of them."""
    statements = list(statements)
    places = _places(statements)
    return {s.pk: due.read(s.text, places[s.pk]) for s in statements}


def _places(statements):
    """{key: Place}. The lead is what stands before the first section of an article that has some; a
    citation is nearby if it stands further on in the same paragraph."""
    headless = {s.event.article_id for s in statements if s.event.section_id is None}
    sectioned = set()
    if headless:
        found = Section.objects.filter(article__in=headless)
        sectioned = set(found.values_list("article_id", flat=True).distinct())
    found = Citation.objects.filter(statement__event__in={s.event_id for s in statements})
    found = found.order_by().values_list("statement__event")
    cited = dict(found.annotate(last=Max("statement__position")))
    return {
        s.pk: due.Place(
            is_lead=s.event.section_id is None and s.event.article_id in sectioned,
            is_cited_nearby=cited.get(s.event_id, "") > s.position,
        )
        for s in statements
    }


def told(reason, text):
    """A sentence, with the words that it rests on."""
    words = list(dict.fromkeys(clip(text[start:end], 60) for start, end in reason.spans))
    quoted = ", ".join(f"“{each.strip(QUOTES)}”" for each in words[:WORDS_SHOWN])
    return f"{reason.sentence}: {quoted}"


def lit(text, reasons, limit=None):
    """A text as HTML, its first letters only where a limit is set, with the words of some reasons lit."""
    shown, parts, at = clip(text, limit) if limit else text, [], 0
    for start, end in sorted({span for reason in reasons for span in reason.spans}):
        start, end = max(start, at), min(end, len(shown))
        if start < end and shown[start:end] == text[start:end]:
            parts += [(conditional_escape(shown[at:start]),), (_mark(shown[start:end]),)]
            at = end
    parts.append((conditional_escape(shown[at:]),))
    return format_html_join("", "{}", parts)


def _mark(words):
    return format_html('<mark class="due">{}</mark>', words)
