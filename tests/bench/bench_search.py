"""How fast the search is: reading and indexing the shipped corpus, and a question among 5,000 passages.

Run it: python tests/bench/bench_search.py. It prints figures and asserts nothing, since a loaded machine is not a fault.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.guidance.corpus import Piece, read_corpus  # noqa: E402
from bot.guidance.library import Guidance  # noqa: E402
from bot.guidance.search import Index  # noqa: E402
from bot.guidance.synonyms import read_synonyms  # noqa: E402

PASSAGES = 5_000
ASKED = (
    "Should we ignore trolls?", "is folower count importnt", "we got loads of plays but no sign-ups, is it any use",
    "How do we decide what winning means for our channels?", "which microphone is best for podcasts?",
)  # fmt: skip


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """Time some work again and again, quickest first, in processor time."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        work()
        taken.append(1_000 * (time.process_time() - began))
    return sorted(taken)


def documents(words: list[str], number: int) -> list[Piece]:
    """Make documents of one passage each out of the corpus' own words."""
    rng = random.Random(5)
    bodies = (" ".join(rng.choices(words, k=80)) + "." for _ in range(number))
    return [Piece(f"team/{n}", f"Note {n}", "note", None, None, (), body, "team") for n, body in enumerate(bodies)]


def main() -> None:
    """Print what was measured beside its aim."""
    prompts = ROOT / "prompts"
    ready = milliseconds(lambda: Guidance.open(prompts), 9)
    print(f"shipped corpus read and ready: quickest {ready[0]:.1f} ms, median {statistics.median(ready):.1f} ms (aim 50)")
    shipped = read_corpus(prompts / "guidance", "ours")
    words = [word for piece in shipped for word in piece.body.split()]
    synonyms, own = read_synonyms(prompts / "synonyms.txt"), documents(words, PASSAGES)
    index = Index(own, synonyms)
    anew = milliseconds(lambda: Index(own, synonyms), 5)
    more = milliseconds(lambda: Index([*own, Piece("team/new", "New", "note", None, None, (), "A new one.", "team")], synonyms,
                                      earlier=index), 5)
    print(f"{PASSAGES:,} passages of a team indexed: quickest {anew[0]:.0f} ms; one more piece: {more[0]:.0f} ms (aim 1,000)")
    small = Guidance(shipped, (), synonyms)
    large = Guidance(shipped, own, synonyms)
    report("shipped alone", small)
    report(f"with {PASSAGES:,} passages of a team", large)


def report(name: str, guidance: Guidance) -> None:
    """Print how long a question takes, the first time a word is met and afterwards alike."""
    taken = [each for question in ASKED for each in milliseconds(partial(guidance.answer, question), 20)]
    p99 = sorted(taken)[int(0.99 * len(taken))]
    print(f"a question, {name}: median {statistics.median(taken):.2f} ms, 99th percentile {p99:.2f} ms (aim 20)")


if __name__ == "__main__":
    main()
