"""Articles as readers get them: sentences of many lengths, each with a citation, of works that come back."""

import random

from events.models import Article, Citation, Dating, Event, Statement
from review.deciding import decisions
from review.models import Slug
from review.proposing import drafts
from sources.models import Contributor, Source

WORDS = [
    "the",
    "treaty",
    "of",
    "envoys",
    "at",
    "court",
    "in",
    "March",
    "under",
    "a",
    "new",
    "prince",
    "and",
    "his",
    "council",
    "without",
    "the",
    "consent",
    "of",
    "Vienna",
    "river",
    "fortress",
    "signed",
    "returned",
    "demanded",
    "peace",
    "war",
    "army",
    "supplies",
    "Ottoman",
    "Russian",
    "Serbian",
    "autonomy",
    "border",
    "question",
    "that",
    "had",
    "been",
    "raised",
    "before",
    "for",
    "two",
    "years",
    "by",
    "letter",
]
GIVEN = [
    "Michael",
    "Barbara",
    "Charles",
    "Misha",
    "Владимир",
    "Dušan",
    "Wayne",
    "Lawrence",
    "David",
    "Сима",
]
# Together some hundred surnames: of a few authors there is more than one work.
NAMES = [
    "Glen",
    "Vucin",
    "Jelav",
    "Petrov",
    "Ćor",
    "Стојанчев",
    "Kenz",
    "Mer",
    "Ljuš",
    "Пав",
    "Stoj",
    "Popov",
]
ENDINGS = ["ny", "ić", "ich", "son", "ović", "dorff", "iage", "ev", "er"]
# So many statements a paragraph, and a work for each second one, as printed works cite.
A_PARAGRAPH, A_WORK = 3, 2


def cited(op, size, title):
    """The path of a published article of so many statements, each cited and each paragraph dated."""
    chance = random.Random(size)
    article = Article.new(title=title)
    made, works = [article], []
    for number in range(-(-size // A_WORK)):
        work = _work(chance, number)
        works.append(work[0])
        made += work
    for number in range(size):
        if number % A_PARAGRAPH == 0:
            event = Event.new(article_id=article.pk, position=f"5{number:06}1")
            made.append(event)
        text = _said(chance, chance.randint(8, 26)).capitalize() + "."
        statement = Statement.new(
            event_id=event.pk, position=f"5{number:06}1", text=text, lead=" " * bool(number % 3)
        )
        made.append(statement)
        made.append(
            Citation.new(
                statement_id=statement.pk,
                source_id=works[chance.randrange(len(works))].pk
                if number % 2
                else works[number // 2].pk,
                position="5",
                label="page",
                locator=str(chance.randint(1, 400)),
            )
        )
        if number % A_PARAGRAPH == 0:
            year = str(1800 + 110 * number // size)
            made.append(Dating.new(statement_id=statement.pk, words=year, edtf=year))
    decisions.publish([drafts.create(o) for o in made], by=op, summary="filled")
    return f"/articles/{Slug.objects.get(subject=article.pk, is_current=True).slug}/"


def _work(chance, number):
    source = Source.new(
        type="book",
        title=f"{_said(chance, chance.randint(3, 7)).capitalize()}, {1700 + number}",
        publisher=f"{chance.choice(NAMES)} Press",
        publisher_place="Cambridge",
        issued=str(chance.randint(1880, 2020)),
        language="en",
    )
    author = Contributor.new(
        source_id=source.pk,
        position="5",
        family=chance.choice(NAMES) + chance.choice(ENDINGS),
        given=chance.choice(GIVEN),
    )
    return source, author


def _said(chance, number):
    return " ".join(chance.choice(WORDS) for _ in range(number))
