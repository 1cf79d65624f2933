"""`make mutants`: one fault after the other is put in, and the tests must notice.

mutmut writes the faults into a copy of the project. One pytest collects the tests there, runs each
once to learn which functions it reaches, and then forks a process for each fault, which runs the
tests that reach the place until one fails: first those that noticed other faults in the same
function, then the quickest; for some seconds, and for a minute if it survives them. docs/mutants.md
tells who survived: they have to be looked at. Nothing hangs on how busy the machine is: tests are
measured, and a loop without an end is known, by the time of the processor.
"""

import functools
import gc
import hashlib
import json
import os
import pickle
import re
import resource
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

import pytest

# Each fault gets so many seconds of tests, and those that survive get more.
ROUNDS = [int(n) for n in os.environ.get("ATTESTED_MUTANTS_SECONDS", "1 8 60").split()]
LANES = int(os.environ.get("ATTESTED_MUTANTS_LANES", os.cpu_count()))
PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "mutants"
REPORT = PROJECT / "docs" / "mutants.md"
# In the folder, between runs: what became of each fault is in mutmut's own *.meta.
TODO, REACHED, NOTICED = "var/todo.json", "var/reached.json", "var/noticed.txt"
# As mutmut keeps what became of each. Waiting for ever is none of them: it is tried again.
KILLED, ENDLESS, SURVIVED, UNREACHED = 1, 24, 0, 33
LIVES = (SURVIVED, UNREACHED)
# What a fault may take for one test, besides twenty times what the test takes: seconds, bytes.
PROCESSOR, MEMORY = 20, 6 * 1024**3

# Who survives and is no fault: (the function, a pattern of what was put in, why not).
NO_FAULT = [
    ("", r"no_key=(None|False)|of=\[", "locks more than it has to: the races look at that"),
    (
        "_locked_acts|_send",
        r"select_for_update\(no_key=True\)",
        "locks more than it has to: the races look at that",
    ),
    ("", r"update_fields=None", "writes what is there already"),
    ("", r"analyse\(", "how soon PostgreSQL counts its rows anew"),
    ("", r"progress\.each\((None|\")", "words of how far it is"),
    ("register", r"= None", "run once, when the apps are made ready, before any test"),
    ("register_elsewhere", r"None", "run once, when the apps are made ready, before any test"),
    ("undo_account", r"microseconds=2", "no publication is so near to midnight"),
    ("_posted_key", r"XXXX", "is no key either"),
    (
        "prepare",
        r"redactions = None",
        "asked for by what a redaction overtakes: the races look at that",
    ),
    ("prepare", r"objects\.filter", "makes more ready than it has to"),
    ("publish", r"changes=None|summary, \)", "reads again what it has just written"),
    ("decide_within", r"_changes_of\(acts\) if", "reads again what it has just written"),
    ("merge_words", r"\(h, 3\)", "another hand than the first, all the same"),
    ("merge_words", r"ours == theirs and", "a short cut: comparing the two comes to the same"),
    ("canonical", r"_encode\(value\)$", "a short cut: the encoder writes the same"),
    ("field_salt", r"33", "salts have 32 digits or 64"),
    ("publication_digest", r"\(entries\) or True", "each publication takes in some by now"),
    ("xǁCoverǁ_is_key", r"or True", "both keys are numbers"),
    ("value", r"astimezone\(None\)", "the process's own zone is UTC, too"),
    ("seal", r"range\(0, len\(keys\), \)", "seals again what is sealed"),
    ("_targets", r"str\(None\)", "looks for more than it has to"),
    ("_why_missing", r"filter\((op=|subject__in=labels, \))", "reads more than is used"),
    ("removals", r'^.\s*(history_type="-"|subject__in=keys, \))$', "reads more than is used"),
    ("_reopened|_send|hold_open", r"renew_about", "finds the act by what it is about, too"),
    ("_works_of", r"works.get", "what was cited has a history"),
    ("told", r'was = ""', "as empty"),
    ("next_to_verify", r"values_list\(flat", "its key is the citation's"),
    ("_duplicates", r"is not None or|\| set|taken = None", "looks at more than it has to"),
    ("_names_unique", r"touched \|", "locks more than it has to: the races look at that"),
]

HEAD = """# Mutants

`make mutants` puts faults into the engine, one after the other, and runs the tests that reach the
place: first those that noticed others there, then those that name the module, then the quickest; for
a second, and longer if it survives that. Who survives is looked at: a test is missing, or it is no
fault. Wording, what is fetched along and how much goes at once is not mutated (pyproject.toml);
functions with a decorator are not either. Tests of deadlocks and by chance, and those in a browser,
take no part: they wait for each other, or go on for long.

Last run: {day}, {told}

| module | mutants | noticed | no fault | survived | not tried | noticed of those tried |
|---|---|---|---|---|---|---|
"""


# The run with faults, in the copy: a plugin of its pytest.


def pytest_runtestloop(session):
    if not (PROJECT / TODO).exists():
        return None  # Another pytest, which was not begun by `main`.
    from sources.formatting import citeproc

    citeproc._written = _kept(citeproc._written)
    todo = json.loads((PROJECT / TODO).read_text())
    items = {item.nodeid: item for item in session.items}
    _run(session.items[0], session)
    databases = _databases(session, LANES)
    reached = _reached(session)
    _without_connections()
    gc.freeze()
    results, told = os.pipe()
    lanes = [_lane(todo[n::LANES], items, reached, told, databases[n]) for n in range(LANES)]
    os.close(told)
    _keep(results, len(todo))
    for lane in lanes:
        os.waitpid(lane, 0)
    return True


def _run(item, nextitem):
    """Whether one test notices anything; what belongs to the whole session stays up after it."""
    from _pytest.runner import runtestprotocol

    return any(r.failed for r in runtestprotocol(item, log=False, nextitem=nextitem))


def _kept(function):
    """A function that writes down what it found: pandoc takes longer than most tests."""
    folder = PROJECT / "var" / "written"
    folder.mkdir(exist_ok=True)

    def asked(*given):
        told = json.dumps(given, sort_keys=True, default=str).encode()
        kept = folder / hashlib.sha256(told).hexdigest()
        if not kept.exists():
            part = kept.with_suffix(f".{os.getpid()}")
            part.write_bytes(pickle.dumps(function(*given)))
            part.rename(kept)
        return pickle.loads(kept.read_bytes())

    return asked


def _without_connections():
    from django.db import connections

    connections.close_all()


def _databases(session, number):
    """Names of copies of the database, empty as the migrations left it, the first for copying."""
    from django.db import connection
    from pytest_django.plugin import blocking_manager_key

    _without_connections()
    empty, *names = [f"{connection.settings_dict['NAME']}_{n}" for n in range(number + 1)]
    with session.config.stash[blocking_manager_key].unblock():
        _copy(connection.settings_dict["NAME"], empty)
        for name in names:
            _copy(empty, name)
    return [(name, empty) for name in names]


def _copy(database, name):
    from django.db import connection

    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database}"')


def _reached(session):
    """{"took": {test: seconds}, "by": {function: tests}}: each test is run once, without a fault.

    What was learned of a file of tests is kept until it, or anything but tests, changes.
    """
    kept = PROJECT / REACHED
    known = json.loads(kept.read_text()) if kept.exists() else {}
    other = (p for p in PROJECT.rglob("*.py") if p != Path(__file__))
    engine = _digest(p for p in other if not p.name.startswith("test_"))
    if known.get("engine") != engine:
        known = {"engine": engine, "files": {}}
    by_file = defaultdict(list)
    for item in session.items:
        by_file[item.path].append(item)
    for path, items in by_file.items():
        name, now = path.relative_to(PROJECT).as_posix(), _digest([path])
        ids = sorted(item.nodeid for item in items)
        held = known["files"].get(name)
        if not held or held["digest"] != now or held["ids"] != ids:
            print(f"Learning what {name} reaches", flush=True)
            known["files"][name] = {"digest": now, "ids": ids, **_learned(items, session)}
            kept.write_text(json.dumps(known))
    found = {"took": {}, "by": defaultdict(list)}
    for path in by_file:
        held = known["files"][path.relative_to(PROJECT).as_posix()]
        found["took"] |= held["took"]
        for function, tests in held["by"].items():
            found["by"][function] += tests
    return found


def _learned(items, session):
    """The same of the tests of one file; what a fixture for many of them reaches, all of them do."""
    from mutmut.mutation.trampoline import set_mutant_under_test
    from mutmut.state import state

    hits, shared = state()._stats, session.config.pluginmanager.get_plugin("shared")
    took, by = {}, defaultdict(set)
    shared.hits = set()
    for item, nextitem in zip(items, [*items[1:], session], strict=True):
        hits.clear()
        set_mutant_under_test("stats")
        began = time.process_time()
        if _run(item, nextitem):
            print(f"{item.nodeid} fails without a fault: it takes no part.", flush=True)
            continue
        took[item.nodeid] = time.process_time() - began
        for function in hits:
            by[function].add(item.nodeid)
    set_mutant_under_test("")
    for function in shared.hits:
        by[function] |= set(took)
    return {"took": took, "by": {function: sorted(tests) for function, tests in by.items()}}


class Shared:
    """Notes what the fixtures of a whole file reach."""

    def __init__(self):
        self.hits = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef):
        from mutmut.state import state

        before = set(state()._stats)
        try:
            return (yield)
        finally:
            if fixturedef.scope in ("module", "class"):
                self.hits |= state()._stats - before


def pytest_configure(config):
    config.pluginmanager.register(Shared(), "shared")


def _digest(paths):
    told = hashlib.sha256()
    for path in sorted(paths):
        told.update(path.read_bytes())
    return told.hexdigest()


def _lane(todo, items, reached, told, database):
    """A process that tries faults one after the other, with a database of its own; its id."""
    if pid := os.fork():
        return pid
    from django.db import connection

    caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    name, empty = database
    connection.settings_dict["NAME"] = name
    session = next(iter(items.values())).session
    left = {mutant: set() for mutant in todo}  # with the tests that it survived
    for seconds in ROUNDS:
        for mutant, survived in list(left.items()):
            tests = _next(mutant, survived, reached, seconds)
            began = time.monotonic()
            code = _try(mutant, [items[test] for test in tests], reached, caches)
            if not tests and not survived:
                code = UNREACHED
            os.write(told, f"{mutant} {code} {time.monotonic() - began:.1f}\n".encode())
            survived.update(tests)
            if code != SURVIVED:
                del left[mutant]
            if code not in (KILLED, SURVIVED, UNREACHED):
                _renew(session, empty, name)
    _check(todo, items, reached, caches)
    os._exit(0)


def _check(todo, items, reached, caches):
    """What noticed a fault in this process must not notice one where there is none."""
    places = {_function(mutant) for mutant in todo}
    tests = sorted({test for place, test in _noticed() if place in places and test in items})
    code = _try("none", [items[test] for test in tests], reached, caches)
    print(f"Without a fault {len(tests)} tests tell {code}, which should be {SURVIVED}", flush=True)


def _renew(session, empty, name):
    """What was cut off may have left something behind."""
    from pytest_django.plugin import blocking_manager_key

    with session.config.stash[blocking_manager_key].unblock():
        _copy(empty, name)


def _next(mutant, survived, reached, seconds):
    """Those of the other tests that are likeliest to notice, and then the quickest."""
    place, took = _function(mutant), reached["took"]
    tests = [test for test in reached["by"].get(place, ()) if test in took]
    told = Counter({test: 3 for test in tests if _names(test.partition("::")[0], _module(place))})
    for where, test in _noticed():
        told[test] += 20 * (where == place) or (_module(where) == _module(place) and told[test] < 3)
    chosen, spent = [], 0
    for test in sorted({*tests} - survived, key=lambda t: (-told[t] / (took[t] + 0.05), took[t])):
        chosen.append(test)
        spent += took[test]
        if spent > seconds:
            break
    return chosen


def _noticed():
    """{(function, test)}: which test noticed a fault where."""
    file = PROJECT / NOTICED
    lines = file.read_text().splitlines() if file.exists() else ()
    return sorted({tuple(line.split(" ", 1)) for line in lines})


@functools.cache
def _names(file, module):
    """Whether a file of tests names a module of the engine."""
    return re.search(rf"\b{module.rpartition('.')[2]}\b", (PROJECT / file).read_text()) is not None


def _try(mutant, tests, reached, caches):
    """What becomes of a fault, in a process of its own."""
    pid = os.fork()
    if pid == 0:
        code = 3
        try:
            code = _tried(mutant, tests, reached, caches)
        finally:
            os._exit(code)
    # Only who waits for another for ever takes as long: the processor's time is limited apart.
    for _ in range(60 + 20 * max(ROUNDS)):
        for _ in range(100):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return abs(os.waitstatus_to_exitcode(status))
            time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return 36


def _tried(mutant, tests, reached, caches):
    from mutmut.mutation.trampoline import set_mutant_under_test

    for cache in caches:
        cache.cache_clear()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    set_mutant_under_test(mutant)
    for number, test in enumerate(tests):
        following = tests[number + 1] if number + 1 < len(tests) else test.session
        limit = int(time.process_time() + PROCESSOR + 20 * reached["took"][test.nodeid])
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        if _run(test, following):
            with (PROJECT / NOTICED).open("a") as file:
                file.write(f"{_function(mutant)} {test.nodeid}\n")
            return KILLED
    return SURVIVED


def _function(mutant):
    return mutant.rpartition("__mutmut_")[0]


def _module(place):
    return place.rpartition(".")[0]


def _keep(results, number):
    """Write down what became of each, as it is told."""
    metas = {path: json.loads(path.read_text()) for path in PROJECT.rglob("*.py.meta")}
    codes = {}
    with open(results) as lines:
        for line in lines:
            mutant, code, seconds = line.split()
            codes[mutant] = int(code)
            for path, meta in metas.items():
                if mutant in meta["exit_code_by_key"]:
                    meta["exit_code_by_key"][mutant] = int(code)
                    meta["durations_by_key"][mutant] = float(seconds)
                    path.write_text(json.dumps(meta, indent=1))
            noticed = sum(code in (KILLED, ENDLESS) for code in codes.values())
            print(
                f"{len(codes)}/{number}, noticed {noticed}: {code} {seconds} {mutant}", flush=True
            )


# The program.


def main():
    os.chdir(PROJECT)
    _write_mutants()
    todo = _todo(sys.argv[1:])
    print(f"{len(todo)} to try.")
    (FOLDER / TODO).write_text(json.dumps(todo))
    ended = subprocess.call([sys.executable, "-m", "pytest", *_arguments()], cwd=FOLDER)
    (FOLDER / TODO).unlink()
    report()
    sys.exit(ended)


def _arguments():
    from mutmut.configuration import config

    return [
        "--tb=native",
        *config().pytest_add_cli_args,
        *config().pytest_add_cli_args_test_selection,
    ]


def _write_mutants():
    """The copy anew; mutmut keeps what has not changed, and forgets what became of faults in
    functions that have."""
    from mutmut import __main__ as mutmut

    (FOLDER / "var").mkdir(parents=True, exist_ok=True)
    for path in FOLDER.rglob("*"):
        is_kept = path.suffix in (".meta", ".spans") or "var" in path.parts or path.is_dir()
        own = PROJECT / path.relative_to(FOLDER)
        if not is_kept and (path.suffix != ".py" or not own.exists()):
            path.unlink()
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.create_mutants(LANES)


def _results():
    """(module, {mutant: what became of it}) of each module that is in pyproject.toml."""
    from mutmut.utils.file_utils import walk_mutatable_files

    for path in sorted(walk_mutatable_files()):
        meta = FOLDER / f"{path}.meta"
        if meta.exists():
            yield path.as_posix(), json.loads(meta.read_text())["exit_code_by_key"]


def _todo(patterns):
    """Those that fit a pattern; without one, who was not tried, and then who survived."""
    all_of_them = [(module, *each) for module, found in _results() for each in found.items()]
    if patterns:
        return [m for pattern in patterns for _, m, _ in all_of_them if fnmatch(m, pattern)]
    ended = (KILLED, ENDLESS, *LIVES)
    return [mutant for _, mutant, code in all_of_them if code not in ended] + [
        mutant
        for module, mutant, code in all_of_them
        if code in LIVES and not _why_no_fault(*_shown(module, mutant))
    ]


def report():
    """Write who was killed and who survived, of all that were tried up to now."""
    counts, left, harmless = {}, [], defaultdict(list)
    for module, results in _results():
        told = Counter(results.values())
        survivors = [(module, *_shown(module, m)) for m, code in results.items() if code in LIVES]
        counts[module] = Counter(
            all=len(results),
            killed=told[KILLED] + told[ENDLESS],
            endless=told[ENDLESS],
            survived=len(survivors),
        )
        for each in survivors:
            if why := _why_no_fault(*each[1:]):
                harmless[why].append(each)
                counts[module]["harmless"] += 1
            else:
                left.append(each)
    total = sum(counts.values(), Counter())
    lines = [HEAD.format(day=f"{datetime.now(UTC):%-d %B %Y}", told=_told(total))]
    for module, count in counts.items():
        columns = (count[name] for name in ("all", "killed", "harmless"))
        alive = count["survived"] - count["harmless"]
        untried = count["all"] - count["killed"] - count["survived"]
        row = [module, *columns, alive, untried, _share(count)]
        lines.append(f"| {' | '.join(map(str, row))} |\n")
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
    print(f"{_told(total)} {REPORT.relative_to(PROJECT)} says who survived.")


def _told(total):
    tried = total["killed"] + total["survived"]
    return (
        f"{tried} of {total['all']} tried, {total['killed']} noticed ({_share(total)}), "
        f"{total['endless']} of them because they came to no end. Of those who survived "
        f"{total['harmless']} are no fault; the others were given {max(ROUNDS)} seconds of tests."
    )


def _shown(module, name):
    """(the function, the lines taken out and put in) of a mutant."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    told = get_diff_for_mutant(name, path=module)
    diff = [line for line in told.splitlines() if re.match(r"[-+](?![-+])", line)]
    place = re.sub(r"__mutmut_\d+$", "", name).rpartition(".")[2].removeprefix("x_")
    return place, "\n".join(diff)


def _why_no_fault(place, diff):
    put_in = "\n".join(line for line in diff.splitlines() if line[0] == "+")
    for where, pattern, why in NO_FAULT:
        if re.fullmatch(where or ".*", place) and re.search(pattern, put_in, re.MULTILINE):
            return why
    return ""


def _share(counts):
    tried = counts["killed"] + counts["survived"]
    return f"{counts['killed'] / tried:.0%}" if tried else "—"


if __name__ == "__main__":
    main()
