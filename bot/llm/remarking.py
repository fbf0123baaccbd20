"""The port `Reviewer` over a language model: remarks on a text before it is posted, each sentence checked as answers are.

A remark that cites no passage it was handed, or fails the check in one sentence, is left out whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.coach.ports import Remark
from bot.llm.citations import cited, spread
from bot.llm.evidence import Evidence
from bot.llm.fencing import Fence
from bot.llm.forms import Forms, Purse, listed, nameless
from bot.llm.grounding import check
from bot.llm.leaks import Secrets, looks_encoded
from bot.llm.masking import Masker
from bot.llm.schemas import strict
from bot.llm.sentences import sentences
from bot.llm.turns import Form, Said, Turn
from bot.model.answers import Source

PROMPT = "draft_remarks.md"
MOST = 3
_MOST_WORDS = 40
_LONGEST_WORDS = 80
"""Words above which a remark is left out; models count badly, so more than are asked for."""
_LONGEST_TEXT = 4000
_NUMBER = re.compile(r"\s*\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]")
_MARKED = re.compile(r"https?://|www\.|[<>*`{}|]")
FORM = Form("draft_remarks", strict(remarks={"type": "array", "items": {"type": "string", "description": "One remark."}}))


@dataclass(frozen=True)
class ModelReviewer:
    """Remarks of a model, counted on one team's day."""

    forms: Forms
    purse: Purse

    def remarks(self, words: str, found: Sequence[str], sources: Sequence[Source]) -> tuple[Remark, ...]:
        """Return at most three remarks that their passages bear out. Raises a ModelError where no answer came."""
        fence = Fence.draw()
        system = self.forms.words(PROMPT, boundary=fence.boundary, remarks=str(MOST), words=str(_MOST_WORDS))
        turn = Turn(system, (Said("user", _said(fence, words, found, sources)),), form=FORM)
        written = listed(self.forms.fill(turn, self.purse), "remarks", MOST)
        secrets, evidence = Secrets(system, words=(fence.boundary,)), Evidence(passages=tuple(sources), texts=(words,))
        remarks = (_borne(" ".join(each.split()), evidence, secrets) for each in written if isinstance(each, str))
        return tuple(each for each in remarks if each)


def _said(fence: Fence, words: str, found: Sequence[str], sources: Sequence[Source]) -> str:
    passages = "\n\n".join(_passage(number, each, fence) for number, each in enumerate(sources, 1))
    checked = fence.around("note", nameless("\n".join(found)))
    text = fence.around("post", nameless(words), longest=_LONGEST_TEXT)
    return f"Passages:\n{passages or 'none'}\n\nWhat the checks found:\n{checked}\n\nThe text:\n{text}"


def _passage(number: int, source: Source, fence: Fence) -> str:
    if source.origin == "ours":
        return f"[{number}] {source.title}\n{source.passage}"
    head = json.dumps(source.title, ensure_ascii=False)
    inside = fence.around("document", Masker().mask(f"{head}: {source.passage}"))
    return f"[{number}] a document of the team's own\n{inside}"


def _borne(remark: str, evidence: Evidence, secrets: Secrets) -> Remark | None:
    """Return a remark without its numbers, its passages beside it; None where one of its sentences is not borne out."""
    remark = spread(remark)
    numbers = tuple(dict.fromkeys(cited(remark)))
    if not numbers or len(remark.split()) > _LONGEST_WORDS or _MARKED.search(remark):
        return None
    if secrets.are_in(remark) or looks_encoded(remark):
        return None
    if not all(cited(each) and check(each.strip(), evidence).ok for each in sentences(remark)):
        return None
    return Remark(_NUMBER.sub("", remark), tuple(evidence.passages[number - 1] for number in numbers))
