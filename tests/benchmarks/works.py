"""A file of works, published at once by the command, beside its own rows copied into tables without
rules; and the entries and short notes of all of them, made by pandoc."""

import io
import resource
import tempfile
from pathlib import Path

from django.core.management import call_command

from sources.formatting import renderings
from sources.models import Contributor, Rendering, Source
from tests.benchmarks import imports

ENTRIES = (
    "@book{{b{n}, author = {{Miller{name}, Anna and Petrov, Iv\\'an}}, title = {{The Mills of District {n}: "
    "{{A}} History}}, publisher = {{Granta}}, address = {{London}}, year = {year}}}\n",
    "@article{{a{n}, author = {{Novak{name}, Ana}}, title = {{On the Bridge of {n}}}, journal = {{Journal of "
    "Bridges}}, volume = {{{name}}}, pages = {{45--67}}, year = {year}, doi = {{10.1000/b{n}}}}}\n",
    "@incollection{{c{n}, author = {{Ћирковић{name}, Сима}}, title = {{О мосту број {n}}}, booktitle = "
    "{{Зборник о мостовима}}, editor = {{Петровић, Марко}}, publisher = {{Просвета}}, year = {year}}}\n",
)


def file(size):
    """A text of so many entries, a third each books, articles and chapters, by some hundreds; those of
    another size are other works."""
    return "".join(
        ENTRIES[n % 3].format(n=n, name=n % 100, year=1850 + n % 170)
        for n in range(10 * size, 11 * size)
    )


def imported(size, by, clock):
    """(seconds for the import, for the renderings after it, for its bare rows, names on the works,
    seconds for the same file again)."""
    spent, make_for = [], renderings.make_for

    def timed(*given):
        began = clock(), _pandoc()
        make_for(*given)
        spent.append((clock() - began[0], _pandoc() - began[1]))

    renderings.make_for = timed
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "works.bib"
            path.write_text(file(size))
            taken = _run(path, by, clock)
            floor = imports.floor(clock)
            again = _run(path, by, clock)
    finally:
        renderings.make_for = make_for
    assert Source.objects.count() >= size
    assert Rendering.objects.count() >= 2 * size
    ((own, others),) = spent
    return taken - own, own + others, floor, Contributor.objects.count(), again


def _run(path, by, clock):
    began = clock()
    call_command("import_works", str(path), "--by", by.username, stdout=io.StringIO())
    return clock() - began


def _pandoc():
    """Seconds of the processor's that other programs took which this one ran."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
