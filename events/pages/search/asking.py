"""What a search asks for: its words, and every written form by which each of them is found."""

from dataclasses import dataclass, field

from django.db import connection

from events import tokens
from events.pages.search.names import other_names
from review import bounds

# Written forms that one word is looked for by, the most used first.
FORMS = 60
# Serbian words that say nothing, as PostgreSQL knows the English and Russian ones.
NOISE = (
    "a ali bi bila bile bili bilo bio biti će da do dok ga i ih ili im iz ja je jer joj još k ka kad "
    "kada kao ko koja koje kojem koji kojima kojoj koju li me mu na ne nego ni nije niti njegov njegova "
    "njih o od on ona onda one oni ono ova ovaj ove ovo pa po pod pre prema pri s sa samo se su šta što "
    "ta taj tako te to toga tu u uz već za"
)

# What is asked here and after it, in the same transaction, is over before it could be compiled.
READ = """
SELECT set_config('jit', 'off', true);
WITH asked AS (
    SELECT own.*, (
        ts_lexize('pg_catalog.english_stem', own.word) = '{}'
        OR ts_lexize('pg_catalog.russian_stem', own.word) = '{}'
        OR own.folded = ANY(events_each_folded(%(noise)s))
    ) AS is_noise
    FROM events_forms(%(words)s) AS own
)
SELECT asked.word, asked.folded, asked.is_noise, held.word, held.number, held.folded = asked.folded
FROM asked LEFT JOIN LATERAL (
    SELECT own.* FROM events_indexword own WHERE own.forms && asked.forms
    ORDER BY own.folded <> asked.folded, own.number DESC, own.word LIMIT %(forms)s
) AS held ON true
"""


@dataclass
class Term:
    """A word of a query, and the words of the index that it finds: those that differ in nothing but
    script and accents are `same`, the others share a stem. `number` is at most how many entries."""

    word: str
    folded: str
    is_noise: bool
    same: list = field(default_factory=list)
    stemmed: list = field(default_factory=list)
    number: int = 0

    @property
    def forms(self):
        return self.same + self.stemmed


@dataclass
class Asked:
    """`either` are lists of `Term`s: those of the query, then those of its other names. `said` is
    what of it was left out, in a sentence."""

    text: str
    either: list
    said: str = ""

    @property
    def terms(self):
        return self.either[0] if self.either else []

    @property
    def missing(self):
        """The words of the query that the index does not have."""
        return [term for term in required(self.terms) if not term.forms]

    @property
    def query(self):
        """A tsquery of all that it may find, or "" if that is nothing."""
        return self._query(lambda term: term.forms)

    @property
    def same(self):
        """A tsquery of what has the very words, or "" if nothing has."""
        return self._query(lambda term: term.same)

    @property
    def lit(self):
        return sorted({form for terms in self.either for term in terms for form in term.forms})

    def _query(self, forms):
        every = [[forms(term) for term in required(terms)] for terms in self.either]
        return " | ".join(
            " & ".join(f"({' | '.join(_lexeme(form) for form in own)})" for own in terms)
            for terms in every
            if terms and all(terms)
        )


def required(terms):
    """What an entry has to have of some terms: all that says something, or else the rarest."""
    telling = [term for term in terms if not term.is_noise]
    return telling or sorted(terms, key=lambda term: term.number)[:1]


def asked(text):
    """The `Asked` of a text, within the bounds of searches."""
    kept, said = bounds.bounded(text)
    text = " ".join(kept)
    either = [tokens.words(one)[: bounds.WORDS] for one in (text, *other_names(text))]
    either = [words for words in either if words]
    found = _terms({word for words in either for word in words})
    return Asked(text, [[found[word] for word in words] for words in either], said)


def _terms(words):
    if not words:
        return {}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(READ, {"words": sorted(words), "noise": NOISE.split(), "forms": FORMS})
        cursor.nextset()
        for word, folded, is_noise, form, number, is_same in cursor.fetchall():
            term = found.setdefault(word, Term(word, folded, is_noise))
            if form:
                (term.same if is_same else term.stemmed).append(form)
                term.number += number
    return found


def _lexeme(word):
    return f"'{word}'"
