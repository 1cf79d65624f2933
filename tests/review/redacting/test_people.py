"""A person is renamed everywhere."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from review.deciding import undoing
from review.models import (
    Act,
)
from review.proving import log
from tests.builders import approve, change, editor
from tests.review.redacting.steps import dump

pytestmark = pytest.mark.django_db(transaction=True)


def test_person_is_renamed_everywhere(client, spread, op):
    person = Act.objects.filter(state="pending").get().changeset.author
    person.email, person.public_name = "zoe@example.org", "Zoë Wanderer"
    person.save()
    assert "Zoë Wanderer" in client.get("/changes/").content.decode()
    out = io.StringIO()
    call_command("rename_person", person.username, by=op.username, stdout=out)
    page = client.get("/changes/").content.decode()
    assert "Zoë Wanderer" not in page
    assert f"Contributor {person.pk}" in page
    text = dump()
    assert "Wanderer" not in text
    assert "zoe@example.org" not in text
    assert list(log.breaks()) == []
    with pytest.raises(CommandError, match="no account"):
        call_command("rename_person", "nobody", by=op.username)
    with pytest.raises(CommandError, match="another account"):
        call_command(
            "rename_person",
            f"contributor-{person.pk}",
            username_becomes=op.username,
            by=op.username,
        )


def test_an_undo_of_somebodys_work_does_not_keep_their_old_name(op, judge, note):
    person = editor("zoe")
    person.public_name = "Zoë Wanderer"
    person.save()
    approve(change(note, person, mood="odd"), judge)
    day = timedelta(1)
    start, end = timezone.now() - day, timezone.now() + day
    undoing.undo_account(person, start=start, end=end, by=judge, reason="Wrong")
    assert Act.objects.filter(title__startswith=f"Undo the work of account {person.pk},").exists()
    call_command("rename_person", "zoe", by=op.username, stdout=io.StringIO())
    assert "wanderer" not in dump().lower()


def test_a_new_public_name_in_the_admin_shows_at_once(client, spread, op):
    person = Act.objects.filter(state="pending").get().changeset.author
    client.force_login(op)
    client.get("/changes/")
    form = client.get(f"/admin/review/user/{person.pk}/change/").context["adminform"].form
    data = {
        k: v if not isinstance(v, list) else [o.pk for o in v]
        for k, v in form.initial.items()
        if v not in (None, "") and k in form.fields and k != "password"
    }
    done = client.post(
        f"/admin/review/user/{person.pk}/change/", data | {"public_name": "Somebody Else"}
    )
    assert done.status_code == 302
    assert "Somebody Else" in client.get("/changes/").content.decode()
