"""Draws that the standard library lacks."""

from __future__ import annotations

import math
from random import Random


def poisson(rng: Random, mean: float) -> int:
    """Draw a count of events of which `mean` are likely.

    >>> poisson(Random(1), 3.0)
    3
    """
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def about(rng: Random, number: float) -> int:
    """Draw one of the whole numbers beside `number`, so that it is right in the mean."""
    return int(number) + (rng.random() < number - int(number))


def uneven(rng: Random, spread: float) -> float:
    """Draw a rate around 1 whose squared coefficient of variation is `spread` (gamma)."""
    return rng.gammavariate(1 / spread, spread)


def around(rng: Random, middle: float, sigma: float) -> float:
    """Draw a value above zero around its median (log-normal)."""
    return middle * rng.lognormvariate(0, sigma)
