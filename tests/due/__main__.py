"""See the package: `python -m tests.due [--misses] [PATH]`."""

import sys
from collections import Counter
from pathlib import Path

from events.due import REASONS, read

HERE = Path(__file__).parent


def labelled(path):
    """[(whether it is due, reason, sentence)] of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t", 2) for line in lines if line.strip()]
    return [(label == "due", reason, text) for label, reason, text in rows]


def score(right, said, true):
    """(precision, recall, F1) of counts."""
    precision, recall = right / said if said else 0.0, right / true if true else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def overall(pairs):
    """The score of due or not, of [(label, reading)]."""
    right = sum(due and reading.is_due for (due, *_), reading in pairs)
    return score(right, sum(r.is_due for _, r in pairs), sum(due for (due, *_), _ in pairs))


def language(text):
    if not any("Ѐ" <= letter <= "ӿ" for letter in text):
        return "Latin letters"
    return "Cyrillic letters"


def measure(path):
    pairs = [(row, read(row[2])) for row in labelled(path)]
    due = sum(row[0] for row, _ in pairs)
    print(f"{path.name}: {len(pairs)} sentences, {due} due and {len(pairs) - due} not")
    print(_line("due or not", *overall(pairs)))
    print(_line("if all were said to be due", *score(due, len(pairs), due)))
    for script in ("Latin letters", "Cyrillic letters"):
        part = [pair for pair in pairs if language(pair[0][2]) == script]
        print(_line(f"{script} ({len(part)})", *overall(part)))
    print("\nby the chief reason, where one is due:  (found: said to be due for whatever reason)")
    for name in REASONS:
        of = [reading for (is_due, reason, _), reading in pairs if is_due and reason == name]
        said = sum(bool(r.chief) and r.chief.name == name for _, r in pairs)
        right = sum(bool(r.chief) and r.chief.name == name for r in of)
        found = sum(r.is_due for r in of)
        print(_line(name, *score(right, said, len(of))), f" found {found} of {len(of)}")
    print("\nnot due, by why not:")
    spared, wrong = Counter(), Counter()
    for (is_due, reason, _), reading in pairs:
        if not is_due:
            spared[reason] += 1
            wrong[reason] += reading.is_due
    for reason in sorted(spared):
        print(f"{reason:28} said to be due all the same {wrong[reason]} of {spared[reason]}")
    return pairs


def _line(what, precision, recall, f1):
    return f"{what:28} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"


def main(arguments):
    is_asked, paths = "--misses" in arguments, [Path(a) for a in arguments if a != "--misses"]
    for path in paths or [HERE / "held_out.txt"]:
        for (due, reason, text), reading in measure(path):
            if is_asked and due != reading.is_due:
                print(
                    "missed" if due else "wrong ",
                    reason,
                    "|",
                    text,
                    [r.name for r in reading.reasons],
                )


if __name__ == "__main__":
    main(sys.argv[1:])
