"""How sources and their contributors are reviewed."""

from review.kinds import Kind
from review.weighing.outcome import Clash
from sources.models import Contributor, MergedWork, Source


class SourceKind(Kind):
    model = Source
    noun = "source"
    slug_field = "title"

    def title(self, instance):
        return instance.title

    def work(self, change):
        return {"create": "citations", "update": "sources"}.get(change.op, "removals")

    def check_set(self, outcome, rows):
        """An edition or translation points at the work itself, never at another edition: so nobody
        has to follow a chain, or goes round in one."""
        after = {row.id: row.after for row in rows}
        changed = {id for id, values in after.items() if values and values["edition_of_id"]}
        if not changed:
            return
        works = {after[id]["edition_of_id"] for id in changed}
        live = Source.objects.filter(pk__in=works).exclude(edition_of=None)
        editions = {str(pk) for pk in live.values_list("pk", flat=True)} - after.keys()
        editions |= works & changed
        pointed_at = Source.objects.filter(edition_of__in=changed).exclude(pk__in=after)
        pointed_at = {str(pk) for pk in pointed_at.values_list("edition_of", flat=True)}
        for row in rows:
            if row.id in changed and row.after["edition_of_id"] in editions:
                why = "the work it is an edition of is an edition itself: name the first one"
            elif row.id in pointed_at:
                why = "others are editions of it, so it can't be an edition of another work"
            else:
                continue
            yield Clash("invalid", f"Source: {why}.", row.change, "edition_of_id")

    def taken_in(self, keys):
        found = MergedWork.objects.filter(work__in=keys).select_related("source")
        return {str(merged.work_id): merged.source.title for merged in found}


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


class MergedWorkKind(Kind):
    model = MergedWork
    noun = "merged work"
    parent = "source"
    silent = frozenset({"work_id"})

    def work(self, change):
        """It goes along with the removal of that work."""
        return ""
