"""The port `Drafter` over a language model: the comment goes out nameless, masked and fenced, at most two drafts come back.

What a draft may say is checked by the caller; here only what is none, or gives the instructions away, is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.llm.fencing import Fence
from bot.llm.forms import NAME, Forms, Purse, listed, nameless
from bot.llm.leaks import Secrets, looks_encoded
from bot.llm.masking import CARD, EMAIL, PHONE, TOKEN, Masker
from bot.llm.schemas import strict
from bot.llm.turns import Form, Said, Turn
from bot.model.answers import Source

PROMPT = "reply_drafts.md"
MOST = 2
LONGEST = 500
"""Letters of a draft that are asked for; fewer than the checks allow, since models count badly."""
FORM = Form("reply_drafts", strict(drafts={"type": "array", "items": {"type": "string", "description": "One draft."}}))
_MASKS = (EMAIL, PHONE, CARD, TOKEN, NAME)
_MOST_SOURCES = 4


@dataclass(frozen=True)
class ModelDrafter:
    """Drafts of a model, counted on one team's day. `style`: a sentence of the settings, empty for none."""

    forms: Forms
    purse: Purse
    style: str = ""

    def draft(self, words: str, label: str, sources: Sequence[Source], tone: str) -> tuple[str, ...]:
        """Return at most two drafts of a reply, the best first. Raises a ModelError when none came."""
        fence = Fence.draw()
        system = self.forms.words(PROMPT, boundary=fence.boundary, label=label, drafts=str(MOST), letters=str(LONGEST),
                                  style=self.style)
        turn = Turn(system, (Said("user", _said(fence, words, sources, tone)),), form=FORM)
        found = self.forms.fill(turn, self.purse)
        secrets = Secrets(system, words=(fence.boundary,))
        offered = (" ".join(each.split()) for each in listed(found, "drafts", MOST) if isinstance(each, str))
        return tuple(each for each in offered if each and _is_fit(each, secrets))


def _said(fence: Fence, words: str, sources: Sequence[Source], tone: str) -> str:
    mask = Masker().mask
    passages = [fence.around("document", mask(f"{each.title}\n{each.passage}")) for each in sources[:_MOST_SOURCES]]
    own = fence.around("document", mask(tone)) if tone else "nothing is known"
    return "\n\n".join(("The comment:", fence.around("comment", nameless(words)), "Passages:", *(passages or ["none"]),
                        "How the team writes:", own))


def _is_fit(draft: str, secrets: Secrets) -> bool:
    return not (secrets.are_in(draft) or looks_encoded(draft) or any(mask in draft for mask in _MASKS))
