"""Making an article of a file that was read, by way of review or directly."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from events.exchange import reimporting
from events.exchange.exporters.plaintext import export_article
from events.exchange.importers.plaintext import ReadArticle, read_article
from events.exchange.making import edits_of
from events.models import Article, ArticleImport
from review import garbage, permissions
from review.deciding import decisions
from review.exceptions import Clashes, NotAllowed, Refused
from review.models import Act, Slug
from review.proposing import proposals
from review.slugs import UNTITLED, slug_of

# The first key of the advisory locks of imports; the second is made of the address.
IMPORTS = 0x696D70  # "imp"


@dataclass(frozen=True)
class Imported:
    """What came of an import. `act` is None for a dry run, and for a file that is held already.

    `left_out` are the words of readings that can't be kept, each with why; the rest came in.
    `revised` names what an edited export proposes of an article that is there.
    """

    read: ReadArticle
    slug: str
    act: Act | None
    is_published: bool = False
    was_known: bool = False
    left_out: tuple[tuple[str, str], ...] = ()
    revised: tuple[str, ...] = ()

    @property
    def requests(self):
        """{kind: number} of requests on statements."""
        return Counter(mark.kind for s in self.read.statements for mark in s.marks)

    @property
    def dates(self):
        left = {words for words, _ in self.left_out}
        dates = [date for statement in self.read.statements for date in statement.dates]
        return [date for date in dates if date.words not in left]


@garbage.left_lying()
def import_article(data, *, by, dry_run=False, **options):
    """Import a file's bytes as an article of `by`, an operator: published at once where they may,
    else sent. What differs in an export of the article that stands becomes a proposal, of anyone
    who may propose.

    `options` are those of `read_article`. A dry run does all of it and takes it back: it says what
    the import would. Raises Unreadable, NotAllowed, Clashes, or Refused where another file has the
    same address.
    """
    permissions.require(by, permissions.PROPOSE)
    read = read_article(data, **options)
    sha256, slug = hashlib.sha256(data).hexdigest(), slug_of(read.name)
    if revised := _revised(data, sha256, read, slug, by, dry_run):
        return revised
    known = _known(slug, sha256)
    if known:
        return _held(read, slug, known)
    if not permissions.may(by, permissions.OPERATE):
        raise NotAllowed(
            "Only operators bring in new articles; an export of one that stands, edited, is a "
            "proposal. Nothing was imported."
        )
    article, edits, left_out = edits_of(read)
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
            article_id=article, act=act, slug=slug, sha256=sha256, by=by, at=timezone.now()
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


def _revised(data, sha256, read, slug, by, dry_run):
    """The `Imported` of an export of the article that stands at the address, or None."""
    held = Slug.objects.filter(kind="events.article", slug=slug, is_current=True).first()
    article = held and Article.objects.filter(pk=held.subject_id).first()
    if not article or ArticleImport.objects.filter(slug=slug, sha256=sha256).exists():
        return None
    found = reimporting.revisions(article, data)
    if found is None:
        return None
    act = None
    if found and not dry_run:
        act = reimporting.propose(found, by=by).acts.first()
    titles = tuple(revision.title for revision in found)
    apart = ()
    if not found and data != export_article(article):
        apart = (("What is no words of the article", "It differs here, and was not taken over."),)
    return Imported(read, slug, act, not found, not found, apart, titles)


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
    act, _ = proposals.record(edits, **given)
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


def forget_words(words, found):
    """Forget the name of an imported file that is made of the words of a redaction."""
    slug, gone = slug_of(words), []
    for kept in ArticleImport.objects.exclude(slug=ArticleImport.FORGOTTEN):
        whole = slug != UNTITLED and f"-{slug}-" in f"-{kept.slug}-"
        if whole or kept.slug in found.named.get(kept.article_id, ()):
            gone.append(kept.pk)
    ArticleImport.objects.filter(pk__in=gone).update(slug=ArticleImport.FORGOTTEN)
