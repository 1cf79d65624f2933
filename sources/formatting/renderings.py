"""Renderings of works: made in batches by pandoc when something is sent or published, and kept."""

import os
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import unescape
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils.html import escape, strip_tags
from django.utils.safestring import mark_safe

from review import gate, progress
from review.columns import columns
from review.models import Subject
from review.proving.checking import in_parts
from review.weighing.outcome import Outcome
from sources import csl
from sources.formatting import citeproc, notes, styles
from sources.models import Contributor, Rendering, Source

AT_ONCE = 500


def prepare(outcome):
    """Make the entries and the short notes of the sources that an outcome touches."""
    make_for(touched_items(outcome), outcome.redactions)


def touched_items(outcome):
    """CSL items of the sources that an outcome touches, as they would be after it."""
    keys = {row.id for row in outcome.of("sources.source") if row.after is not None}
    for row in outcome.of("sources.contributor"):
        keys |= {values["source_id"] for values in (row.before, row.after) if values}
    return items_of(keys, outcome).values()


def items_of(keys, outcome):
    """{key: CSL item} of sources as they would be after an outcome."""
    keys = set(keys)
    works = {str(work.pk): work for work in Source.objects.filter(pk__in=keys)}
    proposed = outcome.of("sources.source")
    works.update({row.id: row.instance for row in proposed if row.after and row.id in keys})
    people = {str(c.pk): c for c in Contributor.objects.filter(source__in=keys)}
    for row in outcome.of("sources.contributor"):
        people.pop(row.id, None)
        if row.after is not None:
            people[row.id] = row.instance
    named = {}
    for person in people.values():
        named.setdefault(str(person.source_id), []).append(person)
    return {key: item_of(work, named.get(key, [])) for key, work in works.items()}


def item_of(work, contributors):
    """The CSL-JSON item of a source, live or as it was, with its contributors in any order."""
    fields = {f.attname: getattr(work, f.attname) for f in Source._meta.concrete_fields}
    ordered = sorted(contributors, key=lambda c: c.position)
    return csl.item(fields, [vars(person) for person in ordered])


def make_for(items, redactions=None):
    """Render what of these works has no stored rendering yet: their entries and short notes. Runs
    pandoc: never inside a transaction.

    `redactions` says how many there were when the items were read: after another one, nothing is
    kept of them.
    """
    items = list(items)
    make_entries(items, redactions)
    make_notes(map(short, items), redactions)


def make_entries(items, redactions=None):
    """The same of the entries alone."""
    # Beside each other, so that a part of them has all its styles made at once.
    wanted = {
        citeproc.rendering_key(item, style): (style, item)
        for item in items
        for style in styles.offered()
    }
    _make(wanted, _entries, redactions)


def _entries(wanted):
    """The entries of [(style, item)], in order: a call of pandoc for each style, at the same time."""
    places = defaultdict(list)
    for place, (style, _) in enumerate(wanted):
        places[style].append(place)
    made = [""] * len(wanted)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        calls = {
            style: pool.submit(entries_in, [wanted[place][1] for place in own], style)
            for style, own in places.items()
        }
    for style, own in places.items():
        for place, html in zip(own, calls[style].result(), strict=True):
            made[place] = html
    return made


def entries_in(items, style):
    """The works' entries in an offered style, in order; "" of one that another than the house's has
    no entry for."""
    if style == styles.house():
        return notes.entries(items)
    try:
        return citeproc.render(items, style)
    except citeproc.Unrenderable:
        if len(items) == 1:
            return [""]
    return [entries_in([item], style)[0] for item in items]


def make_notes(cites, redactions=None):
    """The same for notes of citations, in documents of so many that none takes long."""
    _make({notes.key(cite): cite for cite in cites}, notes.render, redactions)


def _make(wanted, render, redactions):
    held = set(Rendering.objects.filter(pk__in=list(wanted)).values_list("pk", flat=True))
    missing = [(key, what) for key, what in wanted.items() if key not in held]
    for start in progress.each("Formatting", range(0, len(missing), AT_ONCE)):
        part = missing[start : start + AT_ONCE]
        texts = render([what for _, what in part])
        made = [Rendering(key=key, html=html) for (key, _), html in zip(part, texts, strict=True)]
        with transaction.atomic():
            if redactions in (None, gate.enter()):
                Rendering.objects.bulk_create(made, ignore_conflicts=True)


def short(item):
    """The short note of a work by itself, by which it is known in lists."""
    return notes.Cite(item, position=styles.LATER)


def html_for(items, *more):
    """{rendering key: stored HTML} of the entries of those items that have one, in the house style,
    or in the styles that are named."""
    return _held(
        [citeproc.rendering_key(item, style) for item in items for style in more or (None,)]
    )


def notes_for(cites):
    """{key: stored HTML} of those citations whose note is there."""
    return _held(list({notes.key(cite) for cite in cites}))


def _held(keys):
    return dict(columns(Rendering.objects.all(), ("key", "html"), key=keys))


class Held:
    """The stored notes of citations, {name: Cite}, and the entries in the house style of works,
    {name: CSL item}, by one query. `is_whole` says that none is missing."""

    def __init__(self, cites, items):
        self.cites, self.items = cites, items
        self.notes = notes.keys(cites)
        self.entries = {name: citeproc.rendering_key(item) for name, item in items.items()}
        wanted = {*self.notes.values(), *self.entries.values()}
        self.held = _held(list(wanted))
        self.is_whole = len(self.held) == len(wanted)

    def note(self, name):
        return _noted(self.held.get(self.notes[name]), self.cites[name])

    def entry(self, name):
        return _entered(self.held.get(self.entries[name]), self.items[name])


def note_in(held, cite):
    """The note of a citation among `held` ones as safe HTML; without one, what it cites and where."""
    return _noted(held.get(notes.key(cite)), cite)


def _noted(html, cite):
    if html:
        return mark_safe(html)  # Made anew from an allow-list by citeproc.py.
    where = csl.place(cite.label, cite.locator)
    return escape(f"{cite.item['title']}{', ' if where else ''}{where}.")


def entry_in(held, item, style=None):
    """The entry of a work among `held` ones as safe HTML; without one, its title."""
    return _entered(held.get(citeproc.rendering_key(item, style)), item)


def _entered(html, item):
    return mark_safe(html) if html else escape(f"{item['title']}.")


def words_of(html):
    """A rendering as plain text."""
    return unescape(strip_tags(html))


def forget_words(words, found):
    """Drop all renderings after a redaction in sources: pandoc writes the same words otherwise."""
    if touches_sources(found):
        Rendering.objects.all().delete()
    else:
        held = Q(html__icontains=words) | Q(html__icontains=escape(words))
        Rendering.objects.filter(held).delete()


def published_items(keys):
    """CSL items of these sources as each publication left them, the last of all as they are."""
    rows = list(Source.history.filter(subject__in=keys))
    held = Contributor.history.filter(source_id__in=keys).values("subject")
    rows += Contributor.history.filter(subject__in=held)
    works, people = {}, {}
    for _, changed in groupby(sorted(rows, key=_when), key=_when):
        touched = set()
        for row in changed:
            kept = works if isinstance(row, Source.history.model) else people
            before = kept.pop(row.subject_id, None)
            if row.history_type != "-":
                kept[row.subject_id] = row
            touched |= {getattr(r, "source_id", r.subject_id) for r in (before, row) if r}
        for key in touched & works.keys():
            yield item_of(works[key], [p for p in people.values() if p.source_id == key])


def _when(row):
    return row.publication_id


def badly_rendered(progress):
    """Sentences on works that readers are shown otherwise than pandoc writes them."""
    done, total = 0, Source.history.values("subject").distinct().count()
    subjects = Subject.objects.filter(kind="sources.source").exclude(head=None)
    for part in in_parts(subjects, size=AT_ONCE):
        items = list(published_items([subject.pk for subject in part]))
        for style in styles.offered():
            kept = {citeproc.rendering_key(item, style): item for item in items}
            yield from _otherwise(kept, partial(entries_in, style=style), lambda item: item)
        done += len(part)
        progress("works", done, total)


def badly_noted(cites):
    """The same of the notes of citations."""
    yield from _otherwise({notes.key(c): c for c in cites}, notes.render, lambda cite: cite.item)


def _otherwise(wanted, render, item_of):
    """Sentences on what is kept of `wanted`, {key: what is rendered}, and not as it is rendered."""
    held = _held(list(wanted))
    try:
        made = render([wanted[key] for key in held])
    except citeproc.Unrenderable as error:
        yield str(error)
        return
    for (key, html), anew in zip(held.items(), made, strict=True):
        if html != anew:
            title = item_of(wanted[key])["title"]
            yield f"Rendering {key}: “{title}” is shown otherwise than it reads."


def make_anew(found):
    """Render all live works again after a redaction in sources."""
    if touches_sources(found):
        make_all()


def make_all(progress=lambda done, total: None):
    """Render what of the live works has no stored rendering; `progress` is called as it goes on."""
    keys = sorted(Source.objects.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        redactions = gate.redactions()
        items = items_of(map(str, keys[start : start + AT_ONCE]), Outcome())
        make_for(items.values(), redactions)
        progress(min(start + AT_ONCE, len(keys)), len(keys))


def count():
    """How many renderings are kept."""
    return Rendering.objects.count()


def touches_sources(found):
    return bool(found.kinds & {"sources.source", "sources.contributor"})
