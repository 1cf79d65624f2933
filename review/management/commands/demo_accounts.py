import json
import os
import secrets

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from review.models import User

ACCOUNTS = {
    "editor": ("editor", "Edita Novak"),
    "editor2": ("editor", "Emil Petrov"),
    "moderator": ("moderator", "Mara Lindqvist"),
    "moderator2": ("moderator", "Milan Okafor"),
    "operator": ("operator", "Olga Brandt"),
}


class Command(BaseCommand):
    help = "Makes the demonstration's accounts and prints their passwords. Demo mode only."

    @transaction.atomic
    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Demo accounts are made in demo mode only: set ATTESTED_DEMO=1.")
        passwords = self.passwords()
        for username, (role, public_name) in ACCOUNTS.items():
            user, made = User.objects.get_or_create(
                username=username, defaults={"public_name": public_name, "is_staff": True}
            )
            if made or not user.check_password(passwords[username]):
                user.set_password(passwords[username])
                user.save()
            user.groups.set(Group.objects.filter(name=role))
            if role == "operator":
                user.user_permissions.add(Permission.objects.get(codename="publish_directly"))
            self.stdout.write(f"  {username:12} {passwords[username]}")

    def passwords(self):
        """Made once, kept in a file that only its owner can read."""
        path = settings.VAR / "demo-accounts.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        known = {name: known.get(name) or secrets.token_urlsafe(9) for name in ACCOUNTS}
        settings.VAR.mkdir(exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(known, file, indent=1)
        return known
