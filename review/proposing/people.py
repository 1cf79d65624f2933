"""Accounts: their names can be changed everywhere, since the record holds only their numbers."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from review import characters, permissions
from review.deadlocks import retrying
from review.exceptions import Refused
from review.models import User
from review.publishing import pages


def rename(user, *, by, public_name, username="", email=""):
    """Give an account another public name, user name and address, on every page at once."""
    permissions.require(by, permissions.OPERATE)
    public_name = characters.said(public_name, empty="Give the name that readers are to see.")
    username = username or user.username
    for name in (username, public_name):
        if found := characters.fault_of_name(name):
            raise Refused(found)
    email = characters.said(email)
    if User.objects.filter(username=username).exclude(pk=user.pk).exists():
        raise Refused(f"There is another account called {username}.")
    retrying(lambda: _rename(user, username, public_name, email))


@transaction.atomic
def _rename(user, username, public_name, email):
    user.username, user.public_name, user.email = username, public_name, email
    user.first_name = user.last_name = ""
    user.save(update_fields=["username", "public_name", "email", "first_name", "last_name"])
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    )
    entries.update(object_repr=str(user), change_message="")
    pages.forget()
