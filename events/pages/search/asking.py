"""What a search asks for: its words, and every written form by which each of them is found; what stands in
quotation marks as a phrase, of those very words."""

import re
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

# Of whatever language and key, the first and the last.
QUOTED = re.compile('[„“”«»"]([^„“”«»"]+)[„“”«»"]')

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
    """`either` are lists of `Term`s: those of the query, then those of its other names; `phrases` those
    of its phrases, as they follow each other. `said` is what of it was left out, in a sentence."""

    text: str
    either: list
    said: str = ""
    phrases: list = field(default_factory=list)

    @property
    def terms(self):
        return self.either[0] if self.either else []

    @property
    def missing(self):
        """The words of the query that the index does not have."""
        return [term for term in required(self.terms) if not term.forms]

    @property
    def noise(self):
        """The terms that are not asked for, since they say nothing beside the others."""
        telling = [*required(self.terms), *(term for phrase in self.phrases for term in phrase)]
        return [term for term in self.terms if term not in telling]

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
        phrases = [[term.same for term in phrase] for phrase in self.phrases]
        if not all(map(all, phrases)):
            return ""
        close = [" <-> ".join(map(_any_of, phrase)) for phrase in phrases]
        return " | ".join(
            " & ".join([*map(_any_of, terms), *close]) for terms in every if terms and all(terms)
        )


def required(terms):
    """What an entry has to have of some terms: all that says something, or else the rarest."""
    telling = [term for term in terms if not term.is_noise]
    return telling or sorted(terms, key=lambda term: term.number)[:1]


def asked(text):
    """The `Asked` of a text, within the bounds of searches."""
    kept, said = bounds.bounded(text)
    text = " ".join(kept)
    phrases = [[token.word for token in tokens.tokens(one)] for one in QUOTED.findall(text)]
    phrases = [phrase[: bounds.WORDS] for phrase in phrases if phrase]
    # Who quotes a name means this one.
    names = () if phrases else other_names(text)
    either = [tokens.words(one)[: bounds.WORDS] for one in (text, *names)]
    either = [words for words in either if words]
    found = _terms({word for words in [*either, *phrases] for word in words})
    either, phrases = (
        [[found[word] for word in words] for words in lists] for lists in (either, phrases)
    )
    return Asked(text, either, said, phrases)


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


def _any_of(words):
    return f"({' | '.join(map(_lexeme, words))})"


def _lexeme(word):
    return f"'{word}'"
