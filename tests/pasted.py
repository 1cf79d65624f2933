"""How much of what is pasted is read: `python -m tests.pasted` prints a line for each kind.

With `--pandoc` it prints beside it what pandoc reads of those shapes that it knows, with `--write
NAME` the cases of one kind as they are read now, to be compared by a person.
"""

import argparse
import os
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    from sources.reading import read
    from tests.sources.reading import corpus

    kinds, counts = [], Counter()
    for case in corpus.cases():
        readings = read(case.text)
        if options.write == case.kind:
            mark = "!" if case.malformed else ""
            print(f"=== {mark}{case.name}\n{case.typed}")
            for reading in readings:
                print("---", "\n".join(corpus.told(reading)))
        kinds += [case.kind] if case.kind not in kinds else []
        found = corpus.outcome(case, readings)
        if options.misses and found != "whole":
            print(f"{case}:")
            got, wanted = (
                {line for work in works for line in work}
                for works in ([corpus.told(r) for r in readings], case.wanted)
            )
            print(
                *(f"  - {line}" for line in sorted(wanted - got)),
                *(f"  + {line}" for line in sorted(got - wanted)),
                sep="\n",
            )
        for name in (found, "all", *(["malformed"] if case.malformed else [])):
            counts[case.kind, name] += 1
            counts["all", name] += 1
    if options.write:
        return
    print(f"{'':12}{'pasted':>8}{'malformed':>11}{'whole':>7}{'part':>6}{'not':>5}")
    for kind in [*kinds, "all"]:
        row = [counts[kind, name] for name in ("all", "malformed", "whole", "part", "not")]
        print(f"{kind:12}{row[0]:>8}{row[1]:>11}{row[2]:>7}{row[3]:>6}{row[4]:>5}")


if __name__ == "__main__":
    django.setup()
    main()
