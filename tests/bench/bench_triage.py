"""How fast comments are told apart, as a ratio to splitting the same texts into words with a plain pattern.

Run from the project's folder: `python -m tests.bench.bench_triage`. Prints the seconds of loading, comments a second, and
how many times the plain split takes one classification.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from time import perf_counter

from bot.triage.classify import classify
from bot.triage.cues import lists
from bot.triage.weights import weights
from tests.training.triage_texts import labelled

ROUNDS = 5


def main() -> None:
    """Measure loading once, then the best of five rounds over all labelled comments."""
    texts = [row["text"] for half in ("tune", "held") for row in labelled(half)]
    started = perf_counter()
    lists()
    weights()
    loaded_s = perf_counter() - started
    split = best_of(re.compile(r"\w+").findall, texts)
    told = best_of(classify, texts)
    print(f"loading: {1000 * loaded_s:.1f} ms")
    print(f"{len(texts) / told:,.0f} comments a second, {1e6 * told / len(texts):.0f} microseconds each")
    print(f"{told / split:.0f} times a plain split into words")


def best_of(work: Callable[[str], object], texts: list[str]) -> float:
    """Give the seconds of the fastest of some rounds over all texts."""
    seconds = []
    for _ in range(ROUNDS):
        started = perf_counter()
        for text in texts:
            work(text)
        seconds.append(perf_counter() - started)
    return min(seconds)


if __name__ == "__main__":
    main()
