"""Whether a figure as written is the value it claims to be, or the plain rounding of it."""

from __future__ import annotations

import math

from bot.llm.figures import Figure

FURTHEST = 0.05
"""How far, as a share of the value, a rounding of a whole number may lie from it; more would be another number."""
_EXACT = 1e-9
_STORED = 0.00005
"""Shares and rates come rounded to four digits."""
_WORD_FRACTION = 0.011
_HEDGED_FRACTION = 0.035


def is_rounding(figure: Figure, value: float) -> bool:
    """Tell whether a figure says a value plainly. `value` in the figure's unit: shares 0 to 1.

    Whole numbers are said whole unless the text says about, over or under; nothing is rounded to 0.
    """
    said = figure.value
    if abs(said - value) <= _EXACT * max(1, abs(value)):
        return figure.hedge in ("", "about", "over", "under")
    if figure.hedge == "most":
        return value > said
    if said == 0 or not _is_on_its_side(figure, value):
        return False
    if figure.unit == "share" and figure.step in (0.01, 0.02) and not _is_digits(figure):
        return abs(said - value) <= (_HEDGED_FRACTION if figure.hedge else _WORD_FRACTION)
    step = _step(figure, value)
    if figure.hedge in ("over", "under"):
        return abs(said - value) < step + _EXACT and abs(said - value) <= FURTHEST * abs(value)
    if step > 1 - _EXACT and abs(said - value) > FURTHEST * abs(value) and value == round(value):
        return False
    return abs(said - value) <= step / 2 + _slack(figure)


def _is_digits(figure: Figure) -> bool:
    return figure.words.lstrip("$€£¥+-− ")[:1].isdigit() and "%" in figure.words or "per" in figure.words


def _step(figure: Figure, value: float) -> float:
    """The worth of the last digit that the text means: trailing zeros are meant loosely where it says so."""
    is_whole = value == round(value) and figure.unit == "count"
    if not is_whole:
        return figure.step
    if figure.step > 1:
        return figure.step
    if not figure.hedge:
        return _EXACT
    said = int(abs(figure.value))
    zeros = len(str(said)) - len(str(said).rstrip("0"))
    return float(10 ** max(0, zeros)) if said else 1.0


def _slack(figure: Figure) -> float:
    return _STORED if figure.unit in ("share", "points") else _STORED if figure.step < 1 else _EXACT


def _is_on_its_side(figure: Figure, value: float) -> bool:
    if figure.hedge == "over":
        return value > figure.value
    if figure.hedge == "under":
        return value < figure.value
    return math.isfinite(value)
