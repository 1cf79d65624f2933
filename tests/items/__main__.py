"""See the package: `python -m tests.items measure SUITE TRANSLATORS SCHEMA`."""

import argparse
import os
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def measure(suite, translators, schema, *, lost):
    from tests.items import collecting, measuring

    unheld, reasons, told = Counter(), Counter(), []
    print("| | items | read | held whole | printed the same | otherwise, nothing lost | lost |")
    print("|---|---|---|---|---|---|---|")
    for name, items in (
        ("CSL test suite", collecting.suite(suite)),
        ("Zotero translators", collecting.translators(translators, schema)),
    ):
        found = [measuring.held(*item) for item in items]
        kept = [one for one in found if one.kept]
        given = measuring.rendered([measuring.as_held(one.given, one.kept) for one in kept])
        ours = measuring.rendered([one.kept for one in kept])
        same = losing = 0
        for one, theirs, mine in zip(kept, given, ours, strict=True):
            unheld.update({variable for variable, _ in one.unheld})
            if measuring.words(theirs) == measuring.words(mine):
                same += 1
                continue
            missing = measuring.lost(theirs, mine)
            losing += bool(missing)
            said = measuring.reason(one)
            reasons[said, bool(missing)] += 1
            if not said or lost:
                told.append((one.where, said, missing, theirs, mine))
        whole = sum(not one.unheld for one in kept)
        counts = (len(found), len(kept), whole, same, len(kept) - same - losing, losing)
        print(f"| {name} | {' | '.join(f'{count:,}' for count in counts)} |")
    print("\nNot held: " + ", ".join(f"{name} {count}" for name, count in unheld.most_common()))
    print()
    for (said, missing), count in reasons.most_common():
        print(f"{count:5} {'lost' if missing else '    '} {said or 'no reason known'}")
    for where, said, missing, theirs, mine in told:
        print(f"\n{where}: {said or '?'} {missing}\n< {theirs}\n> {mine}")


if __name__ == "__main__":
    django.setup()
    asked = argparse.ArgumentParser(prog="python -m tests.items")
    asked.add_argument("act", choices=["measure"])
    for path in ("suite", "translators", "schema"):
        asked.add_argument(path)
    asked.add_argument("--lost", action="store_true")
    given = asked.parse_args()
    measure(given.suite, given.translators, given.schema, lost=given.lost)
