"""Renderings of works: made in batches by pandoc when something is sent or published, and kept."""

from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils.html import escape

from review import gate
from review.models import Subject
from review.proving.checking import in_parts
from review.weighing.outcome import Outcome
from sources import csl
from sources.formatting import citeproc
from sources.models import Contributor, Rendering, Source

AT_ONCE = 500


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
    people = [
        {
            name: getattr(c, name)
            for name in ("role", "family", "given", "literal", "position", "original")
        }
        for c in ordered
    ]
    return csl.item(fields, people)


def make_for(items, redactions=None):
    """Render what has no stored rendering yet. Runs pandoc: never inside a transaction.

    `redactions` says how many there were when the items were read: after another one, nothing is
    kept of them.
    """
    missing = {citeproc.rendering_key(item): item for item in items}
    held = Rendering.objects.filter(pk__in=missing).values_list("pk", flat=True)
    for key in held:
        del missing[key]
    if not missing:
        return
    texts = citeproc.render(list(missing.values()))
    made = [Rendering(key=key, html=html) for key, html in zip(missing, texts, strict=True)]
    with transaction.atomic():
        if redactions in (None, gate.enter()):
            Rendering.objects.bulk_create(made, ignore_conflicts=True)


def html_for(items):
    """{rendering key: stored HTML} of those items that have one."""
    keys = [citeproc.rendering_key(item) for item in items]
    return dict(Rendering.objects.filter(pk__in=keys).values_list("key", "html"))


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
        items = {}
        for item in published_items([subject.pk for subject in part]):
            items[citeproc.rendering_key(item)] = item
        held = dict(Rendering.objects.filter(pk__in=items).values_list("key", "html"))
        try:
            made = citeproc.render([items[key] for key in held])
        except citeproc.Unrenderable as error:
            yield str(error)
            made = list(held.values())
        for (key, html), anew in zip(held.items(), made, strict=True):
            if html != anew:
                yield f"Rendering {key}: “{items[key]['title']}” is shown otherwise than it reads."
        done += len(part)
        progress("works", done, total)


def make_anew(found):
    """Render all live works again after a redaction in sources."""
    if not touches_sources(found):
        return
    keys = sorted(Source.objects.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        redactions = gate.redactions()
        items = items_of(map(str, keys[start : start + AT_ONCE]), Outcome())
        make_for(items.values(), redactions)


def touches_sources(found):
    return bool(found.kinds & {"sources.source", "sources.contributor"})
