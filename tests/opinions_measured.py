"""Measures second opinions on the held half of the labelled texts with the model that coach.toml names; `make eval` runs it.

Without a model it prints what the word lists alone reach. Each text that they are unsure of is sent once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, Protocol

from bot.coach.comments.second_opinions import BATCH, UNSURE
from bot.triage.classify import LABELS, Verdict, classify
from bot.triage.posts import KINDS, kind_of_post
from tests.training.triage_texts import labelled

if TYPE_CHECKING:
    from bot.coach.desk import Desk

Kind = Literal["comment", "post"]
OF: dict[Kind, tuple[Callable[[str], Verdict], tuple[str, ...]]] = {"comment": (classify, LABELS), "post": (kind_of_post, KINDS)}


class Reader(Protocol):
    """Whoever gives second opinions."""

    def tell(self, kind: Kind, texts: Sequence[str], labels: Sequence[str]) -> tuple[str | None, ...]:
        """Return a label for each text, None where there is no opinion."""
        ...


def macro_f1(truths: Sequence[str], told: Sequence[str], labels: Sequence[str]) -> float:
    """Return the mean over the labels of the harmonic mean of precision and recall, 0 to 1.

    >>> macro_f1(["a", "b"], ["a", "a"], ["a", "b"])
    0.3333333333333333
    """
    pairs = list(zip(truths, told, strict=True))
    each = [2 * sum(true == said == label for true, said in pairs)
            / max(1, sum(true == label for true, _ in pairs) + sum(said == label for _, said in pairs)) for label in labels]
    return sum(each) / len(each)


def told_with(reader: Reader | None, kind: Kind) -> tuple[list[str], list[str], int]:
    """Return the true labels of the held half, the told ones, and how many texts the word lists are unsure of."""
    verdict_of, labels = OF[kind]
    rows = labelled("held", f"{kind}s")
    verdicts = [verdict_of(row["text"]) for row in rows]
    told = [each.label for each in verdicts]
    unsure = [n for n, each in enumerate(verdicts) if each.confidence < UNSURE]
    for start in range(0, len(unsure) if reader else 0, BATCH):
        assert reader is not None
        batch = unsure[start:start + BATCH]
        for n, label in zip(batch, reader.tell(kind, [rows[n]["text"] for n in batch], labels), strict=True):
            told[n] = label or told[n]
    return [row["label"] for row in rows], told, len(unsure)


def _lines(desk: Desk) -> Iterator[str]:
    """Yield a line for each kind of text; the model is asked where one is set."""
    from bot.app_model import second_reader

    name = desk.settings.model.name
    for kind, (_, labels) in OF.items():
        truths, told, unsure = told_with(None, kind)
        line = f"{kind}s: macro F1 {macro_f1(truths, told, labels):.3f} by the word lists, n={len(truths)}, unsure of {unsure}"
        if name:
            _, told, _ = told_with(second_reader(desk), kind)
            line += f"; {macro_f1(truths, told, labels):.3f} with second opinions of {name}"
        yield line
    if not name:
        yield "No language model is set, so no second opinion was measured."


def _main() -> None:
    from bot.app import Options, opened
    from bot.errors import CoachError

    with TemporaryDirectory() as folder:
        try:
            with opened(Options(store=f"sqlite:///{folder}/measured.db", team="eval")) as desk:
                for line in _lines(desk):
                    print(line)
        except CoachError as error:
            sys.exit(f"Second opinions could not be measured: {error}")


if __name__ == "__main__":
    _main()
