"""Redaction: words that must not be in the record any more are blanked wherever they stand.

Whole fields go, in live rows, history, comments and reasons. What was sent is emptied as a whole,
since its digest is of the whole: an act with such a change can't be approved any more, and its author
is told to propose it again. In drafts only the values that hold the words go. Digests stay, so
that the log still fits. Who, when and why are a decision and a publication of their own.

It searches behind a shut gate (review/gate.py), so that nobody writes the words meanwhile.
"""

import json
from collections import defaultdict

from django.db import IntegrityError, connection

from review import characters, gate, kinds, permissions
from review.batch import Batch
from review.deciding import decisions, traces
from review.exceptions import NothingProposed, Refused
from review.models import (
    Act,
    Change,
    Comment,
    Decision,
    Notice,
    OpenChange,
    Redaction,
    Reviewed,
    Slug,
)
from review.publishing import chain, covering, due
from review.publishing.pages import forget as forget_pages
from review.weighing import texts
from review.weighing.outcome import Outcome, Row

# So many rows of a table are blanked by one statement.
AT_ONCE = 2000


def redact(words, *, by, reason, everywhere=False):
    """Blank every field that holds `words`; returns the decision, whose publication says so.

    What is live goes too: publish better words first, and only the older ones are blanked. Words
    that stand in very many places go only when `everywhere` says that this is meant.
    """
    permissions.require(by, permissions.OPERATE)
    reason = characters.said(reason, empty="Say why: a redaction needs a reason.")
    if traces.Words(words).stand_in(reason):
        raise Refused("The reason is public: say it without these words.")
    found = None

    def once():
        nonlocal found
        found = traces.find(words)
        if not found.rows and not found.slugs:
            raise NothingProposed("These words stand nowhere in the record.")
        if found.is_many and not everywhere:
            raise Refused(
                f"These words stand in {len(found.rows)} places: give more of them, or say that "
                "all of these are meant."
            )
        decision = _record(found, by, reason)
        for purge, _ in texts.purges():
            purge(words.strip(), found)
        forget_pages()
        result = _as_it_is_now(found)
        result.redactions = gate.redactions()
        return decision, result

    try:
        decision = decisions.in_one_transaction(once, through=gate.shut)
    except IntegrityError as error:
        raise Refused(
            "Two objects would be left with the same blank where each needs its own: publish "
            "better words for one of them first."
        ) from error
    due.purge()
    for _, afterwards in texts.purges():
        if afterwards is not None:
            afterwards(found)
    return Decision.objects.get(pk=decision.pk)


def _record(found, by, reason):
    """The decision, its publication and redaction, and under it everything blanked."""
    turn = decisions.take_turn()
    places, batch = found.places() + _addresses(found), Batch()
    decision = Decision(pk=turn.decision, by=by, at=turn.at, reason=reason)
    publication = decisions.new_publication(decision, turn, shape={})
    batch.insert([decision])
    decisions.seal_publication(publication, turn, [], [], batch, redacted=places)
    decisions.raise_versions((), publication.number, batch)
    batch.run()
    redaction = Redaction.objects.create(decision=decision, places=places)
    changes = [row for row, _ in found.rows if isinstance(row, Change)]
    drafts = [change for change in changes if change.act.state == Act.State.DRAFT]
    _blank_drafts(drafts, found.words)
    _blank(redaction, found.rows, except_for=drafts)
    _readdress(found.slugs)
    sent = [change.pk for change in changes if change.act.sent_at is not None]
    OpenChange.objects.filter(change__in=sent).delete()
    _tell(changes, decision)
    return decision


def _addresses(found):
    """Places of the addresses that go, and of those that stay of objects whose names go: these
    lose no field, but no name tells any more why they read so."""
    unnamed, gone = set(), {slug.pk for slug in found.slugs}
    for row, names in found.rows:
        model = getattr(row, "instance_type", type(row))
        if issubclass(model, Reviewed) and kinds.of(model).slug_field in names:
            unnamed.add(row.subject_id)
    kept = Slug.objects.filter(subject__in=unnamed).exclude(pk__in=gone)
    left = kept.order_by("pk").values_list("pk", flat=True)
    return [["review.slug", str(key), ["slug"]] for key in sorted(gone)] + [
        ["review.slug", str(key), []] for key in left
    ]


def _blank_drafts(changes, words):
    """The mark in place of each value that holds the words: its author goes on from there."""
    for change in changes:
        spoken = kinds.get(change.subject.kind).spoken
        for values in (change.before, change.after):
            for name in words.held_by(values, spoken):
                values[name] = Redaction.MARK
    Change.objects.bulk_update(changes, ["before", "after"], batch_size=AT_ONCE)


def _blank(redaction, rows, except_for):
    """As `_blank_rows`; refused where a rule forbids that something live reads so."""
    try:
        _blank_rows(redaction, rows, except_for)
        connection.check_constraints()  # Deferred ones too: at COMMIT nobody could say it.
    except IntegrityError as error:
        raise Refused(
            f"What is live can't read {Redaction.MARK} here, since another object does already or "
            "a rule forbids it: publish better words first, then redact the older ones."
        ) from error


def _blank_rows(redaction, rows, except_for):
    """All rows of one table that lose the same fields, together."""
    covering.seal(redaction, rows)
    passed = {change.pk for change in except_for}
    groups = defaultdict(list)
    for row, names in rows:
        model = type(row)
        if model in texts.DELETED or (model is Change and row.pk in passed):
            continue
        seal = _seal(row, names)
        groups[model, names, seal is None].append((str(row.pk), seal))
    for model in texts.DELETED:
        keys = [row.pk for row, _ in rows if isinstance(row, model)]
        model.objects.filter(pk__in=keys).delete()
    for (model, names, is_bare), own in groups.items():
        columns = [model._meta.get_field(name).column for name in names]
        for start in range(0, len(own), AT_ONCE):
            keys, seals = zip(*own[start : start + AT_ONCE], strict=True)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT review_blank(%s, %s::regclass, %s, %s, %s::jsonb[])",
                    [
                        redaction.pk,
                        model._meta.db_table,
                        list(keys),
                        columns,
                        None if is_bare else list(seals),
                    ],
                )


def _seal(row, names):
    """The digests of what goes, and the salts of what stays; None for rows without a digest."""
    if isinstance(row, Change):
        if row.act.sent_at is None:
            return None
        return json.dumps({"digest": chain.change_digest(row)})
    if not hasattr(row, "publication_id") or not hasattr(row, "seal"):
        return None
    kind = kinds.of(row.instance_type)
    seal = {}
    for name in row.publication.shape[kind.label]:
        sealed = row.seal.get(name, {})
        salt = sealed.get("salt") or chain.field_salt(row.salt, name)
        if "digest" in sealed:
            seal[name] = sealed
        elif name in names:
            value = kinds.dump(getattr(row, name))
            seal[name] = {"digest": chain.field_digest(salt, name, value)}
        else:
            seal[name] = {"salt": salt}
    return json.dumps(seal)


def _readdress(slugs):
    """Addresses made of the words become ones of the objects' anchors."""
    for slug in slugs:
        slug.slug = f"redacted-{slug.subject.anchor}-{slug.pk}"
    Slug.objects.bulk_update(slugs, ["slug"], batch_size=AT_ONCE)


def _tell(changes, decision):
    """Authors of open acts hear, in the conversation, what became of what they propose."""
    acts = {change.act_id: change.act for change in changes if change.act.state in Act.OPEN}
    comments = Comment.objects.bulk_create(
        Comment(act=act, by_id=decision.by_id, at=decision.at, text=_told(act, decision))
        for _, act in sorted(acts.items())
    )
    covering.record(*comments)
    Notice.objects.bulk_create(
        Notice(to_id=comment.act.changeset.author_id, comment=comment)
        for comment in comments
        if comment.act.changeset.author_id != decision.by_id
    )


def _told(act, decision):
    if act.state == Act.State.DRAFT:
        return (
            f"Words in this draft were redacted ({decision.reason}): look at it before you send it."
        )
    return (
        f"What this proposed was redacted ({decision.reason}), so it can't be approved: propose it "
        "again without those words."
    )


def _as_it_is_now(found):
    """An outcome with the live rows that were blanked, so that what readers see is made ready."""
    keys, rows = defaultdict(list), []
    for row, _ in found.rows:
        if isinstance(row, Reviewed):
            keys[type(row)].append(row.pk)
    for model, own in keys.items():
        kind = kinds.of(model)
        for row in model.objects.filter(pk__in=own).order_by("pk"):
            rows.append(Row(kind, str(row.pk), None, kind.dump(row), 0))
    return Outcome(rows)
