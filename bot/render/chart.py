"""A chart as a picture, for fronts that draw none themselves. Its words travel with it, and a gap stays a gap.

The picture needs matplotlib, which is not required: without it there is no picture and the words stand alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from bot.model.card import Chart
from bot.render.limits import shortened
from bot.render.safe import inert, one_line
from bot.render.terminal import spark_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes  # type: ignore[import-not-found,unused-ignore]

WIDTH_IN, HEIGHT_IN, DOTS_PER_IN = 6.4, 2.8, 180
LABELS_AT_MOST = 12
"""Labels beneath the line; of more, every second or third is written."""
MARGIN_IN = 0.1
TICKS_AT_MOST = 5
"""Figures beside the line; whole ones where all values are, since nobody gets two and a half leads."""
TITLE_LETTERS, LABEL_LETTERS = 70, 12
"""Of the title and of a label in the picture; whole they are in the words beside it or in the card's data."""
LINE, TEXT, GRID = "#0072B2", "#333333", "#DDDDDD"
"""The line's blue is of the palette by Okabe and Ito, told apart with every kind of colour blindness."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: the bytes of a PNG, and in words what it shows."""

    png: bytes
    alt: str


def draw(chart: Chart) -> Picture | None:
    """Return a chart as a picture, or None when no value is known or matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure  # type: ignore[import-not-found,unused-ignore]
        from matplotlib.layout_engine import ConstrainedLayoutEngine  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    values = known_values(chart)
    if not any(value is not None for value in values):
        return None
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DOTS_PER_IN,
                    layout=ConstrainedLayoutEngine(w_pad=MARGIN_IN, h_pad=MARGIN_IN))
    _plot(figure.subplots(), chart, [math.nan if value is None else value for value in values])
    written = BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    return Picture(written.getvalue(), inert(chart.alt))


def known_values(chart: Chart) -> tuple[float | None, ...]:
    """Return a chart's values, with a gap for whatever is no finite number."""
    return tuple(value if value is not None and math.isfinite(value) else None for value in chart.values)


def in_words(chart: Chart) -> str:
    """Return the line that stands for a picture: blocks as high as the values, and where they begin and end.

    >>> in_words(Chart("Leads", ("5 Jan", "12 Jan", "19 Jan"), (1, None, 3), "Leads rose."))
    '▁·█  5 Jan to 19 Jan'
    """
    values = known_values(chart)
    highest = max((abs(value) for value in values if value is not None), default=0.0) or 1.0
    sparks = spark_line(tuple(None if value is None else value / highest for value in values))
    ends = [one_line(label) for label in dict.fromkeys((*chart.labels[:1], *chart.labels[-1:]))]
    return "  ".join(filter(None, (sparks, " to ".join(ends))))


def _plot(axes: Axes, chart: Chart, values: list[float]) -> None:
    from matplotlib.ticker import MaxNLocator  # type: ignore[import-not-found,unused-ignore]

    places = range(len(values))
    axes.plot(places, values, color=LINE, linewidth=2, marker="o", markersize=5)
    axes.set_title(shortened(one_line(chart.title), TITLE_LETTERS), loc="left", color=TEXT, parse_math=False)
    step = -(-len(values) // LABELS_AT_MOST)
    labelled = list(places)[:len(chart.labels)][::step]
    names = [shortened(one_line(chart.labels[place]), LABEL_LETTERS) for place in labelled]
    axes.set_xticks(labelled, names, parse_math=False)
    axes.tick_params(colors=TEXT, length=0)
    is_counted = all(math.isnan(value) or float(value).is_integer() for value in values)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=TICKS_AT_MOST, integer=is_counted))
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)
    if all(math.isnan(value) or value >= 0 for value in values):
        axes.set_ylim(bottom=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
