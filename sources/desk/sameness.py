"""The pages on works that look the same: all of them, merging two, and saying that they are not."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from review import bounds, characters, kinds, permissions
from review.deciding import trust
from review.desk import changesets, waits
from review.desk.admin import ReviewedInline
from review.desk.once import once
from review.exceptions import Refused
from review.weighing.titles import titles_of
from sources import duplicates, identifiers
from sources.desk import merging
from sources.models import MergedWork, NotTheSame, Source

PAIRS_PAGE = 25
FOUND = 10
NOT_AGAIN = "It is noted that these are not the same: nobody is asked about them again."


@dataclass
class Alike:
    """Two works that look the same, side by side: the more cited first. `differing` are (field,
    the first's words, the second's)."""

    pair: duplicates.Pair
    works: list
    uses: list[int]
    differing: list[tuple[str, str, str]]

    @property
    def key(self):
        return f"{self.pair.one},{self.pair.other}"

    @property
    def rows(self):
        return list(zip(self.works, self.uses, strict=True))


def alike(pairs):
    """The `Alike`s of pairs of live works."""
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    works = Source.objects.prefetch_related("contributors").in_bulk(keys)
    uses, shown = merging.uses(keys), []
    for pair in pairs:
        if not {pair.one, pair.other} <= works.keys():
            continue
        both = sorted((works[pair.one], works[pair.other]), key=lambda w: (-uses[w.pk], w.pk))
        shown.append(Alike(pair, both, [uses[work.pk] for work in both], differing(*both)))
    return shown


def differing(one, other):
    """[(field, the one's words, the other's)] of all that two works have otherwise."""
    kind = kinds.of(Source)
    values = [kind.dump(one), kind.dump(other)]
    names = [_names(one), _names(other)]
    told = [("names", *names)] if names[0] != names[1] else []
    for name in kind.proposed:
        words = [said(name, each[name]) for each in values]
        if words[0] != words[1]:
            told.append((kind.fields[name].verbose_name, *words))
    return told


def said(name, value):
    """A value of a source as people read it."""
    kind = kinds.of(Source)
    words = kind.show(name, value, titles_of({value}) if value and name in kind.keys else {})
    return identifiers.shown(name, words) if name in identifiers.SCHEMES else words


def _names(source):
    return "; ".join(
        f"{person}{'' if person.role == 'author' else f' [{person.get_role_display()}]'}"
        for person in source.contributors.all()
    )


class MergeForm(forms.Form):
    """Of each field that two works have otherwise, whose value is kept; and why they are one."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    summary = forms.CharField(
        label="Summary",
        max_length=500,
        help_text="Why these are one work, in a few words. Moderators and readers see it.",
    )

    def __init__(self, *args, gone, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.now = merging.seen(gone, kept)
        self.choices = []
        kind = kinds.of(Source)
        names = [_names(work) for work in (kept, gone)]
        if names[1] and merging.names_of(kept) != merging.names_of(gone):
            self._ask("names", "names", names)
        for found in merging.differences(kept, gone):
            words = [said(found.name, value) for value in (found.kept, found.gone)]
            more = merging.both(found)
            words += [said(found.name, more)] if more and found.kept else []
            self._ask(found.name, kind.fields[found.name].verbose_name, words)

    def _ask(self, name, label, words):
        """Ask whose words are kept, the one's or the other's, or what both make together."""
        kept, gone, *both = words
        choices = [("kept", kept or "leave it empty"), ("gone", gone)]
        self.fields[f"of-{name}"] = forms.ChoiceField(
            label=label[:1].upper() + label[1:],
            choices=[*choices, *(("both", words) for words in both)],
            initial="both" if both else "kept" if kept else "gone",
            widget=forms.RadioSelect,
        )
        is_number = name in identifiers.SCHEMES and bool(kept) and not both
        self.choices.append((name, f"of-{name}", is_number))

    @property
    def asked(self):
        """[(field, whether it holds one number, so that the other is given up)]."""
        return [(self[field], is_number) for _, field, is_number in self.choices]

    def chosen(self, whose):
        """The names of the fields of which this was chosen."""
        return {n for n, field, _ in self.choices if self.cleaned_data[field] == whose}

    def clean(self):
        data = super().clean()
        if sentence := characters.fault(data.get("summary", "")):
            self.add_error("summary", sentence)
        if data.get("seen") != self.now:
            self.data = self.data | {"seen": self.now}
            self.add_error(
                None,
                "One of the two works has changed since you opened this page: look at what is kept "
                "of each once more, and send it again.",
            )
        return data


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
            context["looking_alike"] = alike(duplicates.like(obj.pk))
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
        """GET shows the pairs of works that look the same, and what was said of others."""
        self._check(request)
        try:
            after = [UUID(key) for key in request.GET.get("after", "").split(",") if key]
        except ValueError:
            after = []
        found = duplicates.pairs(after if len(after) == 2 else None, PAIRS_PAGE + 1)
        pairs = alike(found[:PAIRS_PAGE])
        context = {
            "pairs": pairs,
            "following": pairs[-1].key if pairs and len(found) > PAIRS_PAGE else "",
            "is_further": bool(after),
        }
        if not after:
            said = NotTheSame.objects.select_related("by", "first__source", "second__source")
            live = said.filter(first__source__isnull=False, second__source__isnull=False)
            context["apart"] = live.order_by("-id")[:PAIRS_PAGE]
        return self._page(request, "sources/alike.html", "Works that look the same", context)

    def not_the_same_view(self, request):
        """POST remembers that two works are not the same, or, with `again`, forgets it."""
        self._check(request)
        if request.method != "POST":
            return redirect("admin:sources_source_alike")
        try:
            pair = [UUID(request.POST.get(name, "")) for name in ("one", "other")]
            if "again" in request.POST:
                merging.same_after_all(*pair, by=request.user)
                messages.success(request, "Taken back: the two are asked about again.")
            else:
                merging.not_the_same(*pair, by=request.user)
                messages.success(request, NOT_AGAIN)
        except ValueError:
            messages.error(request, "This form names no two works: choose them on this page.")
        except Refused as error:
            messages.error(request, str(error))
        return redirect("admin:sources_source_alike")

    @method_decorator(once)
    def merge_view(self, request, key):
        """GET asks into which work this one goes and, once that is known (`into`), what is kept of
        each; POST keeps the merge as a draft or sends it."""
        self._check(request)
        works = Source.objects.prefetch_related("contributors")
        gone = get_object_or_404(works, pk=key)
        kept = self._into(request, works)
        if kept is None or kept == gone:
            return self._choose(request, gone)
        form = MergeForm(request.POST or None, gone=gone, kept=kept)
        if request.method == "POST" and form.is_valid():
            try:
                return self._merged(request, gone, kept, form)
            except Refused as error:
                messages.error(request, str(error))
        outcome = merging.outcome_of(gone, kept)
        uses = merging.uses([gone.pk, kept.pk])
        context = {
            "gone": gone,
            "kept": kept,
            "form": form,
            "uses": uses[gone.pk],
            "kept_uses": uses[kept.pk],
            "consequences": [*changesets.consequences(outcome), *merging.left_behind(gone)],
            "merged": gone.merged.all(),
        }
        return self._page(request, "sources/merge.html", "Merge two works", context)

    def _into(self, request, works):
        try:
            return works.filter(pk=UUID(request.GET.get("into", ""))).first()
        except ValueError:
            return None

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
            "alike": alike(duplicates.like(gone.pk)),
            "words": words,
            "found": found,
        }
        return self._page(request, "sources/merge_with.html", "Merge with another work", context)

    def _merged(self, request, gone, kept, form):
        taken = form.chosen("gone")
        act = merging.merge(
            gone,
            kept,
            by=request.user,
            values=taken - {"names"},
            joined=form.chosen("both"),
            takes_names="names" in taken,
        )
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
