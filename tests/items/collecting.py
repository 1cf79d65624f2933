"""The test items of the CSL test suite and of Zotero's translators, as CSL-JSON."""

import json
import re
from pathlib import Path

INPUT = re.compile(r">>=+ INPUT =+>>(.*?)<<=+ INPUT", re.DOTALL)
CASES = re.compile(r"var testCases = (\[.*\])\s*;?\s*/\*\* END TEST", re.DOTALL)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def suite(folder):
    """(where, item) of each item in the INPUT of a test of the CSL suite."""
    for path in sorted(Path(folder, "processor-tests", "humans").glob("*.txt")):
        for number, item in enumerate(json.loads(INPUT.search(path.read_text())[1]), 1):
            yield f"{path.stem} {number}", item


def translators(folder, schema):
    """(where, item) of each item that a test of a translator expects, by Zotero's own mapping."""
    mapping = Mapping(json.loads(Path(schema, "schema.json").read_text()))
    for path in sorted(Path(folder).glob("*.js")):
        found = CASES.search(path.read_text())
        number = 0
        for case in json.loads(found[1]) if found else []:
            expected = case.get("items")
            for item in expected if isinstance(expected, list) else []:
                number += 1
                yield f"{path.stem} {number}", mapping.csl(item)


class Mapping:
    """An item of Zotero as one of CSL-JSON, as the “csl” part of Zotero's schema has it."""

    def __init__(self, schema):
        mapped = schema["csl"]
        self.types = {name: csl for csl, names in mapped["types"].items() for name in names}
        self.texts = mapped["fields"]["text"]
        self.dates = mapped["fields"]["date"]
        self.names = mapped["names"]
        self.bases = {
            kind["itemType"]: {
                field["field"]: field.get("baseField", field["field"]) for field in kind["fields"]
            }
            for kind in schema["itemTypes"]
        }
        self.primary = {
            kind["itemType"]: creator["creatorType"]
            for kind in schema["itemTypes"]
            for creator in kind["creatorTypes"]
            if creator.get("primary")
        }

    def csl(self, item):
        kind = item["itemType"]
        fields = {self.bases[kind].get(name, name): value for name, value in item.items()}
        made = {"type": self.types[kind]}
        for variable, names in self.texts.items():
            values = [fields[name] for name in names if isinstance(fields.get(name), str)]
            if any(values):
                made[variable] = next(filter(None, values))
        for variable, name in self.dates.items():
            # What stands for the time at which a test is run.
            if fields.get(name) not in (None, "", "CURRENT_TIMESTAMP"):
                made[variable] = date(str(fields[name]))
        for creator in item.get("creators", []):
            role = creator.get("creatorType")
            role = self.names.get("author" if role == self.primary.get(kind) else role)
            if role and (person := named(creator)):
                made.setdefault(role, []).append(person)
        return made


def named(creator):
    family, given = creator.get("lastName") or "", creator.get("firstName") or ""
    if creator.get("fieldMode") == 1 or creator.get("name") or not given:
        words = creator.get("name") or family
        return {"literal": words} if words else None
    return {"family": family, "given": given} if family else {"literal": given}


def date(words):
    """Its numbers where the year comes first, or a month has a name; else the words."""
    year_first = r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?![0-9/])"
    if iso := re.match(year_first, words):
        return {"date-parts": [[int(part) for part in iso.groups() if part and int(part)]]}
    years = re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", words)
    month = re.search(rf"\b({'|'.join(MONTHS)})[a-z]*", words, re.IGNORECASE)
    if len(years) != 1 or not month:
        return {"literal": words}
    day = re.search(r"(?<![0-9])[0-9]{1,2}(?![0-9])", words)
    number = MONTHS.index(month[1].lower()) + 1
    return {"date-parts": [[int(years[0]), number, *([int(day[0])] if day else [])]]}
