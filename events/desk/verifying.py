"""Verifying: someone else compared a citation with its source, and found it there."""

from collections import defaultdict

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import (
    Citation,
    CitationRequest,
    CitationStanding,
    Statement,
    Verification,
)
from events.models.verification import digest_of
from events.standing import keep_checks
from review import characters, gate, permissions
from review.deadlocks import retrying
from review.deciding import decisions
from review.exceptions import NotAllowed, Refused, Stale
from review.models import Publication
from review.proposing import drafts
from review.publishing import covering, pages
from review.weighing import restricting
from sources.formatting import notes, renderings
from sources.models import Contributor, Source


def digest_now(citation):
    """The digest of a live citation, its statement's words and its work, as they are."""
    return digest_of(citation.statement.text, citation, work_of(citation.source))


def work_of(source):
    """The CSL item of a live source."""
    return renderings.item_of(source, source.contributors.all())


def makers_of(key):
    """Keys of the accounts that wrote or amended a citation as it was ever published."""
    rows = Citation.history.filter(subject=key).order_by().distinct()
    pairs = rows.values_list("act__changeset__author", "act__amended_by")
    return {account for pair in pairs for account in pair if account}


def verify(citation, *, by, read, seen):
    """Record that `by` found a live citation in its source; `read` says in what.

    `seen` is the digest of the words that were compared: Stale when they are others now.
    """
    permissions.require(by, permissions.PROPOSE)
    restricting.check_account(by)
    read = characters.said(
        read, empty="Say what you read: the printed book, a scan, the archive's file."
    )
    if by.pk in makers_of(citation.pk):
        raise NotAllowed("You wrote this citation or amended it: someone else verifies it.")
    return retrying(lambda: _verify(citation, by, read, seen))


@transaction.atomic
def _verify(citation, by, read, seen):
    gate.enter()
    # Held until the end, so that no decision changes the words in between.
    statement = (
        Statement.objects.select_for_update(no_key=True)
        .filter(citations=citation.pk)
        .select_related("event")
        .first()
    )
    now = Citation.objects.select_for_update(no_key=True).filter(pk=citation.pk).first()
    # With its key, so that nobody is named as its author meanwhile.
    held = now and Source.objects.select_for_update().filter(pk=now.source_id).first()
    if statement is None or held is None or digest_now(now) != seen:
        raise Stale("The citation")
    # A decision, too, locks pages and the queue only in its turn, in whichever order.
    decisions.wait_for_turn()
    try:
        with transaction.atomic():
            made = Verification.objects.create(
                citation_id=now.pk,
                digest=seen,
                read=read,
                publication=Publication.objects.latest("number"),
                by=by,
                at=timezone.now(),
            )
            covering.record(made)
    except IntegrityError as error:
        raise Refused("You have verified these very words already.") from error
    pages.renew([statement.event.article_id, now.source_id])
    keep_checks({str(now.pk)})
    return made


def dispute(citation, *, by, reason):
    """Propose a request “failed verification”: the source was read, and does not say so."""
    reason = characters.said(reason, empty="Say what the source says instead, or where you looked.")
    request = CitationRequest.new(
        about_id=citation.statement_id, kind="failed-verification", reason=reason
    )
    return drafts.propose([drafts.create(request)], by=by)


def told(citation, statement):
    """[(verification, whether it holds, (its words, its citation, its work))] of a citation, newest
    first.

    The words, the citation and the work (a CSL item) are those that were compared, from the history.
    """
    now = digest_now(citation)
    checks = list(Verification.objects.filter(citation=citation.pk).select_related("by")[:50])
    if all(check.digest == now for check in checks):
        return [(check, True, None) for check in checks]
    versions = list(Citation.history.filter(subject=citation.pk).order_by("publication"))
    held = {version.statement_id for version in versions}
    words = _by_subject(Statement.history.filter(subject__in=held))
    work_at = _works_of({version.source_id for version in versions})
    found = []
    for check in checks:
        was = None
        if check.digest != now:
            before = _at(check.publication_id, versions)
            text = before and _at(check.publication_id, words[before.statement_id])
            work = before and work_at(check.publication_id, before.source_id)
            was = text and (text.text, before, work)
        found.append((check, check.digest == now, was))
    return found


def _works_of(sources):
    """A function of a publication's number and a source: its CSL item as it was then, or None."""
    works = _by_subject(Source.history.filter(subject__in=sources))
    named = Contributor.history.filter(source_id__in=sources).order_by().values("subject")
    people = _by_subject(Contributor.history.filter(subject__in=named))

    def work(number, source):
        found = _at(number, works.get(source, ()))
        held = filter(None, (_at(number, rows) for rows in people.values()))
        return found and renderings.item_of(found, [p for p in held if p.source_id == source])

    return work


def _by_subject(history):
    found = defaultdict(list)
    for row in history.order_by("publication"):
        found[row.subject_id].append(row)
    return found


def _at(number, versions):
    """The last of some versions, in order, up to a publication, if it is not a removal."""
    upto = [version for version in versions if version.publication_id <= number]
    return upto[-1] if upto and upto[-1].history_type != "-" else None


def stale_count():
    """How many live citations were verified in words that are no longer these."""
    return CitationStanding.objects.filter(people=0).count()


def next_to_verify(key):
    """The key of the next stale citation after this one, or None."""
    stale = CitationStanding.objects.filter(people=0, citation__gt=key).order_by("citation")
    return stale.values_list("citation", flat=True).first()


def footnote_of(citation):
    """The note of a live citation as safe HTML, as readers see it where its work is first cited."""
    cite = notes.Cite(work_of(citation.source), citation.label, citation.locator)
    return renderings.note_in(renderings.notes_for([cite]), cite)
