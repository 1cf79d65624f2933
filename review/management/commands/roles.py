from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction

from review.permissions import ROLES


class Command(BaseCommand):
    help = "Makes the groups editor, moderator and operator, with exactly the role table's rights."

    @transaction.atomic
    def handle(self, **options):
        for role, codenames in ROLES.items():
            group, _ = Group.objects.get_or_create(name=role)
            wanted = Permission.objects.filter(
                content_type__app_label="review", codename__in=codenames
            )
            others = Permission.objects.none()
            if role == "operator":
                others = Permission.objects.filter(
                    content_type__app_label__in=["review", "auth"],
                    content_type__model__in=["user", "group"],
                ).exclude(codename__startswith="delete_")
            group.permissions.set([*wanted, *others])
        self.stdout.write(f"Roles: {', '.join(ROLES)}.")
