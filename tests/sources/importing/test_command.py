"""The command that brings works in."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from review.models import Act
from sources.models import Source
from tests.sources.importing.steps import (
    FILE,
    LATIN,
    command,
)

pytestmark = pytest.mark.django_db


def test_command_tells_what_it_would_do_then_does_it_then_nothing(op, file):
    said = command(file, "--dry-run")
    assert "2 works read: 2 new; 2 refused." in said
    assert "  Line 10, “untitled”: it has no title" in said
    assert "  file on line 5: mills.pdf" in said
    assert "Dry run: nothing was written. 2 works would be made." in said
    assert not Source.objects.exists()
    assert "Published: 2 works. /admin/review/changesets/" in command(file)
    again = command(file)
    assert "2 works read: 2 here already; 2 refused." in again
    assert "Nothing in it is new: nothing was changed." in again
    assert Act.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "by", "options", "said"),
    [
        (FILE.encode(), "nobody", (), "There is no active account named “nobody”."),
        (None, "operator", (), "can't be read: No such file"),
        (b"", "operator", (), "There is nothing in this file."),
        (LATIN.encode("cp1250"), "operator", (), "CP1250 (“"),
        (FILE.encode(), "operator", ("--encoding", "CP1251"), "These bytes are no CP1251"),
    ],
)
def test_command_refuses_in_a_sentence(op, tmp_path, data, by, options, said):
    path = tmp_path / "works.bib"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match=re.escape(said)):
        command(path, *options, by=by)
    assert not Act.objects.exists()


def test_command_goes_on_with_the_next_file(op, file, tmp_path):
    empty, out = tmp_path / "empty.bib", io.StringIO()
    empty.write_text("")
    with pytest.raises(CommandError, match=r"empty.bib: There is nothing"):
        call_command("import_works", str(empty), str(file), "--by", "operator", stdout=out)
    assert Source.objects.count() == 2
