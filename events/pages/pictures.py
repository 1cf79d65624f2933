"""Pictures on public pages, and the bytes of those that were uploaded."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from events.models import Illustration, PictureSize
from events.models.picture import address_of, named_by
from review import permissions
from review.models import Redaction

# What is at such an address never changes: it is named by its digest.
FOR_GOOD = "public, max-age=31536000, immutable"
NOT_KEPT = "private, no-store"
# How wide a picture is shown: the page's measure, or the screen with its margins.
SIZES = "(max-width: 45rem) calc(100vw - 2rem), 42rem"


@dataclass
class ShownPicture:
    """An illustration. `srcset`, width and height are those of an uploaded one."""

    caption: str
    image: str
    alternative: str
    credit: str
    licence: str
    srcset: str = ""
    width: int | None = None
    height: int | None = None
    sizes: str = SIZES


def shown(illustrations):
    """`ShownPicture`s of illustrations, live or past, at the cost of at most one query."""
    digests = {named_by(i.image) for i in illustrations} - {""}
    held = sizes_of(digests) if digests else {}
    return [_shown(i, held.get(named_by(i.image), ())) for i in illustrations]


def sizes_of(digests):
    """{digest: [(width, height)]} of uploaded pictures, the smallest first."""
    found = {}
    rows = PictureSize.objects.filter(picture__in=digests).order_by("width")
    for digest, *size in rows.values_list("picture", "width", "height"):
        found.setdefault(digest, []).append(tuple(size))
    return found


def _shown(illustration, sizes):
    made = ShownPicture(
        illustration.caption,
        "" if illustration.image == Redaction.MARK else illustration.image,
        illustration.alternative,
        illustration.credit,
        illustration.licence,
    )
    if sizes:
        digest = named_by(illustration.image)
        made.srcset = ", ".join(f"{address_of(digest, w)} {w}w" for w, _ in sizes)
        made.width, made.height = sizes[-1]
    return made


@require_safe
def picture(request, sha256, width):
    """The bytes of an uploaded picture: for everybody once it was published, else for the desk."""
    found = PictureSize.objects.select_related("picture").filter(picture=sha256, width=width)
    size = found.first()
    if size is None:
        raise Http404("There is no such picture.")
    # Past versions of a page are read by everybody: so what history names is shown.
    is_public = Illustration.history.filter(image=size.picture.address).exists()
    if not is_public and not permissions.may(request.user, permissions.PROPOSE):
        raise Http404("There is no such picture.")
    etag = quote_etag(f"{sha256}-{width}")
    headers = {
        "Cache-Control": FOR_GOOD if is_public else NOT_KEPT,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "ETag": etag,
    }
    answer = HttpResponse(bytes(size.body), content_type="image/webp", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer)
