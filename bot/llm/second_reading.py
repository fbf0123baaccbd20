"""The port `SecondReader` over a language model: a batch of texts goes out nameless, masked and fenced, labels come back.

An opinion counts where it names one of the texts and one of the labels; a text told twice in two ways is not told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.llm.fencing import Fence
from bot.llm.forms import Forms, Purse, listed, nameless
from bot.llm.schemas import strict
from bot.llm.turns import Form, Said, Turn
from bot.model.measured import TextKind

PROMPTS: Mapping[str, str] = {"comment": "opinion_comments.md", "post": "opinion_posts.md"}
_LONGEST = 600
"""Letters of a text that are sent: what a text is stands in its beginning."""


@dataclass(frozen=True)
class ModelReader:
    """Second opinions of a model, counted on one team's day."""

    forms: Forms
    purse: Purse

    @property
    def name(self) -> str:
        """The model's name."""
        return self.forms.name

    def tell(self, kind: TextKind, texts: Sequence[str], labels: Sequence[str]) -> tuple[str | None, ...]:
        """Return a label for each text, None where the model gave none that can be used. Raises a ModelError."""
        fence = Fence.draw()
        system = self.forms.words(PROMPTS[kind], boundary=fence.boundary)
        fenced = (fence.around(kind, nameless(each), longest=_LONGEST) for each in texts)
        blocks = "\n\n".join(f"{number}\n{each}" for number, each in enumerate(fenced, 1))
        turn = Turn(system, (Said("user", blocks),), form=form_of(labels))
        return opinions_in(self.forms.fill(turn, self.purse), len(texts), labels)


def form_of(labels: Sequence[str]) -> Form:
    """Return the form of an answer."""
    opinion = strict(n={"type": "integer", "description": "The text's number."},
                     label={"type": "string", "enum": list(labels), "description": "What the text is."})
    return Form("opinions", strict(opinions={"type": "array", "items": opinion}))


def opinions_in(found: Mapping[str, Any], n: int, labels: Sequence[str]) -> tuple[str | None, ...]:
    """Return the label of each of n texts in an answer; whatever is no opinion on one of them is passed over.

    >>> opinions_in({"opinions": [{"n": 2, "label": "spam"}, {"n": 9, "label": "spam"}]}, 2, ["spam"])
    (None, 'spam')
    """
    told: dict[int, set[str]] = {}
    for each in listed(found, "opinions", 2 * n):
        if not isinstance(each, dict) or set(each) != {"n", "label"}:
            continue
        number, label = each["n"], each["label"]
        if type(number) is int and 1 <= number <= n and isinstance(label, str) and label in labels:
            told.setdefault(number, set()).add(label)
    alone = {number: labels.pop() for number, labels in told.items() if len(labels) == 1}
    return tuple(alone.get(number) for number in range(1, n + 1))
