"""Which words of statements may name topics: known names in any spelling and case, and names that nobody has
entered yet. Nothing here is published.

All that is asked of the database is asked once for a page of statements, whatever their number.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from events import naming, topics
from events.kinds import clip
from events.models import Mention, Statement, Topic, TopicSpelling
from review.exceptions import NothingProposed, Refused
from review.proposing import drafts

# A name has at most so many words; so many spellings are looked at, and so many ticks sent at once.
LONGEST, LOOKED_AT, MOST = 8, 3000, 300
UNKNOWN_SHOWN = 24
CHANGED = "The article was changed meanwhile: look at its names again."
# What may stand between two words of one name.
BETWEEN = frozenset({" ", "-", "–", "\u00a0", "-\u00a0", ", "})
ENDS = frozenset('.!?…:;“”"«»(')


@dataclass
class Suggestion:
    """Words of a statement that may name a topic. It is sure where they are one of its names as it is
    spelled, and no other topic's."""

    statement: str
    words: str
    start: int
    topic: Topic
    spelled: str
    is_exact: bool
    is_sure: bool = False

    @property
    def value(self):
        """By what a form knows it."""
        return f"{self.statement}:{self.topic.pk}:{self.words}"

    @property
    def why(self):
        return "" if self.is_exact else f"another form of “{self.spelled}”"


@dataclass
class Read:
    """A statement with what names topics in it, what may, and which of its names nobody has entered."""

    statement: Statement
    mentions: list = field(default_factory=list)
    suggestions: list = field(default_factory=list)
    unknown: list = field(default_factory=list)


def read(statements, rows):
    """[`Read`] of live statements; `rows` gives mentions with the editor's own laid over them."""
    statements = list(statements)
    keys = [statement.pk for statement in statements]
    held = defaultdict(list)
    for mention in rows(Mention).filter(statement_id__in=keys):
        held[str(mention.statement_id)].append(mention)
    texts = {str(s.pk): naming.words(s.text) for s in statements}
    forms = {word: naming.stems_of_form(word) for own in texts.values() for *_, word in own}
    plain = topics.folded({stem for own in forms.values() for stem in own})
    folds = {word: {plain[stem] for stem in own} - {""} for word, own in forms.items()}
    spellings = _spellings({f for word, own in folds.items() if word[:1].isupper() for f in own})
    wanted = {s.topic_id for own in spellings.values() for s in own}
    wanted |= {m.topic_id for own in held.values() for m in own}
    known = Topic.objects.in_bulk(wanted)
    made = []
    for statement in statements:
        key = str(statement.pk)
        one = Read(statement, [(m, known.get(m.topic_id)) for m in held[key]])
        taken = _covered(statement.text, texts[key], [m.words for m in held[key]])
        said = {m.topic_id for m in held[key]}
        found = _found(statement, texts[key], folds, spellings, known, taken)
        one.unknown = _unknown(statement.text, texts[key], taken)
        one.suggestions = [each for each in found if each.topic.pk not in said]
        made.append(one)
    return made


def unknown_in(found):
    """[(a name that nobody has entered, how many of these statements have it)], the most first."""
    counted = Counter(name for one in found for name in set(one.unknown))
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:UNKNOWN_SHOWN]


def propose(values, gone, *, by):
    """Keep as drafts that statements name topics, `values` as `Suggestion.value` has them, and that
    mentions with the keys `gone` do not; returns the acts, one a statement."""
    if not values and not gone:
        raise NothingProposed("Tick at least one name.")
    if len(values) + len(gone) > MOST:
        raise Refused(f"At most {MOST} go at once: send these in two.")
    edits = defaultdict(list)
    for mention in Mention.objects.filter(pk__in=gone):
        edits[str(mention.statement_id)].append(drafts.remove(Mention, mention.pk))
    told = [_parts(value) for value in values]
    for statement, topic, words in told:
        new = Mention.new(statement_id=statement, topic_id=topic, words=words)
        edits[statement].append(drafts.create(new))
    statements = {str(s.pk): s for s in Statement.objects.filter(pk__in=edits)}
    known = set(
        map(str, Topic.objects.filter(pk__in={t for _, t, _ in told}).values_list("pk", flat=True))
    )
    for key, topic, words in told:
        if key not in statements or words not in statements[key].text or topic not in known:
            raise Refused(CHANGED)
    return [
        drafts.propose(own, by=by, title=f"Say what “{clip(statements[key].text, 60)}” names")
        for key, own in edits.items()
    ]


def _parts(value):
    """(key of a statement, key of a topic, words) of a `Suggestion.value`."""
    try:
        statement, topic, words = value.split(":", 2)
        return str(UUID(statement)), str(UUID(topic)), words
    except ValueError as error:
        raise Refused(CHANGED) from error


def _spellings(folds):
    """{fold of a first word's stem: the spellings that begin so}."""
    found = defaultdict(list)
    rows = TopicSpelling.objects.filter(first__overlap=sorted(folds)) if folds else ()
    for spelling in rows[:LOOKED_AT] if folds else ():
        for stem in spelling.first:
            found[stem].append(spelling)
    return found


def _covered(text, words, said):
    """Numbers of the words of a text that stand in what names something already."""
    spans = [(at, at + len(one)) for one in said if (at := text.find(one)) >= 0]
    return {n for n, (a, b, _) in enumerate(words) if any(s < b and a < e for s, e in spans)}


def _found(statement, words, folds, spellings, known, taken):
    """The `Suggestion`s of a statement, in its order; the words of them are put to `taken`. A longer name
    goes before one within it."""
    matches = []
    for n, (_, _, word) in enumerate(words):
        if word[:1].isupper():
            looked = {s.pk: s for fold in folds[word] for s in spellings.get(fold, ())}
            for spelling in looked.values():
                size = len(spelling.stems)
                if spelling.topic_id in known and _fits(statement.text, words, n, spelling, folds):
                    matches.append((size, n, spelling))
    suggestions, places = {}, {}
    for size, n, spelling in sorted(matches, key=lambda match: (-match[0], match[1])):
        run = range(n, n + size)
        is_other = any(at in taken and places.get(at) != (n, size) for at in run)
        if is_other:
            continue
        start, end = words[n][0], words[n + size - 1][1]
        said = statement.text[start:end]
        made = Suggestion(
            str(statement.pk),
            said,
            start,
            known[spelling.topic_id],
            spelling.spelled,
            said.casefold() in spelling.spelled.casefold()
            or _is_spelled(words, run, spelling, folds),
        )
        before = suggestions.get(spelling.topic_id)
        if before is None or (made.is_exact and not before.is_exact):
            suggestions[spelling.topic_id] = made
        for at in run:
            taken.add(at)
            places[at] = (n, size)
    found = sorted(suggestions.values(), key=lambda one: (one.start, one.topic.name))
    spans = Counter((one.start, one.words) for one in found)
    for one in found:
        one.is_sure = one.is_exact and spans[one.start, one.words] == 1
    return found


def _fits(text, words, n, spelling, folds):
    """Whether a name stands at the nth word, each of its words in some case."""
    size = len(spelling.stems)
    if size > LONGEST or n + size > len(words):
        return False
    run = words[n : n + size]
    if any(text[a[1] : b[0]] not in BETWEEN for a, b in pairwise(run)):
        return False
    return all(
        folds[word] & set(stems.split("|"))
        for (*_, word), stems in zip(run, spelling.stems, strict=True)
    )


def _is_spelled(words, run, spelling, folds):
    """Whether words fold to the name itself, in whatever script, and not to another form of it."""
    folded = "".join(max(folds[words[at][2]], key=len, default="") for at in run)
    return bool(folded) and spelling.folded.endswith(folded)


def _unknown(text, words, taken):
    """Runs of words with capitals that name nothing known, but for one that only begins a sentence."""
    found, run = [], []
    for n, (start, _, word) in enumerate([*words, (len(text), len(text), "")]):
        is_next = run and text[words[run[-1]][1] : start] in BETWEEN - {", "}
        is_name = word[:1].isupper() and n not in taken and len(word) > 1
        if run and not (is_name and is_next):
            found.append(run)
            run = []
        if is_name:
            run = [*run, n]
    return [
        text[words[run[0]][0] : words[run[-1]][1]]
        for run in found
        if len(run) > 1 or not _begins(text, words[run[0]][0])
    ]


def _begins(text, at):
    """Whether a sentence, or what is quoted or bracketed, begins at a place."""
    before = text[:at].rstrip()
    return not before or before[-1] in ENDS
