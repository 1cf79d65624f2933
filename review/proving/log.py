"""The public record, told publication by publication, and checked against its own chain.

`breaks()` computes everything anew from the tables. Nothing is joined on the way: a row that
points at one that is gone must not drop out.
"""

from collections import defaultdict

from django.apps import apps

from review import kinds
from review.models import Decision, Entry, Publication, Redaction, Verdict
from review.proving import checking, forms
from review.proving.checking import GONE, columns_of
from review.proving.present import present
from review.publishing import chain, covering

AT_ONCE = 200


def lines():
    """Each publication as plain lists, oldest first: what its digest covers (docs/log.md)."""
    yield from _lines(_told_entries)


def _lines(entries_of):
    after = 0
    for steps in checking.in_parts(Publication.objects, "number", AT_ONCE):
        keys = [step.decision_id for step in steps]
        decisions = Decision.objects.in_bulk(keys)
        redacted = {
            redaction.decision_id: {"redacted": redaction.places}
            for redaction in forms.straight(Redaction.objects.filter(decision__in=keys))
        }
        rows, entries, former = _rows(steps), entries_of(steps), _former(steps)
        verdicts = defaultdict(list)
        given = Verdict.objects.filter(decision__in=keys)
        for decision, *told in given.values_list("decision", "act", "choice", "act__digest"):
            verdicts[decision].append(told)
        refused = [list(told) for told in chain.refusals(after, steps[-1].decision_id)]
        for step in steps:
            decision = decisions.get(step.decision_id) or Decision(pk=step.decision_id)
            yield {
                "number": step.number,
                "at": step.at.isoformat(),
                "previous": step.previous,
                "digest": step.digest,
                "decision": [
                    decision.pk,
                    decision.by_id,
                    decision.is_direct,
                    decision.undoes_id,
                ],
                "verdicts": sorted(verdicts[decision.pk]),
                "refused": [told for told in refused if after < told[0] < decision.pk],
                "rows": rows[step.number],
                **({"former": former[step.number]} if former[step.number] else {}),
                **redacted.get(decision.pk, {}),
                **({"entries": entries[step.number]} if entries[step.number] else {}),
            }
            after = decision.pk


def digest_of(line):
    """The digest of a publication, by the recipe of docs/log.md."""
    return chain.sha256(
        line["previous"],
        line["number"],
        line["at"],
        line["decision"],
        line["verdicts"],
        line["refused"],
        sorted(_row_digest(*row) for row in line["rows"]),
        *([sorted(line["redacted"])] if "redacted" in line else []),
        *(
            [{"entries": sorted(_row_digest(*row) for row in line["entries"])}]
            if "entries" in line
            else []
        ),
    )


def _row_digest(label, key, *told):
    """Of [kind, key, op, fields]; or [kind, key, digest], of what readers do not see."""
    if len(told) == 1:
        return [label, key, told[0]]
    op, fields = told
    return [label, key, chain.sha256(key, op, [_field_digest(field) for field in fields])]


def _field_digest(field):
    """[name, salt, value], or [name, digest] where the value was redacted."""
    return field[1] if len(field) == 2 else chain.field_digest(field[1], field[0], field[2])


def _rows(steps):
    """{number: [[label, key, op, fields]]} of some publications."""
    found = defaultdict(list)
    wanted = defaultdict(list)
    for step in steps:
        for label in step.shape:
            wanted[label].append(step)
    for label, own in wanted.items():
        model = _history_of(label)
        if model is None:
            continue
        shapes, columns = {step.number: step.shape[label] for step in own}, columns_of(model)
        history = model.objects.filter(publication__in=shapes)
        for row in forms.straight(history.order_by("publication", "subject")):
            fields = [_told(row, name, columns) for name in shapes[row.publication_id]]
            found[row.publication_id].append([label, str(row.subject_id), row.history_type, fields])
    return found


def _former(steps):
    """{number: labels of kinds whose history is no more} of some publications."""
    gone = {label for step in steps for label in step.shape if _history_of(label) is None}
    return {step.number: sorted(gone.intersection(step.shape)) for step in steps}


def _history_of(label):
    """The model of a kind's history, also of one that is not registered any more; or None."""
    try:
        return apps.get_model(label).history.model
    except (LookupError, AttributeError):
        return None


def _told(row, name, columns):
    return checking.told(row, name, kinds.dump(getattr(row, name)) if name in columns else GONE)


def _entries(steps):
    """{number: entries taken in} of some publications."""
    found = defaultdict(list)
    taken = Entry.objects.filter(publication__in=[step.number for step in steps])
    for entry in forms.straight(taken.order_by("id")):
        found[entry.publication_id].append(entry)
    return found


def _entry_digests(steps):
    found = defaultdict(list)
    for number, taken in _entries(steps).items():
        found[number] = [[e.label, e.key, e.digest] for e in taken]
    return found


def _told_entries(steps):
    """As the log is told to others: of what readers do not see, the digest alone."""
    found, wanted = defaultdict(list), defaultdict(list)
    taken = _entries(steps)
    for entry in (entry for own in taken.values() for entry in own):
        wanted[entry.label].append(entry.key)
    rows = {
        label: covering.get(label).public_rows(keys)
        for label, keys in wanted.items()
        if covering.get(label)
    }
    for number, own in taken.items():
        for entry in own:
            row = rows.get(entry.label, {}).get(entry.key)
            fields = entry.digest if row is None else checking.fields_of(entry, row)
            op = [] if row is None else ["="]
            found[number].append([entry.label, entry.key, *op, fields])
    return found


def last():
    """The last publication, or None. Its digest covers all before it."""
    return Publication.objects.order_by("-number").first()


def unmet(noted):
    """Sentences on (number, digest) pairs that somebody noted, and that are not there."""
    end = last()
    for number, digest in noted:
        held = Publication.objects.filter(number=number).first()
        if held is None:
            ends = f"the log ends at {end.number}" if end else "the log is empty"
            yield f"Publication {number}: it is gone, and it was noted: {ends}."
        elif held.digest != digest:
            yield f"Publication {number}: its digest is not the one that was noted."


def breaks():
    """Sentences on what does not fit, in the log's order; none when all does."""
    there = present()
    yield from checking.as_far_as_it_reads(forms.misshapen(there))
    yield from checking.as_far_as_it_reads(_broken_publications())
    yield from checking.all_but_publications(there)


def _broken_publications():
    previous, last_at, number = chain.GENESIS, "", 0
    for line in _lines(_entry_digests):
        number += 1
        name = f"Publication {line['number']}"
        if line["number"] != number:
            yield f"{name}: publication {number} is missing before it."
            number = line["number"]
        if line["at"] <= last_at:
            yield f"{name}: it is no later than the one before."
        if line["previous"] != previous:
            yield f"{name}: it does not name the digest of the one before."
        if "former" in line:
            yield (
                f"{name}: it has rows of {', '.join(line['former'])}, of which the history is no "
                "more, so its digest can't be checked."
            )
        elif digest_of(line) != line["digest"]:
            yield f"{name}: its digest is not that of its decision and its {len(line['rows'])} rows."
        previous, last_at = line["digest"], line["at"]
