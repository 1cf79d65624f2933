"""Events drawn in time, as bands: what is approximate, uncertain or open is drawn as that."""

from dataclasses import dataclass, field

from sources import edtf

# Of the drawing, in its own units; LETTER is about how wide one is.
WIDTH, LANE, LETTER, LEAST, OPEN = 960, 20, 6.4, 4, 40
AXIS = 22
# A scale has so many marks at most.
MARKS = 10
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000)


@dataclass
class Band:
    """One date of an event: where it begins and how wide it is, and what kind of date it is."""

    words: str
    x: float
    width: float
    kind: str  # names of classes: "approximate uncertain open"


@dataclass
class Row:
    """An event in its lane, with its label at one side of its bands."""

    anchor: str
    label: str
    words: str
    y: int
    bands: list
    label_x: float
    is_before: bool
    language: str


@dataclass
class Drawing:
    rows: list = field(default_factory=list)
    marks: list = field(default_factory=list)  # [(x, words)]
    height: int = 0
    width: int = WIDTH


def drawing(events, start=None, end=None):
    """The `Drawing` of `Placed` events over the days from `start` to before `end`, or over theirs."""
    days = [
        d for e in events for date in e.datings for d in (date.lower, date.upper) if d is not None
    ]
    if not days:
        return Drawing()
    first = (min(days) if start is None else start) // 10000
    beyond = max(days) // 10000 + 1 if end is None else end // 10000
    scale = WIDTH / max(1, beyond - first)
    lanes, rows = [], []
    for event in events:
        bands = [_band(date, first, scale) for date in event.datings]
        left, right = min(b.x for b in bands), max(b.x + b.width for b in bands)
        wide = len(event.title) * LETTER + 6
        is_before = right + wide > WIDTH and left - wide > 0
        label_x = left - 5 if is_before else min(right + 5, max(0, WIDTH - wide))
        begins, ends = min(left, label_x - wide * is_before), max(right, label_x + wide)
        lane = next((n for n, end in enumerate(lanes) if end < begins), len(lanes))
        lanes[lane : lane + 1] = [ends + 4]
        y = AXIS + lane * LANE
        words = str(event.when)
        rows.append(
            Row(event.anchor, event.title, words, y, bands, label_x, is_before, event.language)
        )
    return Drawing(rows, _marks(first, beyond, scale), AXIS + len(lanes) * LANE + 4)


def _band(date, first, scale):
    lower, upper = date.lower, date.upper
    kinds = [
        name
        for name, signs in (("approximate", "~%"), ("uncertain", "?%"))
        if any(sign in date.edtf for sign in signs)
    ]
    if lower is None or upper is None:
        kinds.append("open")
    begin = _x(lower if lower is not None else upper, first, scale)
    end = _x(upper if upper is not None else lower, first, scale, is_end=True)
    if lower is None:
        begin = end - OPEN
    if upper is None:
        end = begin + OPEN
    begin, end = max(0, min(begin, WIDTH - LEAST)), max(LEAST, min(end, WIDTH))
    return Band(date.words, round(begin, 1), round(max(LEAST, end - begin), 1), " ".join(kinds))


def _x(day, first, scale, is_end=False):
    """Where a day, as in sources/edtf, begins, or ends."""
    year, rest = divmod(day, 10000)
    month, number = divmod(rest, 100)
    return (year - first + (max(month, 1) - 1) / 12 + (max(number, 1) - 1 + is_end) / 372) * scale


def _marks(first, beyond, scale):
    step = next((n for n in STEPS if (beyond - first) / n <= MARKS), STEPS[-1])
    begin = -(-first // step) * step
    return [(round((y - first) * scale, 1), edtf.year(y)) for y in range(begin, beyond, step)]
