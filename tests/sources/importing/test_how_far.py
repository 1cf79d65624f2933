"""How far an import of works is, and two that bring the same."""

import io
import threading
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from review import progress
from sources.models import Source
from tests import builders
from tests.sources.importing.steps import (
    FILE,
    PATH,
    book,
    bring,
    carried,
    look,
)

pytestmark = pytest.mark.django_db


STAGES = [
    "Reading",
    "Looking for each",
    "Proposing",
    "Comparing",
    "Checking",
    "Indexing",
    "Publishing",
    "Formatting",
]


def test_every_stage_counts(op, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0)
    told = []
    with progress.told_to(lambda *said: told.append(said)):
        bring(FILE, op)
    assert list(dict.fromkeys(words for words, _, _ in told)) == STAGES
    assert all(0 <= done < total for _, done, total in told)


def test_command_draws_a_bar_on_a_terminal(op, file, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(progress, "EVERY", 0)
    seen = Terminal()
    call_command("import_works", str(file), "--by", "operator", stdout=io.StringIO(), stderr=seen)
    assert all(stage in seen.getvalue() for stage in STAGES)
    assert seen.getvalue().endswith(f"\r{'':48}\r")


@pytest.mark.django_db(transaction=True)
def test_long_import_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.02)
    client, waiting, key = Client(), Client(), str(uuid4())
    client.force_login(builders.operator())
    waiting.force_login(builders.editor())
    text = "".join(book(str(n), title=f"Mills {n}") for n in range(150))
    form = {**carried(look(client, text=text)), "import": "1", "once": key}

    def posted():
        try:
            client.post(PATH, form)
        finally:
            connection.close()

    work, said = threading.Thread(target=posted), []
    work.start()
    while work.is_alive():
        answer = waiting.get(
            reverse("review:far", args=[key]), headers={"accept": "application/json"}
        )
        said.append(answer.json())
    work.join()
    assert Source.objects.count() == 150
    stages = list(dict.fromkeys(one["words"] for one in said if one["words"]))
    assert stages
    assert stages == [stage for stage in STAGES if stage in stages]


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_the_same_file_at_once_make_it_once():
    people = [builders.operator("one"), builders.operator("two")]
    text, done = "".join(book(str(n), title=f"Mills {n}") for n in range(40)), []

    def work(person):
        try:
            done.append(bring(text, person))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[person]) for person in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Source.objects.count() == 40
    assert sorted(len(one.new) for one in done) == [0, 40]
