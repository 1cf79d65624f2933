"""Who may do what. Being a superuser grants none of these: each is an explicit grant."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from review.exceptions import NotAllowed

PROPOSE, DECIDE = "propose", "decide"
PUBLISH_DIRECTLY, OPERATE = "publish_directly", "operate"

ROLES = {
    "editor": (PROPOSE,),
    "moderator": (PROPOSE, DECIDE),
    "operator": (PROPOSE, OPERATE),
}

REFUSALS = {
    PROPOSE: "Only editors, moderators and operators may propose changes.",
    DECIDE: "Only moderators may decide on proposals.",
    PUBLISH_DIRECTLY: "Publishing without a second person is an explicit grant that you don't have.",
    OPERATE: "Only operators may do this.",
}


def _given(user):
    """{(label of an app, codename)} that was given to the user or to a group of theirs: one query."""
    if not user.is_active or user.is_anonymous:
        return frozenset()
    if not hasattr(user, "_given"):
        given = Permission.objects.filter(Q(user=user) | Q(group__user=user)).order_by()
        user._given = frozenset(given.values_list("content_type__app_label", "codename"))
    return user._given


def granted(user):
    """The desk's permissions that were given to the user or to a group of theirs."""
    return frozenset(name for app, name in _given(user) if app == "review" and name in REFUSALS)


class Backend(ModelBackend):
    """Django's own, which reads a user's and their groups' permissions in one query."""

    def get_all_permissions(self, user_obj, obj=None):
        if user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        return {f"{app}.{name}" for app, name in _given(user_obj)}


def may(user, permission):
    return permission in granted(user)


def require(user, permission):
    if not may(user, permission):
        raise NotAllowed(REFUSALS[permission])
