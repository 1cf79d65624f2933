"""Asking for a citation of a statement, and what a person has proposed on statements already."""

from django.db.models import Q
from django.utils import timezone

from events.desk.statements import open_requests
from events.models import CitationRequest
from review.exceptions import Refused
from review.models import OpenChange
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


def ask(statement, *, by, kind, reason=""):
    """Keep as a draft that a request is put on a live statement, tagged this month."""
    name = Kind(kind).label
    if open_requests(statement.pk).filter(kind=kind).exists():
        raise Refused(f"“{name}” is asked of this statement already: choose another kind.")
    own = own_work([statement.pk], by=by).get(str(statement.pk), [])
    if any(change.after.get("kind") == kind for change, _ in own):
        raise Refused(f"You have asked “{name}” of this statement already: see above.")
    request = CitationRequest.new(
        about_id=statement.pk,
        kind=kind,
        reason=reason,
        tagged_on=f"{timezone.now():%Y-%m}",
    )
    title = f"Ask “{name}” of “{statement.text}”"
    return drafts.propose([drafts.create(request)], by=by, title=title)


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
