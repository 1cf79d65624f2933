"""Topics and mentions as records: proposed, approved, undone, and in step with their statements."""

import pytest

from events import topics
from events.desk import resolving, statements, writing
from events.models import (
    CitationRequest,
    Dating,
    Mention,
    Statement,
    Topic,
    TopicName,
    TopicSpelling,
    TopicStanding,
    TopicUse,
)
from events.models.topic import degrees, written
from review.deciding import decisions, redacting, undoing
from review.exceptions import Refused
from review.models import Act, Decision, User
from review.proposing import drafts, proposals
from review.proving import log, served
from tests import builders

pytestmark = pytest.mark.django_db
TEXTS = ("The rising of Karađorđe began in 1804.", "Then he fled. Belgrade fell to the Porte.")


@pytest.fixture(scope="module")
def begun(for_all):
    """Three accounts, two statements, and a topic that the first of them names."""
    with for_all():
        op, _, _ = builders.operator(), builders.editor(), builders.moderator()
        builders.article(op, TEXTS)
        builders.topic(
            op,
            names=[("Карађорђе", "sr-Cyrl"), ("Karageorge", "en")],
            named=[(Statement.objects.order_by("position").first(), "Karađorđe")],
        )


class World:
    def __init__(self):
        names = ("operator", "editor", "moderator")
        self.op, self.by, self.judge = (User.objects.get(username=name) for name in names)
        self.first, self.second = Statement.objects.order_by("position")
        self.topic = Topic.objects.get()

    @property
    def uses(self):
        """[(topic, first word of the statement, day)] as the index has them."""
        found = TopicUse.objects.order_by("day", "statement")
        texts = dict(Statement.objects.values_list("pk", "text"))
        return [(str(u.topic.topic), texts[u.statement_id].split()[0], u.day) for u in found]

    def approve(self, act):
        proposals.send([act], by=self.by, summary="so it is")
        act.refresh_from_db()
        return builders.approve(act, self.judge)

    def undo(self, decision):
        (made,) = undoing.undo(decision, by=builders.moderator("second"), reason="it is right")
        builders.approve(made.acts.get(), self.judge)

    def propose(self, *edits, **more):
        return drafts.propose(list(edits), by=self.by, **more)


@pytest.fixture
def world(begun):
    return World()


def fits():
    return [*served.breaks(lambda *done: None), *log.breaks()]


def test_topic_is_proposed_and_live_once_approved(world):
    new = Topic.new(kind="place", name="Belgrade", coordinates="44.8178, 20.4569")
    name = TopicName.new(topic_id=new.pk, position="5", name="Београд", language="sr-Cyrl")
    act = world.propose(drafts.create(new), drafts.create(name))
    assert not Topic.objects.filter(name="Belgrade").exists()
    world.approve(act)
    made = Topic.objects.get(name="Belgrade")
    assert (made.latitude, made.longitude) == (4481780, 2045690)
    assert [n.name for n in made.names.all()] == ["Београд"]
    assert topics.spellings("београд", "BEOGRAD", "beograd.") == {
        "београд": ["Belgrade", "Београд"],
        "BEOGRAD": ["Belgrade", "Београд"],
        "beograd.": ["Belgrade", "Београд"],
    }
    assert fits() == []


@pytest.mark.parametrize("text", ["Karadjordje", "karadorde", "КАРАЂОРЂЕ", "Karageorge"])
def test_any_spelling_of_a_name_gives_the_others(world, text):
    assert topics.spellings(text)[text] == ["Karađorđe", "Карађорђе", "Karageorge"]


def test_what_names_nothing_has_no_spellings(world):
    assert topics.spellings("Kara", "", "…") == {}


def test_name_that_an_index_turns_round_is_found_as_it_is_said(world):
    builders.topic(world.op, "Obrenović, Miloš")
    assert topics.spellings("Милош Обреновић") == {
        "Милош Обреновић": ["Miloš Obrenović", "Obrenović, Miloš"]
    }


def test_topic_with_its_mentions_goes_and_an_undo_brings_both_back(world):
    named = Mention.objects.get()
    names = world.topic.names.all()
    edits = [drafts.remove(Mention, named.pk), *(drafts.remove(TopicName, n.pk) for n in names)]
    decision = world.approve(
        world.propose(*edits, drafts.remove(Topic, world.topic.pk), type=Act.Type.DELETE)
    )
    assert not TopicStanding.objects.exists() | TopicSpelling.objects.exists()
    assert topics.spellings("Karađorđe") == {}
    assert world.uses == []
    world.undo(decision)
    assert world.uses == [("Karađorđe", "The", TopicUse.LAST)]
    assert len(topics.spellings("Karađorđe")["Karađorđe"]) == 3
    assert fits() == []


def test_topic_that_is_named_does_not_go_alone(world):
    names = [drafts.remove(TopicName, n.pk) for n in world.topic.names.all()]
    act = world.propose(*names, drafts.remove(Topic, world.topic.pk))
    with pytest.raises(Refused):
        world.approve(act)


def test_mention_needs_words_of_its_statement(world):
    new = Mention.new(statement_id=world.second.pk, topic_id=world.topic.pk, words="Karađorđe")
    act = world.propose(drafts.create(new))
    with pytest.raises(Refused, match="does not stand in the words"):
        world.approve(act)


def test_same_words_name_the_same_once(world):
    first = Mention.objects.get()
    new = Mention.new(statement_id=first.statement_id, topic_id=first.topic_id, words=first.words)
    with pytest.raises(Refused):
        world.approve(world.propose(drafts.create(new)))


def test_uses_are_in_order_of_time_by_own_dates_then_by_those_of_the_event(world):
    new = Mention.new(statement_id=world.second.pk, topic_id=world.topic.pk, words="he")
    world.approve(world.propose(drafts.create(new)))
    assert [day for *_, day in world.uses] == [TopicUse.LAST] * 2
    own = Dating.new(statement_id=world.first.pk, words="1804", edtf="1804")
    world.approve(world.propose(drafts.create(own)))
    assert world.uses == [("Karađorđe", "The", 18040101), ("Karađorđe", "Then", 18040101)]
    other = Dating.new(statement_id=world.second.pk, words="Then", edtf="1803-05")
    world.approve(world.propose(drafts.create(other)))
    assert world.uses == [("Karađorđe", "Then", 18030501), ("Karađorđe", "The", 18040101)]
    assert TopicStanding.objects.get().uses == 2
    world.approve(world.propose(drafts.remove(Dating, other.pk)))
    assert [day for *_, day in world.uses] == [18040101] * 2
    assert fits() == []


# In step with the statement


def named_by():
    return {(m.statement.text, m.words) for m in Mention.objects.select_related("statement")}


def test_rewording_keeps_a_mention_whose_words_stay(world):
    world.approve(writing.reword(world.first.pk, by=world.by, words="Karađorđe rose in 1804."))
    assert named_by() == {("Karađorđe rose in 1804.", "Karađorđe")}


def test_rewording_takes_a_mention_along_to_another_form_of_the_name(world):
    words = "Under Karađorđa’s lead they rose; Karađorđa himself came late."
    world.approve(writing.reword(world.first.pk, by=world.by, words=words))
    assert named_by() == {(words, "Karađorđa’s")} or named_by() == {(words, "Karađorđa")}
    assert len(world.uses) == 1


def test_rewording_ends_a_mention_whose_words_go_and_typing_them_again_keeps_it(world):
    act = writing.reword(world.first.pk, by=world.by, words="The rising began in 1804.")
    assert act.changes.filter(subject__kind="events.mention", op="delete").exists()
    again = writing.reword(world.first.pk, by=world.by, words="The rising of Karađorđe began.")
    assert again == act
    assert not act.changes.filter(subject__kind="events.mention").exists()
    act = writing.reword(world.first.pk, by=world.by, words="The rising began in 1804.")
    world.approve(act)
    assert named_by() == set()
    assert world.uses == []
    assert fits() == []


def test_answering_a_request_by_other_words_does_the_same(world):
    request = CitationRequest.objects.get()
    edits = resolving.reword(request, text="A rising began in 1804.")
    world.approve(world.propose(*edits, type=Act.Type.RESOLVE))
    assert named_by() == set()


def test_words_that_went_past_the_desk_are_not_on_the_page_of_the_topic(world):
    act = world.propose(drafts.update(Statement, world.first.pk, text="The rising began."))
    world.approve(act)
    assert Mention.objects.exists()
    assert world.uses == []
    assert TopicStanding.objects.get().uses == 0
    assert fits() == []


@pytest.mark.parametrize("way", ["statements", "writing"])
def test_split_takes_a_mention_to_the_part_that_has_its_words(world, way):
    builders.topic(world.op, "Belgrade", named=[(world.second, "Belgrade")], kind="place")
    builders.topic(world.op, "Flight", named=[(world.second, "fled. Belgrade")], kind="other")
    at = world.second.text.index(" Belgrade")
    if way == "statements":
        act = statements.split(world.second, at=at, by=world.by)
    else:
        parts = [world.second.text[:at], world.second.text[at:]]
        act = writing.split(world.second.pk, by=world.by, parts=parts)
    world.approve(act)
    assert named_by() == {
        (TEXTS[0], "Karađorđe"),
        ("Belgrade fell to the Porte.", "Belgrade"),
    }
    assert fits() == []


@pytest.mark.parametrize("way", [statements, writing])
def test_merge_takes_mentions_along_and_says_once_what_both_say(world, way):
    porte = builders.topic(
        world.op, "Porte", named=[(world.second, "Porte"), (world.first, "in")], kind="polity"
    )
    same = Mention.new(statement_id=world.second.pk, topic_id=porte.pk, words="in")
    with pytest.raises(Refused):
        decisions.publish([drafts.create(same)], by=world.op, summary="not in its words")
    builders.change(world.second, world.by, text="In it he fled.")
    both = [
        Mention.new(statement_id=s.pk, topic_id=world.topic.pk, words="e")
        for s in (world.first, world.second)
    ]
    decisions.publish([drafts.create(m) for m in both], by=world.op, summary="letters")
    of = world.second if way is statements else world.second.pk
    world.by = builders.editor("another")
    world.approve(way.merge(of, by=world.by))
    whole = " ".join(TEXTS)
    assert named_by() == {(whole, w) for w in ("Karađorđe", "Porte", "in", "e")}
    assert Mention.objects.filter(words="e").count() == 1
    assert fits() == []


@pytest.mark.parametrize("way", ["resolve", "write"])
def test_removing_a_statement_removes_its_mentions(world, way):
    if way == "resolve":
        request = CitationRequest.objects.get()
        act = world.propose(*resolving.remove(request), type=Act.Type.DELETE)
    else:
        act = writing.remove_statement(world.first.pk, by=world.by)
    decision = world.approve(act)
    assert not Mention.objects.exists()
    assert world.uses == []
    world.undo(decision)
    assert len(world.uses) == 1
    assert fits() == []


def test_redacted_words_name_nothing_and_are_in_no_index(world):
    redacting.redact("Karađorđe", by=world.op, reason="A private name")
    assert topics.spellings("Karageorge") == {"Karageorge": ["Карађорђе", "Karageorge"]}
    assert world.uses == []
    assert "Karađorđe" not in str(list(TopicSpelling.objects.values_list("spelled", flat=True)))
    assert fits() == []


def test_index_is_made_anew_as_it_was_kept(world):
    kept = (
        world.uses,
        list(TopicSpelling.objects.order_by("spelled").values_list("spelled", "stems")),
    )
    TopicStanding.objects.update(uses=7, by_name="z")
    TopicSpelling.objects.all().delete()
    TopicUse.objects.update(day=1)
    assert len([line for line in fits() if line.startswith("Topic")]) == 2
    TopicStanding.objects.update(uses=1)
    topics.make_all()
    assert (
        world.uses,
        list(TopicSpelling.objects.order_by("spelled").values_list("spelled", "stems")),
    ) == kept
    assert fits() == []


def test_scene_and_line_tell_what_is_named(world, client):
    new = Mention.new(statement_id=world.second.pk, topic_id=world.topic.pk, words="he")
    act = world.propose(drafts.create(new))
    proposals.send([act], by=world.by, summary="it is him")
    client.force_login(world.judge)
    page = client.get("/admin/review/queue/").content.decode()
    assert "[names Karađorđe]" in page
    act.refresh_from_db()
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert "Named here" in page
    assert "Karađorđe" in page


def test_rewording_past_a_mention_is_told_to_who_decides(world, client):
    act = builders.change(world.first, world.by, text="The rising began.")
    client.force_login(world.judge)
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert "which named Karađorđe, is not in the words any more" in page


def test_history_of_a_statement_tells_what_it_names(world, client):
    page = client.get(f"/statements/{world.first.subject.anchor}/").content.decode()
    assert "Names Karađorđe, as “Karađorđe”" in page
    assert Decision.objects.count() == 2


# Coordinates


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("44.8178, 20.4569", "44.8178, 20.4569"),
        ("44.8178 20.4569", "44.8178, 20.4569"),
        ("-33.9;18.4", "-33.9, 18.4"),
        ("44°49′N 20°27′E", "44.81667, 20.45"),
        ("44°49'4\"N, 20°27'25\"E", "44.81778, 20.45694"),
        ("33°55′S 18°25′W", "-33.91667, -18.41667"),
        ("0, 0", "0, 0"),
        ("90, -180", "90, -180"),
    ],
)
def test_coordinates_are_read_as_people_write_them(text, kept):
    assert written(*degrees(text)) == kept


@pytest.mark.parametrize("text", ["", "44", "Belgrade", "91, 0", "0, 181", "44,8 20,4 3", "٤, 5"])
def test_what_is_no_place_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"no place on Earth|at most 90"):
        degrees(text)


def test_only_a_place_has_coordinates(world):
    new = Topic.new(kind="person", name="Miloš", coordinates="44, 20")
    with pytest.raises(Refused, match="Only a place has coordinates"):
        world.approve(world.propose(drafts.create(new)))
