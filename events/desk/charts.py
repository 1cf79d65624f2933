"""Columns as SVG: places along the page in per cent, so that letters keep their size on a phone;
heights in pixels. No chart is told by its colours alone: parts have patterns, outlines and a table.
"""

from dataclasses import dataclass, field
from math import log10

TALL, SMALL = 170, 100
TOP = 18
# Fewer columns than this are as wide as if there were so many.
SLOTS = 8
# How wide a chart is at least, in pixels, on a phone, a small screen and a large one.
WIDTHS = {"narrow": 270, "wide": 640, "broad": 1000}
LETTER = 7
CROWDED = 10
LEAST = 3


@dataclass(frozen=True)
class Column:
    """`stacks` are bars side by side, each a list of (part, number) from the ground up; `label` is
    said below it, and `group` below that where it begins."""

    stacks: list
    words: str
    label: str = ""
    group: str = ""
    page: str = ""


@dataclass(frozen=True)
class Bar:
    part: str
    x: str
    width: str
    y: float
    height: float


@dataclass(frozen=True)
class Label:
    x: str
    text: str
    y: int
    sizes: tuple
    is_last: bool


@dataclass
class Chart:
    """What the template draws. `spots` are (words, page) of the columns, in the order of the page."""

    slots: int
    tall: int
    bars: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    totals: list = field(default_factory=list)
    spots: list = field(default_factory=list)
    grid: list = field(default_factory=list)

    @property
    def ground(self):
        return self.tall + TOP

    @property
    def foot(self):
        return self.ground + 40

    @property
    def has_totals(self):
        """Whether the numbers above the columns have room on a phone."""
        return self.slots <= CROWDED

    @property
    def rest(self):
        """The places at the end that no column takes."""
        return range(self.slots - len(self.spots))


def draw(columns, tall=TALL):
    """A `Chart` of columns; a column that is None is a gap."""
    chart = Chart(max(len(columns), SLOTS), tall)
    stacks = [stack for column in columns if column for stack in column.stacks]
    top = _rounded(max([sum(n for _, n in stack) for stack in stacks] + [1]))
    for at in sorted({0, top // 2 if top > 1 else 0, top}):
        chart.grid.append((round(chart.ground - tall * at / top, 1), f"{at:,}"))
    for place, column in enumerate(columns):
        if column:
            _column(chart, place, column, top)
        chart.spots.append((column.words, column.page) if column else ("", ""))
    _label(chart, [column.label if column else "" for column in columns], row=1)
    _label(chart, [column.group if column else "" for column in columns], row=2)
    return chart


def _column(chart, place, column, top):
    slot = 100 / chart.slots
    width = slot * 0.76 / len(column.stacks)
    for number, stack in enumerate(column.stacks):
        x, ground = place * slot + slot * 0.12 + number * width, float(chart.ground)
        for part, count in stack:
            if count > 0:
                # What there is, is seen, however little it is beside the rest.
                height = max(LEAST, chart.tall * count / top)
                ground -= height
                bar = Bar(part, _per_cent(x), _per_cent(width), round(ground, 1), round(height, 1))
                chart.bars.append(bar)
        total = sum(n for _, n in stack)
        if total:
            middle = _per_cent(x + width / 2)
            chart.totals.append((middle, round(ground - 5, 1), f"{total:,}"))


def _label(chart, texts, row):
    """The labels that have room beside each other, for each width."""
    ends = dict.fromkeys(WIDTHS, 0)
    for place, text in enumerate(texts):
        if not text:
            continue
        half, fits = len(text) * LETTER / 2, []
        for size, width in WIDTHS.items():
            middle = width * (place + 0.5) / chart.slots
            if not ends[size] or middle - half > ends[size] + LETTER:
                ends[size] = middle + half
                fits.append(size)
        if fits:
            is_last = place == chart.slots - 1  # It would reach over the edge.
            x = "100%" if is_last else _per_cent((place + 0.5) * 100 / chart.slots)
            chart.labels.append(Label(x, text, chart.ground + 16 * row, tuple(fits), is_last))


def _rounded(number):
    """The least of 1, 2, 4, 5, 6, 8, 10, 20, … that is not less."""
    size = 10 ** int(log10(number))
    return next(step * size for step in (1, 2, 4, 5, 6, 8, 10) if step * size >= number)


def _per_cent(number):
    return f"{number:.3f}%"
