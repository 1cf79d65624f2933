"""`make mutants`: one fault after the other is put in, and the tests must notice (mutmut).

Run as a program it keeps one cluster up, with one migrated database that each mutant's process
copies, and tells in docs/mutants.md who survived. As a plugin of those processes it puts first the
tests that noticed other faults in the same function, then the quickest, and ends after some
seconds: who survives them has to be looked at.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

SECONDS = int(os.environ.get("ATTESTED_MUTANTS_SECONDS", 60))
PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "mutants"
REPORT = PROJECT / "docs" / "mutants.md"
NOTICED = "noticed.txt"  # "function test", a line for each fault that was noticed
# As mutmut keeps what became of each; who timed out was noticed.
KILLED, SURVIVED = {1, 3, 24, 36, 152, 255, -24}, {0}

# Who survives and is no fault: (the function, a pattern of what was put in, why not).
NO_FAULT = [
    ("", r"no_key=(None|False)|of=\[", "locks more than it has to: the races look at that"),
    ("", r"update_fields=None", "writes what is there already"),
    ("", r"analyse\(", "how soon PostgreSQL counts its rows anew"),
    ("register", r"= None", "run once, when the apps are made ready, before any test"),
    ("register_elsewhere", r"None", "run once, when the apps are made ready, before any test"),
    ("undo_account", r"microseconds=2", "no publication is so near to midnight"),
    ("_posted_key", r"XXXX", "is no key either"),
    ("_ordinal", r"(11 <=|10 <) number|< 20:", "10th and 20th are so by their last digit, too"),
    (
        "prepare",
        r"redactions = None",
        "asked for by what a redaction overtakes: the races look at that",
    ),
    ("prepare", r"objects\.filter", "makes more ready than it has to"),
    ("_counted", r"XXsSyY", "no date ends in these"),
    ("merge_words", r"\(h, 3\)", "another hand than the first, all the same"),
    ("merge_words", r"ours == theirs and", "a short cut: comparing the two comes to the same"),
    (
        "_why_missing|removals",
        r"filter\(|history_type|subject__in|\)",
        "reads more, of which the same is used",
    ),
    ("_reopened|_send", r"renew_about", "finds the act by what it is about, too"),
    ("_works_of", r"works.get", "what was cited has a history"),
    ("told", r'was = ""', "as empty"),
    ("next_to_verify", r"values_list\(flat", "its key is the citation's"),
    ("_duplicates", r"is not None or|\| set|taken = None", "looks at more than it has to"),
    ("_names_unique", r"bool\(", "locks more than it has to: the races look at that"),
]

HEAD = """# Mutants

`make mutants` puts faults into the engine, one after the other, and runs the tests that reach the
place, the quickest first, for a minute at most. Who survives is looked at: a test is missing, or it
is no fault. Wording, what is fetched along and how much goes at once is not mutated (pyproject.toml);
functions with a decorator are not either.

Last run: {day}, {told}

| module | mutants | killed | of those tried |
|---|---|---|---|
"""


def pytest_configure(config):
    """Before they are collected, which takes longer than most of them."""
    if _function(os.environ.get("MUTANT_UNDER_TEST", "")):
        config.args[:] = _first(config.args)


def pytest_collection_modifyitems(config, items):
    order = {test: number for number, test in enumerate(config.args)}
    items.sort(key=lambda item: order.get(item.nodeid, 0))


def _first(tests):
    """Those of the tests that are likeliest to notice, and then the quickest, for `SECONDS`."""
    took = json.loads((PROJECT / "mutmut-stats.json").read_text())["duration_by_test"]
    noticed = PROJECT / NOTICED
    told = Counter(noticed.read_text().splitlines() if noticed.exists() else ())
    place = _function(os.environ["MUTANT_UNDER_TEST"])
    chosen, spent = [], 0
    for test in sorted(tests, key=lambda test: (-told[f"{place} {test}"], took.get(test, 0))):
        chosen.append(test)
        spent += took.get(test, 0)
        if spent > SECONDS:
            break
    return chosen


def pytest_runtest_logreport(report):
    place = _function(os.environ.get("MUTANT_UNDER_TEST", ""))
    if report.failed and place:
        with (PROJECT / NOTICED).open("a") as file:
            file.write(f"{place} {report.nodeid}\n")


def _function(mutant):
    """The name of the function that a mutant is one of; "" while times are taken."""
    name, _, number = mutant.rpartition("__mutmut_")
    return name if number.isdigit() else ""


def main():
    from config.postgres import acquire

    FOLDER.mkdir(exist_ok=True)
    acquire("test", FOLDER)
    (FOLDER / "template").unlink(missing_ok=True)
    environment = os.environ | {"ATTESTED_MUTANTS": str(FOLDER)}
    mutmut = [sys.executable, "-m", "mutmut"]
    ended = subprocess.call([*mutmut, "run", *sys.argv[1:]], env=environment)
    report(mutmut)
    sys.exit(ended)


def report(mutmut):
    """Write who was killed and who survived, of all that were tried up to now."""
    tried, survivors, harmless = defaultdict(lambda: [0, 0, 0]), [], defaultdict(list)
    for meta in sorted(FOLDER.rglob("*.py.meta")):
        module = meta.relative_to(FOLDER).as_posix().removesuffix(".meta")
        for name, code in json.loads(meta.read_text())["exit_code_by_key"].items():
            counts = tried[module]
            counts[0] += 1
            counts[1] += code in KILLED
            counts[2] += code in KILLED | SURVIVED
            if code in SURVIVED:
                survivors.append((module, name))
    shown = [(module, *_shown(mutmut, name)) for module, name in survivors]
    left = []
    for module, place, diff in shown:
        why = _why_no_fault(place, diff)
        (harmless[why] if why else left).append((module, place, diff))
    total = [sum(column) for column in zip(*tried.values(), strict=True)]
    told = (
        f"{total[2]} of {total[0]} tried, {total[1]} killed ({_share(total)}); of those who survived "
        f"{len(shown) - len(left)} are no fault."
    )
    lines = [HEAD.format(day=f"{datetime.now(UTC):%-d %B %Y}", told=told)]
    lines += [f"| {m} | {c[0]} | {c[1]} | {_share(c)} |\n" for m, c in tried.items() if c[0]]
    lines.append("\n## Survivors\n")
    for module, place, diff in left:
        lines.append(f"\n{module}, `{place}`\n```diff\n{diff}\n```\n")
    lines.append("\n## No fault\n")
    for why, those in harmless.items():
        lines.append(f"\n{why[:1].upper()}{why[1:]}:\n\n")
        for module, place, diff in those:
            put_in = [line[1:].strip() for line in diff.splitlines() if line[0] == "+"]
            lines.append(f"- {module}, `{place}`: `{' '.join(put_in)}`\n")
    REPORT.write_text("".join(lines))
    print(f"{told} {REPORT.relative_to(PROJECT)} says who survived.")


def _shown(mutmut, name):
    """(the function, the lines taken out and put in) of a mutant."""
    told = subprocess.run([*mutmut, "show", name], capture_output=True, text=True).stdout
    diff = [line for line in told.splitlines() if re.match(r"[-+](?![-+])", line)]
    place = re.sub(r"__mutmut_\d+$", "", name).rpartition(".")[2].removeprefix("x_")
    return place, "\n".join(diff)


def _why_no_fault(place, diff):
    put_in = "\n".join(line for line in diff.splitlines() if line[0] == "+")
    for where, pattern, why in NO_FAULT:
        if re.fullmatch(where or ".*", place) and re.search(pattern, put_in):
            return why
    return ""


def _share(counts):
    return f"{counts[1] / counts[2]:.0%}" if counts[2] else "—"


if __name__ == "__main__":
    main()
