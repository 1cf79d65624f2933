"""How the kinds of this app are reviewed."""

from django.db.models import Exists, OuterRef, Q, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from events import many
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Mention,
    Reads,
    Section,
    SectionRequest,
    Statement,
    StatementStanding,
    Topic,
    TopicName,
)
from events.models.topic import degrees
from events.models.verification import SPOKEN
from review import characters
from review.kinds import Context, Kind
from review.models import Change, Slug, Subject
from review.weighing.outcome import Clash
from review.weighing.reasons import Reason, changes_where
from sources import csl, edtf
from sources.formatting import notes, renderings
from sources.models import Source

# So many works are named that citations go to.
MOVES = 5


def clip(words, length=80):
    """The first words, at most `length` characters, cut at a space."""
    words = characters.balanced(" ".join(words.split()))
    if len(words) <= length:
        return words
    cut = words[: length - 1].rsplit(" ", 1)[0].rstrip(",;:–—-")
    return characters.balanced(cut) + "…"


def contexts_of(outcome, statement_keys):
    """{statement key: Context}: its article and its words, live or in the outcome."""
    keys = set(statement_keys)
    proposed = {row.id: row.instance for row in outcome.of("events.statement")}
    live = Statement.objects.filter(pk__in=keys).select_related("event__article")
    live = {str(statement.pk): statement for statement in live}
    slugs = dict(
        Slug.objects.filter(
            subject__in={s.event.article_id for s in live.values()}, is_current=True
        ).values_list("subject_id", "slug")
    )
    anchors = dict(Subject.objects.filter(pk__in=keys).values_list("pk", "anchor"))
    found = {}
    for key in keys:
        if key in live:
            statement = live[key]
            article = statement.event.article
            address = reverse("events:article", args=[slugs[article.pk]])
            words = clip(statement.text, 200)
            found[key] = Context(article.title, f"{address}#{anchors[statement.pk]}", words)
        elif key in proposed:
            found[key] = Context("Not published yet", "", clip(proposed[key].text, 200))
    return found


class EditedKind(Kind):
    """A kind that counts as `counts_as` for trust, and its removal as one."""

    counts_as = "prose"

    def work(self, change):
        return "removals" if change.op == "delete" else self.counts_as


class OnStatement(EditedKind):
    """A kind whose rows hang on a statement, named by the attname `on`."""

    on = "statement_id"

    def contexts(self, outcome, rows):
        of = {row.id: (row.after or row.before)[self.on] for row in rows}
        found = contexts_of(outcome, of.values())
        return {key: found[statement] for key, statement in of.items() if statement in found}


class OnArticle(EditedKind):
    """A kind whose rows are parts of an article."""

    parent = "article"

    def contexts(self, outcome, rows):
        of = {row.id: (row.after or row.before)["article_id"] for row in rows}
        slugs = Slug.objects.filter(subject__article__in=set(of.values()), is_current=True)
        columns = ("subject_id", "slug", "subject__article__title")
        live = {str(key): rest for key, *rest in slugs.values_list(*columns)}
        published = [row.id for row in rows if row.before is not None]
        parts = self.model.objects.filter(pk__in=published).select_related("subject")
        words = self.titles(list(parts))
        anchors = {str(part.pk): part.subject.anchor for part in parts}
        found = {}
        for key, article in of.items():
            if article in live:
                slug, title = live[article]
                address = f"{reverse('events:article', args=[slug])}#{anchors.get(key, '')}"
                found[key] = Context(title, address.rstrip("#"), words.get(key, ""))
            elif article:
                found[key] = Context("Not published yet", "", "")
        return found


class ArticleKind(EditedKind):
    model = Article
    noun = "article"
    slug_field = "title"
    silent = frozenset({"lead", "tail", "prints_title"})


class SectionKind(OnArticle):
    model = Section
    noun = "section"
    silent = frozenset({"position", "lead", "trail"})


class IllustrationKind(OnArticle):
    model = Illustration
    noun = "illustration"
    silent = frozenset({"position", "lead"})

    def title(self, instance):
        return clip(instance.caption)

    def previews(self, outcome, rows):
        """The picture where it changes: the one of now beside it."""
        kept = [row for row in rows if row.after is not None and row.after["image"]]
        return {row.id: _pictured(row) for row in kept if _image_before(row) != row.after["image"]}


def _image_before(row):
    return row.before["image"] if row.before else ""


def _pictured(row):
    """A picture as it is proposed, and the one that it takes the place of."""
    made = _thumbnail(row.after["image"], row.after["alternative"] or row.after["caption"])
    if before := _image_before(row):
        now = _thumbnail(before, row.before["alternative"] or row.before["caption"])
        return format_html('{} <span class="quiet">in place of</span> {}', made, now)
    return made


def _thumbnail(address, words):
    tag = '<img class="thumbnail" src="{}" alt="{}">'
    return format_html(tag, address, words)


class EventKind(OnArticle):
    model = Event
    noun = "event"
    silent = frozenset({"position"})

    def title(self, instance):
        return instance.heading or "without a heading"

    def consequences(self, outcome, rows):
        removed = sum(row.after is None for row in rows)
        if removed:
            yield f"{removed} event{'s' * (removed > 1)} removed from the article"

    def consequences_of_many(self, changes):
        if removed := changes.filter(op="delete").count():
            yield f"{removed:,} event{'s' * (removed > 1)} removed from the article"

    def titles(self, instances):
        """The first words of its first statement stand in for a heading."""
        made = super().titles(instances)
        bare = [instance.pk for instance in instances if not instance.heading]
        first = Statement.objects.filter(event__in=bare).order_by("event_id", "position")
        made.update((str(s.event_id), clip(s.text)) for s in first.distinct("event_id"))
        return made


def changes_verified():
    """A condition: the act changes a statement or a citation that somebody verified as it reads."""
    held = {"citation_standing__people__gt": 0}
    of_statement = {f"subject__statement__citations__subject__{k}": v for k, v in held.items()}
    of_citation = {f"subject__{k}": v for k, v in held.items()}
    return (
        changes_where(after__has_key="text", **of_statement)
        | changes_where(op="delete", **of_statement)
        | changes_where(op__in=("update", "delete"), **of_citation)
    )


def much_read():
    """A condition: the act changes an article that is read often, or what stands on its page."""
    articles = Reads.objects.much_read()
    statements = StatementStanding.objects.filter(article__in=articles).values("statement")
    named = Coalesce(
        *(Cast(KeyTextTransform(n, "after"), UUIDField()) for n in ("statement_id", "about_id"))
    )
    on_page = (
        Q(subject__in=articles)
        | Q(subject__in=statements)
        | Q(subject__citation__statement__in=statements)
        | Q(subject__dating__statement__in=statements)
        | Q(subject__citationrequest__about__in=statements)
        | Q(named__in=statements)
    )
    changes = Change.objects.filter(act=OuterRef("pk")).annotate(named=named)
    return Exists(changes.filter(on_page))


def _left_unused(outcome, rows):
    """Works that nothing would cite any more."""
    left = {r.before["source_id"] for r in rows if r.before} - {
        r.after["source_id"] for r in rows if r.after
    }
    if not left:
        return
    others = Citation.objects.filter(source__in=left).exclude(pk__in=[row.id for row in rows])
    still = {str(key) for key in others.values_list("source", flat=True)}
    going = {row.id for row in outcome.of("sources.source") if row.after is None}
    for source in Source.objects.filter(pk__in=left - still - going).order_by("title")[:5]:
        yield f"nothing will cite “{clip(source.title)}” any more: its page stays"


def _no_longer_named(outcome, rows):
    """Topics that a statement would name by words that are not in it any more."""
    texts = {r.id: r.after["text"] for r in rows if r.before and r.after and "text" in r.touched}
    handled = {row.id for row in outcome.of("events.mention")}
    mentions = Mention.objects.filter(statement__in=texts).exclude(pk__in=handled)
    for mention in mentions.select_related("topic").order_by("pk"):
        if mention.words not in texts[str(mention.statement_id)]:
            yield (
                f"“{clip(mention.words)}”, which named {clip(mention.topic.name)}, is not in the "
                "words any more: its page will not have the statement"
            )


def _going_stale(wanted):
    found = Citation.objects.filter(wanted, subject__citation_standing__people__gt=0).count()
    if found:
        words = "verification goes stale" if found == 1 else "verifications go stale"
        yield f"{found} {words}: someone is to compare it with the source again"


class StatementKind(OnStatement):
    model = Statement
    noun = "statement"
    parent = "event"
    reasons = (
        Reason(
            "cited-words",
            "changes the words of a cited statement",
            lambda: changes_where(
                op="update",
                subject__kind="events.statement",
                after__has_key="text",
                subject__statement__citations__isnull=False,
            ),
            is_kept=True,
        ),
        Reason("verified", "changes what was verified", changes_verified, is_kept=True),
        Reason("much-read", "on a page that is much read", much_read, is_kept=True),
        Reason(
            "statement-gone",
            "removes a statement",
            lambda: changes_where(op="delete", subject__kind="events.statement"),
            is_kept=True,
        ),
    )
    silent = frozenset({"position", "lead", "trail"})

    def title(self, instance):
        return f"“{clip(instance.text)}”"

    def show(self, name, value, names):
        said = super().show(name, value, names)
        return edtf.display(said) if name in ("as_of", "look_again_on") else said

    def contexts(self, outcome, rows):
        """Where the diff shows the words themselves, the context need not."""
        found = contexts_of(outcome, [row.id for row in rows])
        shown = {row.id for row in rows if "text" in row.touched}
        return {k: c._replace(words="") if k in shown else c for k, c in found.items()}

    def consequences(self, outcome, rows):
        reworded = [r.id for r in rows if r.before and r.after and "text" in r.touched]
        cited = (
            Statement.objects.filter(pk__in=reworded, citations__isnull=False).distinct().count()
        )
        if cited:
            yield (
                f"{cited} cited statement{'s' * (cited > 1)} reworded: does the source still say it?"
            )
        yield from _going_stale(Q(statement__in=reworded))
        yield from _no_longer_named(outcome, rows)
        removed = sum(r.after is None for r in rows)
        if removed:
            yield f"{removed} statement{'s' * (removed > 1)} removed from the page"

    def consequences_of_many(self, changes):
        reworded = changes.filter(op="update", after__has_key="text").values("subject")
        cited = (
            Statement.objects.filter(pk__in=reworded, citations__isnull=False).distinct().count()
        )
        if cited:
            yield (
                f"{cited:,} cited statement{'s' * (cited > 1)} reworded: does the source still say it?"
            )
        yield from _going_stale(Q(statement__in=reworded))
        if removed := changes.filter(op="delete").count():
            yield f"{removed:,} statement{'s' * (removed > 1)} removed from the page"

    def check_set(self, outcome, rows):
        """A statement that goes must not leave an open request behind."""
        gone = {row.id: row for row in rows if row.after is None}
        if not gone:
            return
        proposed = outcome.of("events.citationrequest")
        left = [
            (row.instance, _rivals(row, gone[row.after["about_id"]]))
            for row in proposed
            if row.after and not row.after["resolution"] and row.after["about_id"] in gone
        ]
        handled = {row.id for row in proposed}
        for request in CitationRequest.objects.filter(about__in=gone, resolution=""):
            if str(request.pk) not in handled:
                left.append((request, frozenset()))
        for request, rivals in left:
            yield Clash(
                "referenced",
                f"Statement: “{request}” is still open on it; settle or move that request too.",
                gone[str(request.about_id)].change,
                rivals=rivals,
            )


def _rivals(row, removal):
    """The act of a request's row, if the request stands open on the statement by that act alone."""
    stood = row.before and not row.before["resolution"] and row.before["about_id"] == removal.id
    return frozenset(() if stood else {row.act_id} - {removal.act_id})


class DatingKind(OnStatement):
    model = Dating
    noun = "dating"
    counts_as = "datings"
    parent = "statement"
    derived = frozenset({"lower", "upper"})

    def derive(self, instance):
        try:
            instance.lower, instance.upper = edtf.bounds(instance.edtf, instance.calendar)
        except edtf.NotEdtf:
            return  # Dating.clean says it, in the form and when the set is checked

    def title(self, instance):
        return f"“{instance.words}” read as {instance.edtf}"


def _on_pages(pages, changed):
    """Where as many changed citations stand, and some of them."""
    if not pages.number:
        return
    named = [f"“{clip(title, 40)}” ({number:,})" for title, number in pages.most]
    named += [f"{more:,} more"] if (more := pages.number - len(named)) else []
    whose = "they are" if changed <= many.COUNTED else f"the first {many.COUNTED:,} of them are"
    is_one = pages.number == 1
    yield f"{whose} on {pages.number:,} page{'' if is_one else 's'}: {', '.join(named)}"
    examples = [
        f"“{clip(c.statement.text, 60)}” ({CitationKind().title(c)})" for c in pages.examples
    ]
    yield f"among them: {'; '.join(examples)}"


def _as_read(note, citation):
    """A footnote in one line: the note, and the quotation."""
    contradicts = citation.direction == "contradicts"
    # Our own words, nobody's input.
    said = mark_safe("<b>Contradicts: </b>") if contradicts else ""
    quoted = format_html(" <q>{}</q>", citation.quotation) if citation.quotation else ""
    return format_html("{}{}{}", said, note, quoted)


class CitationKind(OnStatement):
    model = Citation
    noun = "citation"
    counts_as = "citations"
    parent = "statement"
    silent = frozenset({"position"})
    reasons = (
        Reason(
            "footnote-gone",
            "removes a footnote",
            lambda: changes_where(op="delete", subject__kind="events.citation"),
            is_kept=True,
        ),
        Reason(
            "contradicts",
            "cites a source against a statement",
            lambda: changes_where(subject__kind="events.citation", after__direction="contradicts"),
            is_kept=True,
        ),
    )

    def title(self, instance):
        return csl.place(instance.label, instance.locator) or "a whole work"

    def consequences(self, outcome, rows):
        added = sum(r.before is None for r in rows)
        gone = sum(r.after is None for r in rows)
        if added:
            yield f"{added} citation{'s' * (added > 1)} added: footnotes after it may renumber"
        yield from _left_unused(outcome, rows)
        changed = [r.id for r in rows if r.before and r.after and set(r.touched) & set(SPOKEN)]
        yield from _going_stale(Q(pk__in=changed))
        if gone:
            yield f"{gone} citation{'s' * (gone > 1)} removed: footnotes after it may renumber"

    def consequences_of_many(self, changes):
        added = changes.filter(op="create").count()
        if added:
            yield f"{added:,} citation{'s' * (added > 1)} added: footnotes after them may renumber"
        moves = many.moves(changes)
        for title, number in moves[:MOVES]:
            yield f"{number:,} citation{'s' * (number > 1)} move to “{clip(title)}”"
        if changed := changes.exclude(op="create").count():
            yield from _on_pages(many.pages_of(changes.exclude(op="create")), changed)
        if moves:
            pages = many.renumbering(changes)
            yield (
                f"on {pages:,} of these pages two notes become one, or one two: those after renumber"
                if pages
                else "no footnote gets another number by it: each page has as many works as before"
            )
        spoken = changes.filter(op="update", after__has_any_keys=list(SPOKEN))
        yield from _going_stale(Q(pk__in=spoken.values("subject")))
        if gone := changes.filter(op="delete").count():
            yield f"{gone:,} citation{'s' * (gone > 1)} removed: footnotes after them may renumber"

    def previews(self, outcome, rows):
        """The footnote as readers will see it, from what was rendered at sending."""
        kept = [row for row in rows if row.after is not None]
        items = renderings.items_of({row.after["source_id"] for row in kept}, outcome)
        cites = {
            row.id: notes.Cite(items[key], row.after["label"], row.after["locator"])
            for row in kept
            if (key := row.after["source_id"]) in items
        }
        held = renderings.notes_for(cites.values())
        return {
            row.id: _as_read(renderings.note_in(held, cites[row.id]), row.instance)
            for row in kept
            if row.id in cites
        }


class CitationRequestKind(OnStatement):
    model = CitationRequest
    noun = "citation request"
    on = "about_id"
    within = "about_id"
    counts_as = "requests"
    subject_keys = {"about": "events.statement"}
    settled_once = frozenset({"resolution", "declined_for", "resolution_note"})
    silent = frozenset({"imported_on"})

    def work(self, change):
        """What settles a request goes along; to open or to decline one is work of its own."""
        settled = change.after.get("resolution")
        return "" if settled and settled != "declined" else super().work(change)

    def check_set(self, outcome, rows):
        """A request that is opened again needs its statement; its removal beside tells of itself."""
        again = [
            row
            for row in rows
            if row.before and row.after and row.before["resolution"] and not row.after["resolution"]
        ]
        if not again:
            return
        found = Statement.objects.filter(pk__in={row.after["about_id"] for row in again})
        there = {str(key) for key in found.values_list("pk", flat=True)}
        there |= {row.id for row in outcome.of("events.statement") if row.after is not None}
        for row in again:
            if row.after["about_id"] not in there:
                yield Clash(
                    "referenced",
                    f"“{row.instance}” can't be opened again: the statement that it was on was "
                    "removed since. Undo the removal first.",
                    row.change,
                )

    def consequences(self, outcome, rows):
        settled = sum(
            bool(r.after and r.after["resolution"] and r.before and not r.before["resolution"])
            for r in rows
        )
        opened = sum(r.before is None and not r.after["resolution"] for r in rows)
        if settled:
            yield f"{settled} citation request{'s' * (settled > 1)} settled"
        if opened:
            yield f"{opened} citation request{'s' * (opened > 1)} opened"

    def consequences_of_many(self, changes):
        is_settled = Q(after__has_key="resolution") & ~Q(after__resolution="")
        if settled := changes.filter(is_settled, op="update").count():
            yield f"{settled:,} citation request{'s' * (settled > 1)} settled"
        if opened := changes.filter(op="create").exclude(is_settled).count():
            yield f"{opened:,} citation request{'s' * (opened > 1)} opened"


class SectionRequestKind(OnArticle):
    model = SectionRequest
    noun = "request on a section"
    counts_as = "requests"
    silent = frozenset({"imported_on"})


class TopicKind(EditedKind):
    model = Topic
    noun = "topic"
    counts_as = "topics"
    slug_field = "name"
    derived = frozenset({"latitude", "longitude"})

    def derive(self, instance):
        try:
            found = degrees(instance.coordinates) if instance.coordinates else (None, None)
        except ValueError:
            return  # The field says it, in the form and when the set is checked.
        instance.latitude, instance.longitude = found

    def show(self, name, value, names):
        said = super().show(name, value, names)
        return edtf.display(said) if name == "dates" and said else said


class TopicNameKind(EditedKind):
    model = TopicName
    noun = "name of a topic"
    counts_as = "topics"
    parent = "topic"
    silent = frozenset({"position"})

    def work(self, change):
        """Names come along with the topic that they are of."""
        return "" if change.op == "create" else super().work(change)


class MentionKind(OnStatement):
    model = Mention
    noun = "mention"
    counts_as = "topics"
    parent = "statement"

    def title(self, instance):
        return f"“{clip(instance.words)}”"

    def check_set(self, outcome, rows):
        """The words stand in the statement, unless they did not stand in it before, and name a topic
        once."""
        new = [row for row in rows if row.after is not None]
        keys = {
            values["statement_id"] for row in new for values in (row.before, row.after) if values
        }
        live = Statement.objects.filter(pk__in=keys).values_list("pk", "text")
        before = {str(key): text for key, text in live}
        own = outcome.of("events.statement")
        after = before | {row.id: row.after["text"] for row in own if row.after is not None}
        held = Mention.objects.filter(statement__in=keys).exclude(pk__in=[row.id for row in rows])
        said = {_said(self.dump(mention)) for mention in held}
        for row in new:
            is_adrift = row.before and not _names(before, row.before)
            words = clip(row.after["words"])
            if not _names(after, row.after) and not is_adrift:
                yield Clash(
                    "invalid",
                    f"Mention: “{words}” does not stand in the words of the statement: choose "
                    "other words of it.",
                    row.change,
                    "words",
                )
            elif _said(row.after) in said:
                yield Clash(
                    "unique",
                    f"Mention: “{words}” names the same in this statement already.",
                    row.change,
                )
            said.add(_said(row.after))


def _said(mention):
    return mention["statement_id"], mention["topic_id"], mention["words"]


def _names(texts, mention):
    """Whether a mention, as dumped, has its words in its statement, of {key: text}."""
    return mention["words"] in texts.get(mention["statement_id"], "")


KINDS = (
    ArticleKind,
    SectionKind,
    IllustrationKind,
    EventKind,
    StatementKind,
    DatingKind,
    CitationKind,
    CitationRequestKind,
    SectionRequestKind,
    TopicKind,
    TopicNameKind,
    MentionKind,
)
