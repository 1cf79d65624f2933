"""What an address asks a search for."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as N_

from events import periods
from events.models import IndexEntry

Kind = IndexEntry.Kind

# {name in the address: (what it is called, kinds)}. What is not a statement is found by its name.
KINDS = {
    "statements": (N_("statements"), (Kind.STATEMENT,)),
    "articles": (N_("articles"), (Kind.ARTICLE,)),
    "headings": (N_("headings"), (Kind.EVENT, Kind.SECTION)),
    "works": (N_("works"), (Kind.WORK,)),
    "pictures": (N_("captions of pictures"), (Kind.CAPTION,)),
    "named": (
        N_("titles, headings, works and captions"),
        tuple(set(Kind) - {Kind.STATEMENT}),
    ),
}
STATES = {
    "cited": N_("cited"),
    "requested": N_("citation requested"),
    "bare": N_("neither cited nor requested"),
    "contested": N_("contradicted by a citation"),
}


@dataclass(frozen=True)
class Wanted:
    """`kind` is a key of KINDS, `state` of STATES, `period` of events/periods.py, `article` a slug;
    each may be "": any."""

    words: str = ""
    kind: str = ""
    state: str = ""
    period: str = ""
    article: str = ""

    @classmethod
    def of(cls, query):
        """Of the values in an address: what there is no such thing of is passed over."""
        kind, state, period = (query.get(name, "") for name in ("in", "state", "period"))
        return cls(
            " ".join(query.get("q", "").split()),
            kind if kind in KINDS else "",
            state if state in STATES else "",
            period if periods.named(period) else "",
            query.get("article", ""),
        )

    def address(self, after="", **other):
        """The address of the search from its beginning, or from elsewhere, with something else in it."""
        own = replace(self, **other)
        pairs = [("q", own.words), ("in", own.kind), ("state", own.state)]
        pairs += [("period", own.period), ("article", own.article), ("after", after)]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    @property
    def is_narrowed(self):
        return bool(self.kind or self.state or self.period or self.article)

    @property
    def has_statements(self):
        return self.kind in ("", "statements")

    @property
    def has_names(self):
        """Whether what is no statement may be found: that has no state of its own."""
        return self.kind != "statements" and not self.state
