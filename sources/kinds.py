"""How sources and their contributors are reviewed."""

from review.kinds import Kind
from sources.models import Contributor, Source


class SourceKind(Kind):
    model = Source
    noun = "source"
    slug_field = "title"

    def title(self, instance):
        return instance.title

    def work(self, change):
        return {"create": "citations", "update": "sources"}.get(change.op, "removals")


class ContributorKind(Kind):
    model = Contributor
    noun = "contributor"
    parent = "source"
    stays_with_parent = True
    spoken = (
        ("given", "dropping_particle", "non_dropping_particle", "family", "suffix"),
        ("given", "family"),
        ("non_dropping_particle", "family", "given", "dropping_particle"),
        ("family", "given"),
    )
    silent = frozenset({"position"})

    def work(self, change):
        """Names go along with the work that they stand on."""
        return "" if change.op == "create" else "sources"
