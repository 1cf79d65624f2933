"""The rows that tell people of what was decided on their work or against it. The desk words them."""

from review.models import Changeset, Comment, Notice, Verdict
from review.revisions import lines_of

# How the comment begins with which a rejected act is opened again.
OPENED_AGAIN = "Opened again: "


def of_decision(decision, authors, batch):
    """A notice for each of these people (their keys), whose work somebody else decided on, or
    undid; into `batch`."""
    batch.insert(Notice(to_id=key, decision=decision) for key in sorted(authors))


def of_comment(comment):
    """Keep a notice for the author of the act, and for who spoke on it, or on what it revises."""
    hearing = {*_spoke(comment.act), comment.act.changeset.author_id} - {comment.by_id}
    Notice.objects.bulk_create(Notice(to_id=key, comment=comment) for key in sorted(hearing))


def _spoke(act):
    """Keys of those whom the conversation shows: who commented, and who returned it."""
    line = {earlier for _, earlier in lines_of([act.pk])}
    said = Comment.objects.filter(act__in=line).values_list("by", flat=True)
    returned = Verdict.objects.filter(act__in=line, choice=Verdict.Choice.RETURN)
    return {*said, *returned.values_list("decision__by", flat=True)}


def of_undo(undo, acts, by):
    """Keep a notice for the authors of these acts (their keys), which an undo would reverse."""
    authors = Changeset.objects.filter(acts__in=acts).exclude(author=by).order_by()
    hearing = sorted(set(authors.values_list("author", flat=True)))
    Notice.objects.bulk_create(Notice(to_id=key, undo=undo) for key in hearing)


def of_endorsement(endorsement, author):
    """Keep a notice for the author (their key) of an act that a first of two moderators approved."""
    Notice.objects.create(to_id=author, endorsement=endorsement)


def of_block(restriction):
    """Keep a notice for who was blocked."""
    Notice.objects.create(to_id=restriction.account_id, restriction=restriction)


def of_lifting(restriction):
    """Keep a notice for who was blocked, and is no more."""
    Notice.objects.create(to_id=restriction.account_id, lifted=restriction)
