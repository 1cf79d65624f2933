"""The pages on works that look the same: all of them, merging some, and saying that they are not."""

from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from review import bounds, kinds, permissions
from review.deciding import trust
from review.desk import changesets, waits
from review.desk.admin import ReviewedInline
from review.desk.once import once
from review.exceptions import Refused
from sources import duplicates
from sources.desk import choosing, merging
from sources.models import MergedWork, NotTheSame, Source

GROUPS_PAGE = 25
FOUND = 10
APART_PAGE = 25
TICK = "Tick the works that are one, and say which of them stays: two at least."
UNTICK = "All are ticked: untick those that are other works than the rest."
NOT_AGAIN = "It is noted that these are not the same: nobody is asked about them again."


@dataclass
class Alike:
    """Works that look the same, side by side: the most cited first. `differing` are (field, the words
    of each)."""

    why: str
    works: list
    uses: list[int]
    differing: list[tuple[str, list[str]]]
    has_more: bool = False

    @property
    def rows(self):
        return list(zip(self.works, self.uses, strict=True))


def alike(groups):
    """The `Alike`s of live works that look the same: of groups (keys of works, why, has_more)."""
    keys = {key for own, *_ in groups for key in own}
    works = Source.objects.prefetch_related("contributors").in_bulk(keys)
    uses, shown = merging.uses(keys), []
    for own, why, has_more in groups:
        if works.keys() >= set(own):
            ordered = sorted((works[key] for key in own), key=lambda w: (-uses[w.pk], w.pk))
            counts = [uses[work.pk] for work in ordered]
            shown.append(Alike(why, ordered, counts, differing(*ordered), has_more))
    return shown


def alike_to(key):
    """[(a live work that looks like the one with this key, how often it is cited, the `Alike` of
    both)]."""
    pairs = duplicates.like(key)
    found = alike([((pair.one, pair.other), pair.why, False) for pair in pairs])
    return [(work, uses, both) for both in found for work, uses in both.rows if work.pk != key]


def keys_in(data, name):
    """The keys of subjects that a form or address gives under a name; what is none is passed over."""
    found = []
    for text in data.getlist(name):
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def differing(*works):
    """[(field, the words of each work)] of all that works have otherwise."""
    kind = kinds.of(Source)
    values = [kind.dump(work) for work in works]
    told = [("names", [choosing.names(work) for work in works])]
    told += [
        (kind.fields[name].verbose_name, [choosing.said(name, each[name]) for each in values])
        for name in kind.proposed
        if len({each[name] for each in values}) > 1
    ]
    return [(name, words) for name, words in told if len(set(words)) > 1]


class MergedWorkInline(ReviewedInline):
    """The works that were merged into this one; without its row, an address leads nowhere."""

    model = MergedWork
    max_num = 0
    verbose_name_plural = "Works that were merged into this one: their addresses lead here"


class Sameness:
    """Of the admin of sources: each page checks the role itself."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("alike/", wrap(self.alike_view), name="sources_source_alike"),
            path("not-the-same/", wrap(self.not_the_same_view), name="sources_source_apart"),
            path("<uuid:key>/merge/", wrap(self.merge_view), name="sources_source_merge"),
            *super().get_urls(),
        ]

    def get_inlines(self, request, obj):
        found = super().get_inlines(request, obj)
        if obj is None or not obj.merged.exists():
            found = [inline for inline in found if inline is not MergedWorkInline]
        return found

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.is_live:
            context["looking_alike"] = alike_to(obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if kept := self._led(request, object_id):
            return redirect("admin:sources_source_change", kept.pk)
        return super().change_view(request, object_id, form_url, extra_context)

    def history_view(self, request, object_id, extra_context=None):
        self._led(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def _led(self, request, object_id):
        """The work that this one was merged into, if it was, which is told."""
        try:
            kept = merging.kept_for(UUID(object_id))
        except ValueError:
            return None
        if kept and self.has_view_permission(request):
            address = reverse("admin:sources_source_change", args=[kept.pk])
            words = 'This work was merged into “<a href="{}">{}</a>”, which has its citations.'
            messages.info(request, format_html(words, address, kept.title))
        return kept

    def alike_view(self, request):
        """GET shows the groups of works that look the same, and what was said of others; POST leads on
        to the merge of those that are ticked."""
        self._check(request)
        if request.method == "POST":
            return self._to_merge(request)
        after = keys_in(request.GET, "after")[:1]
        found, following = duplicates.groups(*after, limit=GROUPS_PAGE)
        context = {
            "groups": alike([(group.works, group.why, group.has_more) for group in found]),
            "following": following,
            "is_further": bool(after),
        }
        if not after:
            said = NotTheSame.objects.select_related("by", "first__source", "second__source")
            live = said.filter(first__source__isnull=False, second__source__isnull=False)
            context["apart"] = live.order_by("-id")[:APART_PAGE]
        return self._page(request, "sources/alike.html", "Works that look the same", context)

    def _to_merge(self, request):
        ticked, into = keys_in(request.POST, "work"), keys_in(request.POST, "into")
        first, *more = [key for key in ticked if key not in into] or [None]
        if first is None or not into:
            messages.error(request, TICK)
            return redirect("admin:sources_source_alike")
        asked = urlencode([("into", into[0]), *(("and", key) for key in more)])
        return redirect(f"{reverse('admin:sources_source_merge', args=[first])}?{asked}")

    def not_the_same_view(self, request):
        """POST remembers that two works are not the same, or that those of `every` which are not ticked
        are others than all else there; with `again`, forgets it of two."""
        self._check(request)
        if request.method != "POST":
            return redirect("admin:sources_source_alike")
        named = [keys_in(request.POST, name)[:1] for name in ("one", "other")]
        every = keys_in(request.POST, "every")[: duplicates.SHOWN]
        others = [key for key in every if key not in keys_in(request.POST, "work")]
        try:
            if "again" in request.POST and all(named):
                merging.same_after_all(*chain(*named), by=request.user)
                messages.success(request, "Taken back: the two are asked about again.")
            elif all(named):
                merging.not_the_same(*chain(*named), by=request.user)
                messages.success(request, NOT_AGAIN)
            elif others:
                for key in others:
                    merging.not_the_same(key, *(k for k in every if k != key), by=request.user)
                messages.success(request, NOT_AGAIN)
            elif every:
                messages.error(request, UNTICK)
            else:
                messages.error(request, "This form names no two works: choose them on this page.")
        except Refused as error:
            messages.error(request, str(error))
        return redirect("admin:sources_source_alike")

    @method_decorator(once)
    def merge_view(self, request, key):
        """GET asks into which work this one goes and, once that is known (`into`), what is kept of
        each; POST keeps the merge as a draft or sends it. Others may go along (`and`)."""
        self._check(request)
        works = Source.objects.prefetch_related("contributors")
        first = get_object_or_404(works, pk=key)
        kept = works.filter(pk__in=keys_in(request.GET, "into")[:1]).first()
        if kept is None or kept == first:
            return self._choose(request, first)
        asked = dict.fromkeys(keys_in(request.GET, "and")[: duplicates.SHOWN])
        more = works.in_bulk(asked.keys() - {first.pk, kept.pk})
        gone = [first, *(more[key] for key in asked if key in more)]
        form = choosing.MergeForm(request.POST or None, gone=gone, kept=kept)
        if request.method == "POST" and form.is_valid():
            try:
                return self._merged(request, gone, kept, form)
            except Refused as error:
                messages.error(request, str(error))
        outcome = merging.outcome_of(gone, kept)
        uses = merging.uses([kept.pk, *(work.pk for work in gone)])
        context = {
            "gone": [(work, uses[work.pk]) for work in gone],
            "kept": kept,
            "form": form,
            "uses": sum(uses[work.pk] for work in gone),
            "kept_uses": uses[kept.pk],
            "consequences": [*changesets.consequences(outcome), *merging.left_behind(gone)],
        }
        title = f"Merge {len(gone) + 1 if len(gone) > 1 else 'two'} works"
        return self._page(request, "sources/merge.html", title, context)

    def _choose(self, request, gone):
        words, found = request.GET.get("q", ""), []
        if words.strip():
            try:
                with bounds.in_time():
                    rows, _ = self.get_search_results(request, Source.objects.all(), words)
                    found = list(rows.exclude(pk=gone.pk).order_by("pk")[:FOUND])
            except bounds.TooLong as error:
                messages.error(request, str(error))
        context = {
            "gone": gone,
            "alike": alike_to(gone.pk),
            "words": words,
            "found": found,
        }
        return self._page(request, "sources/merge_with.html", "Merge with another work", context)

    def _merged(self, request, gone, kept, form):
        act = merging.merge(gone, kept, by=request.user, **form.chosen())
        if "draft" in request.POST:
            messages.success(request, "The merge is kept as a draft: send it when it is ready.")
            return redirect("review:mine")
        sent = trust.send([act], by=request.user, summary=form.cleaned_data["summary"])
        address = reverse("review:changeset", args=[sent.pk])
        said = format_html('{} <a href="{}">See it</a>', waits.said_of_sending(sent), address)
        messages.success(request, said)
        return redirect("admin:sources_source_alike")

    def _page(self, request, template, title, context):
        common = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, template, {**common, **context})

    def _check(self, request):
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])
