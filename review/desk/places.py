"""Where what has a place among others stood, and where it will stand, in words."""

from itertools import pairwise

from review import kinds
from review.weighing.titles import titles_of


def places(plan):
    """{key: (where it stood, where it will stand)} of the rows of an outcome that move.

    A fixed number of queries for each kind that has such rows.
    """
    found = {}
    for label, rows in plan.by_kind.items():
        kind = kinds.get(label)
        moving = [row for row in rows if row.before and row.after and _moves(kind, row)]
        if moving:
            found |= _of_kind(kind, moving, rows)
    return found


def _moves(kind, row):
    return kind.within and "position" in kind.fields and {"position", kind.within} & {*row.touched}


def _of_kind(kind, moving, rows):
    parents = {values[kind.within] for row in moving for values in (row.before, row.after)}
    live = kind.model.objects.filter(**{f"{kind.within}__in": parents})
    was = {
        str(key): (str(of), at) for key, of, at in live.values_list("pk", kind.within, "position")
    }
    was |= {row.id: (row.before[kind.within], row.before["position"]) for row in rows if row.before}
    will = was | {
        row.id: (row.after[kind.within], row.after["position"]) for row in rows if row.after
    }
    will = {key: place for key, place in will.items() if key not in _gone(rows)}
    before, after = _followed(was), _followed(will)
    near = {followed[row.id] for row in moving for followed in (before, after)} - {None}
    titles = kind.titles(list(kind.model.objects.filter(pk__in=near)))
    titles |= {row.id: kind.title(row.instance) for row in rows if row.id in near - titles.keys()}
    elsewhere = [row for row in moving if row.before[kind.within] != row.after[kind.within]]
    holders = titles_of(parents) if elsewhere else {}

    def said(followed, values):
        where = f"after {titles[followed]}" if followed else "first"
        holder = holders.get(values[kind.within])
        return f"{where}, in {holder}" if holder else where

    return {
        row.id: (said(before[row.id], row.before), said(after[row.id], row.after)) for row in moving
    }


def _gone(rows):
    return {row.id for row in rows if row.after is None}


def _followed(places):
    """{key: the key of what stands right before it in the same parent, or None} of {key: place}."""
    ordered = sorted((*place, key) for key, place in places.items())
    found = {key: None for _, _, key in ordered}
    for (of, _, key), (of_next, _, next_key) in pairwise(ordered):
        if of == of_next:
            found[next_key] = key
    return found
