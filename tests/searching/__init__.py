"""How well the search finds what is written otherwise than it is typed: the pairs of pairs.txt."""

from collections import defaultdict
from pathlib import Path

from django.db import transaction

from events.models import Article, Event, Statement
from events.pages.search import finding, offering
from events.pages.search.asking import asked
from review.deciding import decisions
from review.proposing import drafts

PAIRS = Path(__file__).parent / "pairs.txt"
FRAME = "Of this one source says: {} and no more."


def pairs():
    """{how they differ: [(what is written, what is typed)]}"""
    found, kind = defaultdict(list), ""
    for line in PAIRS.read_text().splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif " = " in line and not line.startswith("#"):
            found[kind].append(tuple(line.split(" = ")))
    return found


def published(op):
    """{what is written: the key of the statement that says it}, in one article."""
    written = sorted({written for own in pairs().values() for written, _ in own})
    article = Article.new(title="Pairs")
    event = Event.new(article_id=article.pk, position="5")
    made = {
        words: Statement.new(event_id=event.pk, position=f"5{n:04}1", text=FRAME.format(words))
        for n, words in enumerate(written)
    }
    edits = [drafts.create(o) for o in (article, event, *made.values())]
    decisions.publish(edits, by=op, summary="pairs")
    return {words: str(statement.pk) for words, statement in made.items()}


def missed(keys):
    """{how they differ: [(what is written, what is typed)] of those that did not find each other}."""
    found = defaultdict(list)
    for kind, own in pairs().items():
        for written, typed in own:
            is_found = _is_offered if kind == "typos" else _is_found
            if not is_found(typed, keys[written]):
                found[kind].append((written, typed))
    return found


def _is_found(typed, key):
    found = finding.find(asked(typed), finding.STATEMENTS, finding.MOST)
    return key in {hit.key for hit in found.hits}


def _is_offered(typed, key):
    """Whether it is found all the same, or by a word that is offered for the one that is not there."""
    if _is_found(typed, key):
        return True
    with transaction.atomic():
        offered = offering.meant(asked(typed).missing)
    return any(_is_found(word, key) for likes in offered.values() for word in likes)
