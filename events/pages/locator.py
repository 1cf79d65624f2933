"""A small map of where a place is, drawn of coordinates alone: lines of the globe, and the places near it
that are known here. Nothing is asked of anybody else.

Places are in hundred-thousandths of a degree (events/models/topic.py), what is drawn in pixels of a
`WIDTH` by `HEIGHT` view: north is up, and a degree of longitude as long as it is in the middle.
"""

from dataclasses import dataclass, field
from math import asin, ceil, cos, floor, radians, sin, sqrt

from django.db.models import FloatField, Func, TextField, Value
from django.utils.formats import get_format
from django.utils.translation import pgettext

from events.models import Topic
from events.models.topic import PARTS, POINT
from events.pages.moments import slugs_of

WIDTH, HEIGHT = 320, 224
# So many of the nearest are looked at, and so many are to be on the map.
LOOKED_AT, WANTED = 24, 6
# How much of the globe is shown from the middle to the top, in degrees.
NEAREST, FARTHEST, ALONE = 0.5, 40, 4
STEPS = (0.25, 0.5, 1, 2, 5, 10, 20, 30)
BARS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000)
DEGREE, RADIUS = 111.2, 6371  # Kilometres.
LETTER, LINE = 6.4, 13
EDGE = 4


@dataclass
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    label: str


@dataclass
class Spot:
    """A place on the map; `anchor` is how its label hangs on `x` and `y`, "" where it has no room."""

    name: str
    slug: str
    cx: float
    cy: float
    km: int
    x: float = 0
    y: float = 0
    anchor: str = ""


@dataclass
class Map:
    own: Spot
    spots: list
    parallels: list
    meridians: list
    bar: float
    km: int
    width: int = WIDTH
    height: int = HEIGHT
    near: list = field(default_factory=list)

    @property
    def bar_end(self):
        return round(-8 - self.bar, 1)


def near(topic):
    """[(another live place, its slug)], the nearest first."""
    found = list(nearest(topic)[:LOOKED_AT])
    slugs = slugs_of([other.pk for other in found])
    return [(other, slugs[other.pk]) for other in found if other.pk in slugs]


def nearest(topic):
    """All other live places, the nearest first, as an index finds them: by degrees, not by the way."""
    here = Func(
        Value(topic.longitude, FloatField()),
        Value(topic.latitude, FloatField()),
        function="point",
        output_field=TextField(),
    )
    away = Func(POINT, here, function="", arg_joiner=" <-> ", output_field=FloatField())
    found = Topic.objects.exclude(latitude=None).exclude(pk=topic.subject_id)
    return found.alias(away=away).order_by("away")


def drawn(topic, others):
    """The `Map` of a place among others, as `near` gives them."""
    latitude, longitude = topic.latitude / PARTS, topic.longitude / PARTS
    shrunk = max(cos(radians(latitude)), 0.2)
    apart = [
        (other.latitude / PARTS - latitude, _round(other.longitude / PARTS - longitude))
        for other, _ in others
    ]
    half = _half(apart, shrunk)
    scale = HEIGHT / 2 / half

    def at(north, east):
        return round(WIDTH / 2 + east * shrunk * scale, 1), round(HEIGHT / 2 - north * scale, 1)

    own = Spot(topic.name, "", WIDTH / 2, HEIGHT / 2, 0)
    spots = [
        Spot(other.name, slug, *at(*apart[n]), round(_km(topic, other)))
        for n, (other, slug) in enumerate(others)
    ]
    spots = [s for s in spots if EDGE < s.cx < WIDTH - EDGE and EDGE < s.cy < HEIGHT - EDGE]
    _label([own, *spots])
    northern, southern, eastern, western = sides()
    parallels = [
        Line(0, y, WIDTH, y, _degrees(value, northern, southern) if 16 < y < HEIGHT - 18 else "")
        for value in _ticks(latitude, half)
        if abs(value) <= 90 and (y := at(value - latitude, 0)[1]) is not None
    ]
    meridians = [
        Line(x, 0, x, HEIGHT, _degrees(_round(value), eastern, western) if x < WIDTH - 36 else "")
        for value in _ticks(longitude, half * WIDTH / HEIGHT / shrunk)
        if (x := at(0, value - longitude)[0]) is not None
    ]
    km = max((km for km in BARS if km / DEGREE * scale <= WIDTH / 3), default=BARS[0])
    nearest = sorted(spots, key=lambda spot: spot.km)[:3]
    return Map(own, spots, parallels, meridians, round(km / DEGREE * scale, 1), km, near=nearest)


def told(topic):
    """“44.8178° N, 20.4569° E”, with spaces at which no line breaks."""
    northern, southern, eastern, western = sides()
    return ", ".join(
        f"{_in_degrees(value)}°\u00a0{below if value < 0 else above}"
        for value, above, below in (
            (topic.latitude, northern, southern),
            (topic.longitude, eastern, western),
        )
    )


def sides():
    """The letters of north, south, east and west, beside degrees."""
    return (
        pgettext("latitude", "N"),
        pgettext("latitude", "S"),
        pgettext("longitude", "E"),
        pgettext("longitude", "W"),
    )


def _in_degrees(value):
    told = f"{abs(value) / PARTS:.4f}".rstrip("0").rstrip(".")
    return told.replace(".", get_format("DECIMAL_SEPARATOR"))


def _half(apart, shrunk):
    """How many degrees it is from the middle to the top, so that the nearest are seen."""
    if not apart:
        return ALONE
    far = sorted(max(abs(n), abs(e) * shrunk * HEIGHT / WIDTH) for n, e in apart)[:WANTED]
    # One that is far off is left out rather than have the others stand in a heap.
    far = [one for one in far if one <= max(6 * far[0], 3)]
    return min(max(far[-1] * 1.25, NEAREST), FARTHEST)


def _round(east):
    """Degrees of longitude, from -180 to 180."""
    return (east + 180) % 360 - 180


def _ticks(middle, half):
    """Where lines of the globe stand, in degrees: a few, at round numbers."""
    step = next((s for s in STEPS if 2 * half / s <= 6), STEPS[-1])
    return [
        n * step for n in range(ceil((middle - half) / step), floor((middle + half) / step) + 1)
    ]


def _degrees(value, positive, negative):
    """“44° N”, “20°30′ E”."""
    whole, rest = divmod(round(abs(value) * 60), 60)
    side = "" if not value else f"\u00a0{positive if value > 0 else negative}"
    return f"{whole}°{f'{rest:02}′' if rest else ''}{side}"


def _km(one, other):
    """The way along the globe."""
    a, b = radians(one.latitude / PARTS), radians(other.latitude / PARTS)
    east = radians((other.longitude - one.longitude) / PARTS)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(east / 2) ** 2
    return 2 * RADIUS * asin(sqrt(min(half, 1)))


def _label(spots):
    """Put each name where it covers no dot and no other name; the first have the choice."""
    taken = [(s.cx - 5, s.cy - 5, s.cx + 5, s.cy + 5) for s in spots]
    for n, spot in enumerate(spots):
        long = min(len(spot.name), 28) * LETTER
        ways = (
            (spot.cx + 8, spot.cy + 4, "start", spot.cx + 8),
            (spot.cx - 8, spot.cy + 4, "end", spot.cx - 8 - long),
            (spot.cx, spot.cy - 9, "middle", spot.cx - long / 2),
            (spot.cx, spot.cy + 17, "middle", spot.cx - long / 2),
        )
        for x, y, anchor, left in ways:
            box = (left, y - LINE + 3, left + long, y + 3)
            others = taken[:n] + taken[n + 1 :]
            if _fits(box) and not any(_meet(box, other) for other in others):
                spot.x, spot.y, spot.anchor = round(x, 1), round(y, 1), anchor
                taken.append(box)
                break


def _fits(box):
    return box[0] >= EDGE and box[1] >= EDGE and box[2] <= WIDTH - EDGE and box[3] <= HEIGHT - 16


def _meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
