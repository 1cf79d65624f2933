"""How much of what is pasted is read: `python -m tests.pasted` prints a line for each kind.

With `--misses` it prints what was read otherwise than wanted, with `--pandoc` the same count for
pandoc, of the shapes that it knows, and with `--write KIND` the cases of a kind as they are read
now, to be compared by a person.
"""

import argparse
import os
import subprocess
from collections import Counter, defaultdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


# pandoc's name of a shape; which of the two it is of BibTeX's is for the person who calls it.
FORMATS = {"bibtex": "biblatex", "ris": "ris", "endnote": "endnotexml", "csl-json": "csljson"}


def by_pandoc(case):
    """What pandoc makes of a case, through the reader of its CSL-JSON; nothing after ten seconds."""
    from sources.formatting.citeproc import _pandoc
    from sources.reading import csljson

    shape = case.wanted[0][0].split()[0]
    command = [_pandoc(), "--sandbox", f"--from={FORMATS[shape]}", "--to=csljson"]
    try:
        done = subprocess.run(command, input=case.text, capture_output=True, text=True, timeout=10)
    except subprocess.TimeoutExpired:
        return []
    return csljson.read(done.stdout)[0] if done.stdout.strip(" []\n") else []


def fields_only(works):
    """What was read but for key and line, what was told or refused, and what pandoc does by rule:
    it writes small letters, drops all particles and makes short titles."""
    by_rule = ("~", "!", "key: ", "title-short: ")
    kept = [[line for line in work[1:] if not line.startswith(by_rule)] for work in works]
    return [sorted(line.casefold().replace(" -", " +") for line in work) for work in kept if work]


def outcome(case, readings, *, plain):
    from tests.sources.reading import corpus

    if not plain:
        return corpus.outcome(case, readings)
    got, wanted = (fields_only(works) for works in (map(corpus.told, readings), case.wanted))
    right = {line for work in got for line in work} & {line for work in wanted for line in work}
    return "whole" if got == wanted else "part" if right else "not"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", metavar="KIND")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--pandoc", action="store_true")
    options = parser.parse_args()
    from sources.reading import read
    from tests.sources.reading import corpus

    cases = [case for case in corpus.cases() if options.write in (None, case.kind)]
    if options.pandoc:
        cases = [case for case in cases if len({work[0].split()[0] for work in case.wanted}) == 1]
        cases = [case for case in cases if case.wanted[0][0].split()[0] in FORMATS]
    counts = defaultdict(Counter)
    for case in cases:
        readings = by_pandoc(case) if options.pandoc else read(case.text)
        told = [corpus.told(reading) for reading in readings]
        if options.write:
            print(f"=== {'!' * case.malformed}{case.name}\n{case.typed}")
            print(*("--- " + "\n".join(work) for work in told), sep="\n")
            continue
        found = outcome(case, readings, plain=options.pandoc)
        if options.misses and found != "whole":
            got, wanted = (
                {line for work in works for line in work} for works in (told, case.wanted)
            )
            print(f"{case}:", *(f"  - {line}" for line in sorted(wanted - got)), sep="\n")
            print(*(f"  + {line}" for line in sorted(got - wanted)), sep="\n")
        for kind in (case.wanted[0][0].split()[0] if options.pandoc else case.kind, "all"):
            counts[kind].update([found, "all", *(["malformed"] if case.malformed else [])])
    columns = ("all", "malformed", "whole", "part", "not")
    print(f"{'':12}{'pasted':>8}{'malformed':>11}{'whole':>7}{'part':>6}{'not':>5}")
    for kind in sorted(counts, key=lambda kind: kind == "all"):
        row = [counts[kind][name] for name in columns]
        print(f"{kind:12}{row[0]:>8}{row[1]:>11}{row[2]:>7}{row[3]:>6}{row[4]:>5}")


if __name__ == "__main__":
    django.setup()
    main()
