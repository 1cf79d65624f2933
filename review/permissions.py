"""Who may do what. Being a superuser grants none of these: each is an explicit grant."""

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


def granted(user):
    """The desk's permissions that were given to the user or to a group of theirs."""
    if not user.is_active or user.is_anonymous:
        return frozenset()
    if not hasattr(user, "_granted"):
        user._granted = frozenset(
            Permission.objects.filter(
                Q(user=user) | Q(group__user=user),
                content_type__app_label="review",
                codename__in=REFUSALS,
            ).values_list("codename", flat=True)
        )
    return user._granted


def may(user, permission):
    return permission in granted(user)


def require(user, permission):
    if not may(user, permission):
        raise NotAllowed(REFUSALS[permission])
