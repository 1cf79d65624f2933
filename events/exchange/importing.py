"""Making an article of a file that was read, by way of review or directly."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from events.exchange.importers.plaintext import ReadArticle, read_article
from events.models import (
    Article,
    ArticleImport,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Statement,
)
from review import characters, permissions
from review.deciding import decisions
from review.exceptions import Clashes, Refused
from review.models import Act, Slug
from review.positions import spread
from review.proposing import drafts, proposals
from review.slugs import UNTITLED, slug_of

# The first key of the advisory locks of imports; the second is made of the address.
IMPORTS = 0x696D70  # "imp"


@dataclass(frozen=True)
class Imported:
    """What came of an import. `act` is None for a dry run, and for a file that is held already.

    `left_out` are the words of readings that can't be kept, each with why; the rest came in.
    """

    read: ReadArticle
    slug: str
    act: Act | None
    is_published: bool = False
    was_known: bool = False
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def requests(self):
        """{kind: number}."""
        return Counter(m.kind for event in self.read.events for s in event for m in s.marks)

    @property
    def statements(self):
        return [statement for event in self.read.events for statement in event]

    @property
    def dates(self):
        left = {words for words, _ in self.left_out}
        dates = [date for statement in self.statements for date in statement.dates]
        return [date for date in dates if date.words not in left]


def import_article(data, *, by, marks="auto", captions="auto", dry_run=False, limit=None):
    """Import a file's bytes as an article of `by`: published at once where they may, else sent.

    A dry run does all of it and takes it back: it says what the import would. Raises Unreadable,
    Clashes, or Refused where another file has the same address.
    """
    permissions.require(by, permissions.PROPOSE)
    read = read_article(data, marks=marks, captions=captions, limit=limit)
    sha256, slug = hashlib.sha256(data).hexdigest(), slug_of(read.name)
    known = _known(slug, sha256)
    if known:
        return _held(read, slug, known)
    article, edits, left_out = _edits(read)
    given = {
        "by": by,
        "type": Act.Type.IMPORT,
        "title": f"Import “{read.name}”",
        "summary": f"Imported from a text file ({len(edits)} objects).",
    }

    def remember(act):
        _take_turns(slug)
        if known := _known(slug, sha256):
            raise _HeldNow(known)
        ArticleImport.objects.create(
            article_id=article.pk, act=act, slug=slug, sha256=sha256, by=by, at=timezone.now()
        )

    try:
        if dry_run:
            _try(edits, given)
            return Imported(read, slug, None, left_out=left_out)
        if permissions.may(by, permissions.PUBLISH_DIRECTLY):
            act = decisions.publish(edits, **given, remember=remember).verdicts.get().act
        else:
            act = _proposed(edits, given, remember)
    except _HeldNow as now:
        return _held(read, slug, now.known)
    is_published = act.state == Act.State.APPROVED
    return Imported(read, slug, act, is_published, left_out=left_out)


class _HeldNow(Exception):
    """Somebody else imported this very file meanwhile."""

    def __init__(self, known):
        self.known = known


def _held(read, slug, known):
    return Imported(read, slug, known and known.act, bool(known and known.is_live), bool(known))


@transaction.atomic
def _try(edits, given):
    """Propose it, see what approving it would come to, and take it back."""
    _recorded(edits, given)
    transaction.set_rollback(True)


@transaction.atomic
def _proposed(edits, given, remember):
    act = _recorded(edits, given)
    remember(act)
    proposals.hold_open(act, by=given["by"])
    return act


def _recorded(edits, given):
    """A pending act of the edits; Clashes where nobody could approve it."""
    act = proposals.record(edits, **given)
    plan = decisions.plan([act])
    if plan.clashes:
        raise Clashes(plan.clashes)
    return act


def _take_turns(slug):
    """Wait until nobody else imports an article of this address; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [IMPORTS, slug])


def _known(slug, sha256):
    """The import that holds this very file, if there is one; another file is refused."""
    held = (
        ArticleImport.objects.filter(slug=slug)
        .exclude(act__state__in=[Act.State.REJECTED, Act.State.WITHDRAWN, Act.State.SUPERSEDED])
        .select_related("act", "article")
        .first()
    )
    if held and held.sha256 == sha256:
        held.is_live = held.article.head_id is not None
        return held
    if held or Slug.objects.filter(kind="events.article", slug=slug).exists():
        raise Refused(
            f"There is an article at /articles/{slug}/ already, from another file: edit it, or give "
            "this one another title. Nothing was imported."
        )
    return None


def _edits(read):
    """(the article, the edits that make it, what is left out: (words, why))."""
    today, left_out = timezone.now().date(), []
    article = Article.new(title=read.name, lead=read.title.lead, tail=read.tail)
    edits = [drafts.create(article)]
    for place, pieces in zip(spread(len(read.events)), read.events, strict=True):
        event = Event.new(article_id=article.pk, position=place)
        edits.append(drafts.create(event))
        for position, piece in zip(spread(len(pieces)), pieces, strict=True):
            statement = Statement.new(
                event_id=event.pk,
                position=position,
                text=piece.text,
                lead=piece.lead,
                trail=piece.trail,
            )
            edits.append(drafts.create(statement))
            edits += [
                drafts.create(
                    CitationRequest.new(
                        about_id=statement.pk,
                        kind=mark.kind,
                        reason=mark.reason,
                        imported_on=today,
                    )
                )
                for mark in piece.marks
            ]
            for date in piece.dates:
                # Its white space may be a line separator.
                words = characters.fit(date.words)[0]
                dating = Dating.new(statement_id=statement.pk, words=words, edtf=date.edtf)
                if fault := _fault(dating):
                    left_out.append((date.words, fault))
                else:
                    edits.append(drafts.create(dating))
    for place, piece in zip(spread(len(read.captions)), read.captions, strict=True):
        edits.append(
            drafts.create(
                Illustration.new(
                    article_id=article.pk, position=place, caption=piece.text, lead=piece.lead
                )
            )
        )
    return article, edits, tuple(left_out)


def _fault(dating):
    """What would be refused of a reading, in a sentence, or ""."""
    try:
        dating.clean_fields(exclude=["subject", "statement"])
        dating.clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def forget_words(words, found):
    """Forget the name of an imported file that is made of the words of a redaction."""
    slug, gone = slug_of(words), []
    for kept in ArticleImport.objects.exclude(slug=ArticleImport.FORGOTTEN):
        whole = slug != UNTITLED and f"-{slug}-" in f"-{kept.slug}-"
        if whole or kept.slug in found.named.get(kept.article_id, ()):
            gone.append(kept.pk)
    ArticleImport.objects.filter(pk__in=gone).update(slug=ArticleImport.FORGOTTEN)
