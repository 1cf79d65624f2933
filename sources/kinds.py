"""How sources and their contributors are reviewed."""

from review.kinds import Kind
from sources.models import Contributor, Source
from sources.services import renderings


class SourceKind(Kind):
    model = Source
    noun = "source"
    prose = frozenset({"note"})
    slug_field = "title"

    def title(self, instance):
        return instance.title

    def prepare(self, outcome):
        renderings.make_for(renderings.touched_items(outcome))


class ContributorKind(Kind):
    model = Contributor
    noun = "contributor"
    parent = "source"
    stays_with_parent = True
    silent = frozenset({"position"})

    def prepare(self, outcome):
        renderings.make_for(renderings.touched_items(outcome))
