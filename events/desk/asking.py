"""Asking for a citation of a statement, and what a person has proposed on statements already."""

import re

from django.db.models import Q
from django.utils import timezone

from events.desk import statements
from events.desk.statements import open_requests
from events.models import CitationRequest, Lead
from review.exceptions import Refused
from review.models import Act, OpenChange
from review.proposing import drafts

Kind = CitationRequest.Kind
# What is asked of a citation that is there; a statement without one can't be asked for it.
OF_A_CITATION = {
    Kind.FULL_CITATION_NEEDED,
    Kind.PAGE_NEEDED,
    Kind.QUOTATION_NEEDED,
    Kind.BETTER_SOURCE_NEEDED,
    Kind.FAILED_VERIFICATION,
    Kind.VERIFICATION_NEEDED,
    Kind.DEAD_LINK,
}
# What a person's open change comes to for the statement.
PROPOSED = {
    ("events.citationrequest", "create"): "a request",
    ("events.citation", "create"): "a citation",
    ("events.statement", "update"): "a change of it",
    ("events.statement", "delete"): "its removal",
}


def ask(statement, *, by, kind, reason="", words="", near=None):
    """Keep as a draft that a request is put on a live statement, tagged this month.

    With `words` of it, on those alone: the same act cuts the statement around them. `near` is the
    character about which they begin, where they stand there more than once.
    """
    name = Kind(kind).label
    if open_requests(statement.pk).filter(kind=kind).exists():
        raise Refused(f"“{name}” is asked of this statement already: choose another kind.")
    own = own_work([statement.pk], by=by).get(str(statement.pk), [])
    if any(change.after.get("kind") == kind for change, _ in own):
        raise Refused(f"You have asked “{name}” of this statement already: see above.")
    part, cuts = statements.Part(statement.pk, statement.text), []
    if words.strip():
        part, cuts = statements.around(statement, *_place_of(words, statement.text, near))
    request = CitationRequest.new(
        about_id=part.key,
        kind=kind,
        reason=reason,
        tagged_on=f"{timezone.now():%Y-%m}",
    )
    title = f"Ask “{name}” of “{part.text}”"
    type = Act.Type.SPLIT if cuts else Act.Type.EDIT
    return drafts.propose([*cuts, drafts.create(request)], by=by, type=type, title=title)


def _place_of(words, text, near):
    """(start, end) of words in a text, however their white space reads."""
    spelt = r"\s+".join(map(re.escape, words.split()))
    found = [match.span() for match in re.finditer(spelt, text)]
    if not found:
        raise Refused("These words are not in the statement: copy them as they stand.")
    if len(found) > 1 and near is None:
        raise Refused("These words stand there more than once: add a word before or after.")
    return min(found, key=lambda span: abs(span[0] - (near or 0)))


def of_lead(lead):
    """What the form begins with, of a reader's lead or None. The reader's own words stay out: a
    reason is shown to everybody."""
    if lead is None:
        return {}
    if lead.what == Lead.What.WRONG:
        return {"kind": Kind.DUBIOUS, "summary": "A reader says that this looks wrong"}
    return {"kind": Kind.CITATION_NEEDED, "summary": "A reader says that there is a source"}


def marked(key, marks, *, by, settled=()):
    """Edits that put requests on a statement, which may be proposed only: one for each of the marks
    that were typed into its words. `settled` are requests that end by the same act."""
    if not marks:
        return []
    open = open_requests(key).exclude(pk__in=[request.pk for request in settled])
    asked = set(open.values_list("kind", "reason"))
    own = {
        (change.after["kind"], change.after["reason"])
        for change, _ in own_work([key], by=by).get(str(key), [])
        if "kind" in change.after and "about_id" in change.after
    }
    edits = []
    for mark in marks:
        reason = f"typed as [{mark.number}]" if mark.number else mark.reason
        if (mark.kind, reason) in asked:
            raise Refused(
                f"“{Kind(mark.kind).label}” is asked of this statement already: keep the mark as "
                "words, or take it out yourself."
            )
        if (mark.kind, reason) in own:
            continue
        own.add((mark.kind, reason))
        request = CitationRequest.new(
            about_id=key,
            kind=mark.kind,
            reason=reason,
            tagged_on=mark.tagged_on or f"{timezone.now():%Y-%m}",
            pages=mark.pages,
        )
        edits.append(drafts.create(request))
    return edits


def own_work(keys, *, by):
    """{key of a statement, in words: [(change, what it proposes)]} of a person's open changes on
    some statements, and of the citations and requests that they would add."""
    keys = [str(key) for key in keys]
    held = OpenChange.objects.filter(author=by).filter(
        Q(subject__in=keys)
        | Q(subject__kind="events.citation", change__after__statement_id__in=keys)
        | Q(subject__kind="events.citationrequest", change__after__about_id__in=keys)
    )
    found = {}
    for open in held.select_related("change__act", "subject").order_by("change"):
        change, kind = open.change, open.subject.kind
        if words := PROPOSED.get((kind, change.op)):
            key = (
                change.after.get("about_id") or change.after.get("statement_id") or open.subject_id
            )
            found.setdefault(str(key), []).append((change, words))
    return found
