"""The commands that make roles and the demonstration's accounts."""

import io
import json

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from review import permissions
from review.models import User

pytestmark = pytest.mark.django_db


def run(name):
    out = io.StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


def test_roles_have_the_tables_rights_and_lose_any_other():
    Group.objects.all().delete()
    run("roles")
    rights = {
        group.name: set(
            group.permissions.filter(content_type__app_label="review")
            .exclude(content_type__model="user")
            .values_list("codename", flat=True)
        )
        for group in Group.objects.all()
    }
    assert rights == {role: set(names) for role, names in permissions.ROLES.items()}
    group = Group.objects.get(name="editor")
    group.permissions.add(Group.objects.get(name="operator").permissions.first())
    before = group.permissions.count()
    run("roles")
    assert group.permissions.count() == before - 1


def test_demo_accounts_are_made_once_with_lasting_passwords(settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, True
    run("roles")
    said = run("demo_accounts")
    assert run("demo_accounts") == said
    path = tmp_path / "demo-accounts.json"
    assert path.stat().st_mode & 0o777 == 0o600
    for name, password in json.loads(path.read_text()).items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert f"{name:12} {password}" in said
        assert not user.is_superuser
    assert not User.objects.get(username="moderator").has_perm("review.publish_directly")
    assert User.objects.get(username="operator").has_perm("review.publish_directly")


def test_demo_accounts_are_refused_outside_demo_mode(settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, False
    with pytest.raises(CommandError, match="demo mode only"):
        run("demo_accounts")
    assert not User.objects.exists()
