"""Addresses: set when something is published, kept for ever; former ones redirect."""

import re
import unicodedata
import uuid

from django.utils.text import slugify

from review.ids import anchor_of
from review.models import Slug

UNTITLED = "untitled"


def slug_of(words):
    """“Russia–Serbia relations” → russia-serbia-relations; letters of any script are kept."""
    words = re.sub(r"[‐-―/_]+", "-", unicodedata.normalize("NFC", words))
    slug = slugify(words, allow_unicode=True)[:80].strip("-")
    return slug or UNTITLED


def assign_slugs(outcome, batch):
    """Give the created and renamed rows of an outcome their current slug: one query, and a few
    statements into `batch`.

    A slug that another object has, or had, gets the object's anchor behind it.
    """
    for label in {row.kind.label for row in outcome.rows if row.kind.slug_field}:
        rows = [
            row
            for row in outcome.of(label)
            if row.after is not None and row.kind.slug_field in row.touched
        ]
        if rows:
            _assign(label, {r.id: slug_of(r.after[r.kind.slug_field]) for r in rows}, batch)


def _assign(label, wanted, batch):
    longer = {key: f"{base}-{anchor_of(uuid.UUID(key))}" for key, base in wanted.items()}
    names = {*wanted.values(), *longer.values()}
    known = {slug.slug: slug for slug in Slug.objects.filter(kind=label, slug__in=names)}
    back, new = [], []
    for key, base in wanted.items():
        free = base not in known or str(known[base].subject_id) == key
        name = base if free else longer[key]
        if name in known:
            back.append(known[name])
        else:
            known[name] = Slug(kind=label, slug=name, subject_id=key)
            new.append(known[name])
    batch.add(
        "UPDATE review_slug SET is_current = false WHERE subject_id = ANY(%s) AND is_current",
        [[uuid.UUID(key) for key in wanted]],
    )
    batch.add(
        "UPDATE review_slug SET is_current = true WHERE id = ANY(%s)",
        [[slug.pk for slug in back]],
    )
    batch.insert(new)
