"""Whatever editors do, in any order: readers see what was published, and no word that was not."""

from contextlib import suppress

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.desk import resolving
from events.models import Article, CitationRequest, Event, Statement
from review.deciding import decisions, undoing
from review.exceptions import Refused
from review.models import Act, Decision, Slug, Subject
from review.proposing import drafts, proposals
from review.proving import log
from sources.models import Source
from tests import builders
from tests.lengths import by_profile

pytestmark = pytest.mark.django_db
PAGES = ("/", "/timeline/", "/sources/", "/changes/", "/at/2999-01-01/")
ADDRESSED = {"events.article": "articles", "sources.source": "sources"}
ANCHORED = {"events.event": "events", "events.statement": "statements"}
# Where readers read each live field.
SHOWN = ((Article, "title"), (Event, "heading"), (Statement, "text"), (Source, "title"))


class Newsroom:
    """People at work on one article. Each thing that they type holds a word of its own:
    `published` are those of the words in `typed` that a verdict let out."""

    def __init__(self, data, people):
        self.draw = data.draw
        self.editors, self.judges, self.operator = people
        self.typed, self.published = [], set()
        builders.article(self.operator)
        self.begun = Decision.objects.latest("pk").pk

    def word(self):
        word = f"Zq{len(self.typed):04}"
        self.typed.append(word)
        return word

    def one_of(self, rows):
        rows = list(rows.order_by("pk"))
        return self.draw(st.sampled_from(rows)) if rows else None

    def edits(self, word):
        """One thing that an editor does, with the word in it."""
        statement, event = self.one_of(Statement.objects), self.one_of(Event.objects)
        article, source = Article.objects.get(), self.one_of(Source.objects)
        request = self.one_of(CitationRequest.objects.filter(resolution=""))
        made = {
            "title": [drafts.update(Article, article.pk, title=f"About {word}")],
            "heading": [drafts.update(Event, event.pk, heading=f"In {word}")],
            "statement": [
                drafts.create(
                    Statement.new(event_id=event.pk, position=f"6{word}", text=f"And {word}.")
                )
            ],
        }
        if statement:
            words = statement.text.split()
            words[self.draw(st.integers(0, len(words) - 1))] = word
            made["text"] = [drafts.update(Statement, statement.pk, text=" ".join(words))]
        if source:
            made["source"] = [drafts.update(Source, source.pk, title=f"A book of {word}")]
        if request:
            book, author = builders.book(title=f"The {word}")
            made["answer"] = resolving.cite(
                request,
                new_source=book,
                contributors=[author],
                label="page",
                locator="7",
                quotation=f"It says {word}",
            )
        return made[self.draw(st.sampled_from(sorted(made)))]

    # Steps

    def draft(self, by=None):
        by = by or self.draw(st.sampled_from(self.editors))
        return drafts.propose(self.edits(self.word()), by=by)

    def send(self):
        by = self.draw(st.sampled_from(self.editors))
        act = self.draft(by)
        proposals.send([act], by=by, summary=f"Because of {self.word()}")

    def comment(self):
        if act := self.one_of(Act.objects.filter(state="pending")):
            proposals.comment(act, by=self.editors[0], text=f"Is it {self.word()}?")

    def withdraw(self):
        if act := self.one_of(Act.objects.filter(state__in=["draft", "pending"], type="edit")):
            proposals.withdraw(act, by=act.changeset.author)

    def decide(self):
        choice = self.draw(st.sampled_from(["approve", "approve", "return", "reject"]))
        act = self.one_of(Act.objects.filter(state="pending"))
        if act:
            decisions.decide(
                [decisions.Ruling(act.pk, choice, f"No {self.word()}")], by=self.judges[1]
            )
            if choice == "approve":
                self.let_out(act)

    def publish(self):
        word, why = self.word(), self.word()
        decisions.publish(self.edits(word), by=self.operator, summary=f"So {why}")
        self.published |= {word, why}

    def undo(self):
        if decision := self.one_of(Decision.objects.filter(pk__gt=self.begun)):
            undoing.undo(decision, by=self.judges[0], reason=f"Wrong: {self.word()}")

    def let_out(self, act):
        """A verdict lets out what an act changes, and why its author says that it does."""
        told = str([change.after for change in act.changes.all()]) + act.changeset.summary
        self.published |= {word for word in self.typed if word in told}

    STEPS = (
        *(send, send, send, send, decide, decide, decide, decide),
        *(draft, publish, publish, undo, withdraw, comment),
    )

    def step(self):
        with suppress(Refused):
            self.draw(st.sampled_from(self.STEPS))(self)
        self.readers_see_what_was_published()

    def readers_see_what_was_published(self):
        seen = read_all()
        shown = {word for word in self.typed if word.lower() in seen.lower()}
        assert shown <= self.published
        live = " ".join(
            text for model, name in SHOWN for text in model.objects.values_list(name, flat=True)
        )
        assert {word for word in self.typed if word in live} <= shown


def read_all():
    """What anybody can fetch, addresses and refusals included: also at what is not published."""
    reader, addresses = Client(), list(PAGES)
    for kind, slug in Slug.objects.values_list("kind", "slug"):
        addresses.append(f"/{ADDRESSED[kind]}/{slug}/")
    for kind, anchor in Subject.objects.filter(kind__in=ANCHORED).values_list("kind", "anchor"):
        addresses += [f"/{ANCHORED[kind]}/{anchor}/", f"/s/{anchor}/"]
    answers = [reader.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} <= {200, 301, 302, 404, 410}
    return "\n".join(
        answer.content.decode() + answer.headers.get("Location", "") for answer in answers
    )


@pytest.fixture
def people():
    return (
        [builders.editor("one"), builders.editor("two")],
        [builders.moderator("m1"), builders.moderator("m2")],
        builders.operator(),
    )


@settings(
    max_examples=by_profile(desk=4, long=60),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_unreviewed_word_reaches_a_reader_and_every_published_one_does(people, data):
    begun = transaction.savepoint()
    try:
        room = Newsroom(data, people)
        for _ in range(data.draw(st.integers(5, 25), label="steps")):
            room.step()
        assert list(log.breaks()) == []
    finally:
        transaction.savepoint_rollback(begun)
