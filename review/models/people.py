from django.contrib.auth.models import AbstractUser
from django.db import models

from review import characters
from review.models.reviewed import Worded


class User(AbstractUser, Worded):
    """A contributor. Deactivated, never deleted: history and digests hold the id only."""

    public_name = models.CharField(
        max_length=150,
        blank=True,
        help_text="The name that readers see beside published work. Empty: the user name.",
    )

    by_mail = models.BooleanField(
        "letters by e-mail",
        default=True,
        help_text="Whether what is in the inbox is sent to the e-mail address too.",
    )

    NAMES = frozenset({"username", "public_name", "first_name", "last_name"})

    @classmethod
    def fault_in(cls, name, text):
        if name == "password":
            return ""
        return characters.fault_of_name(text) if name in cls.NAMES else characters.fault(text)

    def __str__(self):
        """The name, as it stands in sentences: written from the right it turns nothing beside it."""
        return characters.isolated(self.public_name or self.username)
