"""A changeset's page reads as the article does; the queue shows each act in a line."""

import html
import json
import re

import pytest
from django.template.loader import render_to_string

from events.desk import asking, resolving, statements
from events.models import Citation, CitationRequest, Dating, Event, Statement
from events.removing import remove_statement
from review import kinds
from review.deciding import decisions
from review.desk.cards import cards
from review.models import Act, Change, Subject
from review.positions import between
from review.proposing import drafts, proposals
from review.weighing.diff import diff_html
from review.weighing.outcome import Outcome, Row
from sources.models import Contributor, Source
from tests import builders
from tests.test_cost import cost

pytestmark = pytest.mark.django_db
TEXTS = (
    "The uprising began in February 1804.",
    "Russia sent an envoy, Rodofinikin.",
    "He stayed in Belgrade until 1809, and wrote to the tsar.",
    "Nobody trusted him.",
)


@pytest.fixture
def world(client):
    return World(client)


class World:
    """An article of one paragraph, an editor who proposes, and a moderator who reads."""

    def __init__(self, client):
        self.client, self.op = client, builders.operator()
        self.by, self.judge = builders.editor(), builders.moderator()
        self.article = builders.article(self.op, TEXTS, "An <article>")
        self.first, self.second, self.third, self.last = Statement.objects.order_by("position")
        self.request = CitationRequest.objects.get()
        client.force_login(self.judge)

    def publish(self, *edits):
        decisions.publish(list(edits), by=self.op, summary="so it is")

    def read(self, *edits, act=None, **more):
        """(the `ShownAct`, the page's HTML) of an act that is sent; nothing of it may be missing."""
        act = act or drafts.propose(list(edits), by=self.by, **more)
        proposals.send([act], by=self.by, summary="because")
        act.refresh_from_db()
        page = self.client.get(f"/admin/review/changesets/{act.changeset_id}/")
        (shown,) = page.context["acts"]
        folded = [card for scene in shown.scenes for _, own in scene.folds for card in own]
        found = [card.change.pk for card in [*folded, *shown.alone]]
        assert sorted(found) == sorted(act.changes.values_list("pk", flat=True))
        return shown, page.content.decode()

    def line(self):
        """What the queue says of the act in one line."""
        page = self.client.get("/admin/review/queue/").content.decode()
        return re.search(r'<a class="queue-title[^>]*>(.*?)</a>', page, re.S)[1]


def heard(markup):
    """Markup as it is read: each deletion and insertion in brackets."""
    markup = re.sub(r'<span class="visually-hidden">.*?</span>', "", markup)
    markup = re.sub(r"</(h4|p|li)>", " ", markup)
    markup = re.sub(r"<del[^>]*>(.*?)</del>", r"{-\1-}", markup)
    markup = re.sub(r"<ins[^>]*>(.*?)</ins>", r"{+\1+}", markup)
    return " ".join(html.unescape(re.sub("<[^>]+>", "", markup)).split())


def text_of(page):
    return heard(re.search(r'<div class="scene-text.*?</div>', page, re.S)[0])


def notes_of(page, is_kept=False):
    name = "scene-notes is-kept" if is_kept else "scene-notes"
    found = re.search(rf'<div class="{name}">.*?</div>', page, re.S)
    return heard(found[0]) if found else ""


def told_of(page):
    return heard(re.search(r'<ul class="scene-told">.*?</ul>', page, re.S)[0])


def test_citing_act_shows_the_sentence_its_note_and_the_settled_mark(world):
    source, author = builders.book(isbn="9781850654773")
    edits = resolving.cite(
        world.request,
        new_source=source,
        contributors=[author],
        label="page",
        locator="30",
        quotation="It began <then>.",
    )
    shown, page = world.read(*edits)
    act = page[page.index('class="act"') :]
    assert act.index("The uprising began") < act.index("Publisher") < act.index("Verdict on")
    assert text_of(page).startswith(
        "The uprising began in February 1804.{+1+}{-[citation needed]-} Russia sent an envoy"
    )
    note = notes_of(page)
    assert "As readers will see it" in note
    assert "Misha Glenny, The Balkans (Granta, 2012), 30. It began <then>." in note
    assert "Settled as cited: citation needed, undated" in told_of(page)
    work = heard(re.search(r'<div class="scene-work">.*?</div>', page, re.S)[0])
    assert "A new work: book Glenny, Misha. The Balkans. Granta, 2012." in work
    assert "ISBN 978-1-85065-477-3" in work
    (scene,) = shown.scenes
    assert [[c.noun for c in own] for _, own in scene.folds] == [
        ["source", "contributor"],
        ["citation", "citation request"],
    ]
    # What is as usual is told too: the type of the work is a book's.
    assert {"type", "title", "publisher"} <= {f.name for f in scene.folds[0][1][0].fields}
    assert not shown.alone
    assert heard(world.line()) == (
        "The uprising began in February 1804. {+[The Balkans]+} {-[citation needed]-}"
    )


def test_known_work_is_told_with_its_standing(world):
    citation = builders.published_citation(world.op, world.second)
    against = Citation.new(
        statement_id=world.third.pk,
        source_id=citation.source_id,
        position="5",
        direction="contradicts",
    )
    edits = resolving.cite(world.request, source=citation.source_id, label="page", locator="8")
    _, page = world.read(*edits)
    work = re.search(r'<div class="scene-work">.*?</div>', page, re.S)[0]
    assert "A work that is known: book" in heard(work)
    assert "Cited 1 time, by 1 statement in 1 article; never contradicted." in heard(work)
    assert 'href="/sources/the-balkans/"' in work
    world.publish(drafts.create(against))
    other = CitationRequest.new(about_id=world.last.pk)
    world.publish(drafts.create(other))
    edits = resolving.cite(other, source=citation.source_id, label="page", locator="9")
    _, page = world.read(*edits)
    work = heard(re.search(r'<div class="scene-work">.*?</div>', page, re.S)[0])
    assert "Cited 2 times, by 2 statements in 1 article; 1 of them against what is stated" in work


def test_rewording_shows_the_words_that_differ_and_what_they_keep_resting_on(world):
    builders.published_citation(world.op, world.second)
    _, page = world.read(
        drafts.update(Statement, world.second.pk, text="Russia sent its envoy, Rodofinikin.")
    )
    assert "1804.[citation needed] Russia sent {-an-}{+its+} envoy, Rodofinikin.1 He" in text_of(
        page
    )
    assert notes_of(page, is_kept=True).startswith("It keeps resting on Misha Glenny, The Balkans")
    assert heard(world.line()) == "Russia sent {-an-}{+its+} envoy, Rodofinikin."


def test_changed_citation_shows_both_notes_and_the_words_of_its_quotation(world):
    citation = builders.published_citation(world.op, world.second)
    _, page = world.read(
        drafts.update(Citation, citation.pk, locator="70", quotation="Quite other.")
    )
    note = notes_of(page)
    assert "{-Misha Glenny, The Balkans (Granta, 2012), 7.-}" in note
    assert "The Balkans (Granta, 2012), 70. {+Quite other.+}" in note
    assert "Rodofinikin.1*" in text_of(page)


def test_removed_citation_is_struck_where_it_stands(world):
    citation = builders.published_citation(world.op, world.second)
    _, page = world.read(drafts.remove(Citation, citation.pk))
    assert "Rodofinikin.{-1-}" in text_of(page)
    assert "removed {-Misha Glenny" in notes_of(page)


def test_dating_lights_its_words_and_is_told_before_and_after(world):
    dating = Dating.new(statement_id=world.first.pk, words="February 1804", edtf="1804")
    world.publish(drafts.create(dating))
    _, page = world.read(
        drafts.update(Dating, dating.pk, edtf="1804-02", is_confirmed=True, is_chosen=True)
    )
    assert '<mark class="dated">February 1804</mark>' in page
    assert told_of(page) == (
        "Date changed: “February 1804”, {-1804 (EDTF 1804), not confirmed yet-} → "
        "February 1804 (EDTF 1804-02), confirmed by a person, places the event on the timeline"
    )
    assert heard(world.line()).endswith("{-[1804]-}{+[February 1804]+}")


def test_asking_shows_the_mark_where_it_will_stand(world):
    act = asking.ask(world.last, by=world.by, kind="dubious", reason="who says <so>?")
    _, page = world.read(act=act)
    assert "Nobody trusted him.{+[dubious]+}" in text_of(page)
    assert "Asked for: dubious, tagged" in told_of(page)
    assert "“who says <so>?”" in told_of(page)
    assert heard(world.line()) == "Nobody trusted him. {+[dubious]+}"


def test_declining_says_for_what_reason(world):
    edits = resolving.decline(world.request, reason="common-knowledge", note="each atlas has it")
    _, page = world.read(*edits)
    assert "1804.{-[citation needed]-}" in text_of(page)
    told = told_of(page)
    assert "Declined (common knowledge): citation needed" in told
    assert "note: “each atlas has it”" in told
    assert "{-[citation needed]-} declined" in heard(world.line())


def test_removal_strikes_the_sentence_in_its_neighbours(world):
    builders.published_citation(world.op, world.second)
    shown, page = world.read(*remove_statement(world.second))
    assert "[citation needed] {-Russia sent an envoy, Rodofinikin.-}{-1-} He stayed" in text_of(
        page
    )
    assert not shown.alone
    assert heard(world.line()).startswith("{-Russia sent an envoy, Rodofinikin.-}")


def columns_of(page):
    found = re.search(r'<div class="scene-columns">(.*?)</div>', page, re.S)[1]
    return [heard(part) for part in re.findall(r"<section>.*?</section>", found, re.S)]


def test_split_stands_before_and_after_side_by_side(world):
    builders.published_citation(world.op, world.third)
    citation = Citation.objects.get()
    at = world.third.text.index(" and wrote")
    act = statements.split(world.third, at=at, by=world.by, moved=[citation.pk])
    shown, page = world.read(act=act)
    assert columns_of(page) == [
        "Before He stayed in Belgrade until 1809, and wrote to the tsar.1",
        "After He stayed in Belgrade until 1809, and wrote to the tsar.1",
    ]
    after = re.findall(r"<section>.*?</section>", page, re.S)[1]
    assert [heard(p) for p in re.findall(r"<p.*?</p>", after)] == [
        "He stayed in Belgrade until 1809,",
        "and wrote to the tsar.1",
    ]
    assert "now on other words" in notes_of(page)
    assert not shown.alone
    assert heard(world.line()) == "He stayed in Belgrade until 1809, {+¦+} and wrote to the tsar."


def test_merge_stands_before_and_after_side_by_side(world):
    act = statements.merge(world.last, by=world.by)
    _, page = world.read(act=act)
    joint = f"{TEXTS[2]} {TEXTS[3]}"
    assert columns_of(page) == [f"Before {joint}", f"After {joint}"]
    before, after = re.findall(r"<section>.*?</section>", page, re.S)
    assert (before.count("<p "), after.count("<p ")) == (2, 1)
    assert heard(world.line()) == f"{TEXTS[2]} {{-¦-}} {TEXTS[3]}"


def split_by_hand(world, rest):
    """Edits that cut the third statement before its “and”, the second part as `rest`."""
    new = Statement.new(event_id=world.third.event_id, position="5002x", text=rest)
    kept = world.third.text[: world.third.text.index(" and wrote")]
    return [drafts.create(new), drafts.update(Statement, world.third.pk, text=kept)]


def test_split_that_drops_a_word_shows_it_as_a_difference(world):
    _, page = world.read(*split_by_hand(world, "wrote to the tsar."), type="split")
    assert "scene-columns" not in page
    assert "until 1809,{-and wrote to the tsar.-} {+wrote to the tsar.+}" in text_of(page).replace(
        "{- and", "{-and"
    )
    assert "¦" not in world.line()


def test_split_beside_another_change_of_the_paragraph_hides_none(world):
    edits = split_by_hand(world, "and wrote to the tsar.")
    edits.append(drafts.update(Statement, world.last.pk, text="Everybody trusted him."))
    _, page = world.read(*edits, type="split")
    assert "{-Nobody-}{+Everybody+} trusted him." in text_of(page)


def test_date_whose_words_the_sentence_has_not_says_so(world):
    dating = Dating.new(statement_id=world.first.pk, words="in March", edtf="1804-03")
    _, page = world.read(drafts.create(dating))
    assert "these words are not in the sentence" in told_of(page)


def test_citation_that_is_turned_against_its_statement_says_so(world):
    citation = builders.published_citation(world.op, world.second)
    _, page = world.read(drafts.update(Citation, citation.pk, direction="contradicts"))
    assert "now contradicts Contradicts: Misha Glenny" in notes_of(page)


def test_move_says_from_where_to_where(world):
    position = between(world.third.position, world.last.position)
    _, page = world.read(drafts.update(Statement, world.first.pk, position=position))
    assert text_of(page).startswith(
        "[moved from here: “The uprising began in February 1804.”] Russia"
    )
    assert "tsar. The uprising began" in text_of(page)
    assert told_of(page) == (
        "Moved: “The uprising began in February 1804.”, {-first in its paragraph-} → "
        "right after “He stayed in Belgrade until 1809, and wrote…”"
    )
    assert heard(world.line()) == "The uprising began in February 1804. moves"


def test_move_to_another_paragraph_is_seen_in_both(world):
    event = Event.new(article_id=world.article.pk, position="7")
    only = Statement.new(event_id=event.pk, position="5", text="Peace came late.")
    world.publish(drafts.create(event), drafts.create(only))
    shown, page = world.read(
        drafts.update(Statement, world.second.pk, event_id=event.pk, position="6")
    )
    texts = [heard(t) for t in re.findall(r'<div class="scene-text.*?</div>', page, re.S)]
    assert "{-Russia sent an envoy, Rodofinikin.-}" in texts[0]
    assert texts[1] == "Peace came late. {+Russia sent an envoy, Rodofinikin.+}"
    assert "right after “The uprising began in February 1804.”" in told_of(page)
    assert len(shown.scenes) == 2


def test_event_that_moves_says_between_which(world):
    event = Event.new(article_id=world.article.pk, position="7", heading="Peace")
    world.publish(drafts.create(event))
    shown, _ = world.read(drafts.update(Event, event.pk, position="3"))
    (card,) = shown.alone
    place = card.fields[0]
    assert (place.name, place.before, place.after) == (
        "place",
        "after The uprising began in February 1804.",
        "first",
    )
    assert card.context.words == "Peace"
    assert heard(world.line()) == "Peace moves"


def test_contributor_that_moves_says_after_whom(world):
    source, first = builders.book()
    second = Contributor.new(source_id=source.pk, position="7", family="Ćirković")
    world.publish(*(drafts.create(one) for one in (source, first, second)))
    shown, _ = world.read(drafts.update(Contributor, second.pk, position="3"))
    place = shown.alone[0].fields[0]
    assert (place.before, place.after) == ("after Glenny, Misha", "first")


def test_new_paragraph_is_read_as_one(world):
    event = Event.new(article_id=world.article.pk, position="7", heading="Peace <at last>")
    only = Statement.new(event_id=event.pk, position="5", text="Peace came late.")
    shown, page = world.read(drafts.create(event), drafts.create(only))
    assert "New paragraph" in page
    assert text_of(page) == "Peace came late."
    assert "Peace &lt;at last&gt;" in page
    assert not shown.alone


def test_far_neighbours_are_folded_and_none_is_left_out(world):
    more = [
        Statement.new(event_id=world.first.event_id, position=f"7{n:03}1", text=f"Then came {n}.")
        for n in range(9)
    ]
    world.publish(*(drafts.create(one) for one in more))
    _, page = world.read(drafts.update(Statement, world.first.pk, text="It began in 1804."))
    folded = re.search(r'<details class="elided">.*?</details>', page, re.S)[0]
    assert "10 more sentences" in folded
    assert "Russia sent" not in folded
    assert all(f"Then came {n}." in folded for n in range(9))


def test_line_of_the_queue_stays_a_line(world):
    world.read(drafts.update(Statement, world.first.pk, text="Quite other words. " * 500))
    assert len(heard(world.line())) < 600


def test_request_that_is_opened_again_is_no_settled_one(world):
    world.publish(*resolving.decline(world.request, reason="other"))
    _, page = world.read(
        drafts.update(CitationRequest, world.request.pk, resolution="", declined_for="")
    )
    assert "1804.{+[citation needed]+}" in text_of(page)
    assert "Opened again: citation needed" in told_of(page)
    assert heard(world.line()).endswith("{+[citation needed]+}")


def test_what_people_wrote_is_no_markup(world):
    evil = '<img src=x onerror="alert(1)">'
    source, author = builders.book(title=f"Title {evil}", publisher=evil)
    edits = resolving.cite(
        world.request,
        new_source=source,
        contributors=[author],
        label="page",
        locator=evil,
        quotation=evil,
    )
    edits += [
        drafts.update(Statement, world.first.pk, text=f"{evil} in February"),
        drafts.create(Dating.new(statement_id=world.second.pk, words=evil, edtf="1804")),
        drafts.create(CitationRequest.new(about_id=world.second.pk, kind="when", reason=evil)),
    ]
    _, page = world.read(*edits)
    queue = world.client.get("/admin/review/queue/").content.decode()
    assert "<img src=x" not in page + queue
    assert "&lt;img src=x" in page


def test_collision_is_told_beside_what_is_folded(world):
    act = drafts.propose(
        [
            drafts.update(Statement, world.first.pk, text="The uprising began in spring."),
            *resolving.decline(world.request, reason="other", note="so it is"),
        ],
        by=world.by,
    )
    proposals.send([act], by=world.by, summary="because")
    world.publish(drafts.update(Statement, world.first.pk, text="It all began in winter."))
    page = world.client.get(f"/admin/review/changesets/{Act.objects.get(pk=act.pk).changeset_id}/")
    (shown,) = page.context["acts"]
    assert [card.noun for card in shown.alone] == ["statement"]
    assert "two people changed the same" in page.content.decode()
    assert "{-[citation needed]-}" in text_of(page.content.decode())


def other_value(field, number):
    """A value of a field that no default has, and how it is dumped."""
    if field.choices:
        return list(dict(field.flatchoices))[-1]
    match field.get_internal_type():
        case "BooleanField":
            return not field.get_default()
        case "PositiveSmallIntegerField" | "IntegerField":
            return 5
        case "DateField":
            return "2020-02-02"
    return f"zq{number}x"[: field.max_length]


def said_of(kind, name, value):
    """How a card has to say a value."""
    if name in kind.silent:
        return html.escape(json.dumps(value, ensure_ascii=False))
    if isinstance(value, bool):
        return "yes" if value else "no"
    choices = dict(kind.fields[name].flatchoices) if kind.fields[name].choices else {}
    return html.escape(str(choices.get(value, value)))


def values_of(kind):
    """{attname: another value} of all fields that a change may carry, keys apart."""
    return {
        name: other_value(kind.fields[name], number)
        for number, name in enumerate(kind.proposed)
        if not kind.fields[name].is_relation and name != "work_id"
    }


@pytest.mark.parametrize("label", [k.label for k in kinds.every() if not k.label.startswith("toy")])
@pytest.mark.parametrize("op", ["create", "update", "delete"])
def test_every_value_of_every_kind_is_on_its_card(label, op):
    """Built as the page builds them: what no form lets through is shown too."""
    kind = kinds.get(label)
    values, blank = values_of(kind), dict(kind.blanks)
    full = blank | values
    before = None if op == "create" else (blank if op == "update" else full)
    after = None if op == "delete" else full
    subject = Subject.objects.create(pk=kind.model.new().pk, kind=label, anchor="abcdefgh")
    change = Change(
        subject=subject,
        op=op,
        before={}
        if op == "create"
        else (full if op == "delete" else {n: blank[n] for n in values}),
        after={} if op == "delete" else (full if op == "create" else values),
    )
    row = Row(kind, str(subject.pk), before, after, 1, change)
    (card,) = cards([change], Outcome([row]), {row.id})
    page = render_to_string("review/_change.html", {"shown": card})
    missing = [n for n, value in values.items() if said_of(kind, n, value) not in page]
    assert missing == []


def test_value_that_is_emptied_is_on_its_card(world):
    citation = builders.published_citation(world.op, world.second)
    shown, page = world.read(drafts.update(Citation, citation.pk, locator="", label=""))
    (fold,) = (own for _, own in shown.scenes[0].folds)
    assert {field.name for field in fold[0].fields} == {"locator", "label"}
    assert str(diff_html("7", "")) in page


def test_page_costs_the_same_for_one_sentence_and_for_many(world):
    costs = []
    for number in (1, 30):
        texts = [f"Statement {n} of {number} in February 1804." for n in range(number + 3)]
        article = builders.article(world.op, texts, f"Of {number}")
        own = list(Statement.objects.filter(event__article=article).order_by("position"))
        acts = []
        for n, statement in enumerate(own[:number]):
            source, author = builders.book(title=f"Work {n} of {number}")
            edits = [
                drafts.create(one)
                for one in (
                    source,
                    author,
                    Citation.new(statement_id=statement.pk, source_id=source.pk, position="5"),
                    Dating.new(statement_id=statement.pk, words="February 1804", edtf="1804-02"),
                    CitationRequest.new(about_id=statement.pk, kind="dubious"),
                )
            ]
            edits.append(drafts.update(Statement, statement.pk, text=f"Other words {n}."))
            acts.append(drafts.propose(edits, by=world.by))
        position = f"9{number}"
        acts.append(
            drafts.propose([drafts.update(Statement, own[-1].pk, position=position)], by=world.by)
        )
        changeset = proposals.send(acts, by=world.by, summary="all")
        costs.append(
            (
                cost(world.client, f"/admin/review/changesets/{changeset.pk}/"),
                cost(world.client, "/admin/review/queue/"),
            )
        )
    assert costs[0] == costs[1] == (42, 17)


def test_work_that_another_act_proposes_is_told_with_the_sentence(world):
    source, author = builders.book()
    made = drafts.propose([drafts.create(source), drafts.create(author)], by=world.by)
    citation = Citation.new(statement_id=world.first.pk, source_id=source.pk, position="5")
    cited = drafts.propose([drafts.create(citation)], by=world.by)
    changeset = proposals.send([made, cited], by=world.by, summary="two")
    page = world.client.get(f"/admin/review/changesets/{changeset.pk}/")
    first, second = page.context["acts"]
    assert not first.scenes
    assert "A new work: book" in heard(second.scenes[0].html)
    assert [c.noun for _, own in second.scenes[0].folds for c in own] == ["citation"]
    assert Source.objects.count() == 0
