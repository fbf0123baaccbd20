"""Whether a figure as written is the value it claims to be, or the plain rounding of it."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from bot.llm.figures import Figure

FURTHEST = 0.03
"""How far, as a share of the value, a rounding of a whole number may lie from it; more would be another number."""
_ONE_SIDED = 0.05
"""The same beside "over" and "nearly", which say on which side it lies."""
_EXACT = 1e-9
_WORD_FRACTION = 0.011
"""How far a share may lie from "a third" or "half" said plainly, and beside "about"."""
_HEDGED_FRACTION = 0.035
_HEDGED_SHARE = 0.02
"""How far a share may lie from whole tens of percent beside "just under" and "over"."""


def is_rounding(figure: Figure, value: float) -> bool:
    """Tell whether a figure says a value plainly. `value` in the figure's unit: shares 0 to 1.

    Whole numbers are said whole unless the text says about, over or under; nothing is rounded to 0.
    """
    said = figure.value
    if abs(said - value) <= _EXACT * max(1, abs(value)):
        in_words = figure.unit == "share" and not _is_in_digits(figure)
        return figure.hedge in ("", "about") or (figure.hedge != "most" and in_words)
    if figure.hedge == "most":
        return value > said
    if said == 0 or (figure.hedge == "over" and value < said) or (figure.hedge == "under" and value > said):
        return False
    if figure.unit == "share" and not _is_in_digits(figure):
        return abs(said - value) <= (_HEDGED_FRACTION if figure.hedge else _WORD_FRACTION)
    step = _step(figure, value)
    if figure.hedge in ("over", "under") and figure.unit == "share" and round(100 * said) % 10 == 0:
        return abs(said - value) <= _HEDGED_SHARE
    if figure.hedge in ("over", "under"):
        return abs(said - value) < step + _EXACT and abs(said - value) <= _ONE_SIDED * abs(value)
    if step >= 1 and value == round(value) and abs(said - value) > FURTHEST * abs(value):
        return False
    return _rounds_to(value, said, step)


def _rounds_to(value: float, said: float, step: float) -> bool:
    """Half up as people round, half to even as programs do."""
    steps = Decimal(repr(value)) / Decimal(repr(step))
    shown = said / step
    return any(abs(float(steps.to_integral_value(way)) - shown) < 1e-6 for way in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def _is_in_digits(figure: Figure) -> bool:
    return "%" in figure.words or "per" in figure.words.lower() or "pct" in figure.words.lower()


def _step(figure: Figure, value: float) -> float:
    """The worth of the last digit that the text means: trailing zeros are meant loosely where it says so."""
    if value != round(value) or figure.unit != "count" or figure.step > 1:
        return figure.step
    if not figure.hedge:
        return _EXACT
    said = str(int(abs(figure.value)))
    return float(10 ** (len(said) - len(said.rstrip("0")))) if said != "0" else 1.0
