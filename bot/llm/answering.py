"""One question answered by the model: asked with passages and tools, let out through the gate, told apart from a failure.

The asker's own words are the only ones that stand unfenced; a team's document is fenced like a stranger's comment.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import CutAnswer, ModelError
from bot.llm.fencing import LONGEST, Fence
from bot.llm.gate import MOST_SOURCES, Gate, OnSentence, Passed
from bot.llm.leaks import Secrets
from bot.llm.masking import Masker
from bot.llm.ports import Reading, Speaker
from bot.llm.prompts import Prompts
from bot.llm.tools import Sources, TeamTools
from bot.llm.turns import Said, Turn, Usage
from bot.model.answers import Source

LONGEST_WORDS = 150
_MOST_EARLIER = 6
_LONGEST_QUESTION = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what belongs to it. `earlier`: the talk before, oldest first; `readings`: figures already at hand.

    `now` is UTC text; `tone`: a sentence of the settings, empty for none.
    """

    question: str
    passages: tuple[Source, ...]
    now: str
    zone: str = "UTC"
    earlier: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a question. `sources`: those the shown text cites, in the order of their numbers in it.

    `is_hollow`: too little was borne out, so the quoted answer should stand in its place. `failure`: why the model
    broke off, as a sentence for people; None where it did not.
    """

    text: str
    sources: tuple[Source, ...]
    withheld: tuple[str, ...]
    is_hollow: bool
    usage: Usage
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Answers questions with a model. `speaker`: the model; `sources`: one team's data and the guidance."""

    speaker: Speaker
    prompts: Prompts
    sources: Sources

    async def answer(self, asked: Asked, show: OnSentence) -> Written:
        """Answer a question, each sentence shown as soon as it may be. Raises a ModelError where nothing was shown."""
        fence = Fence.draw()
        tools = TeamTools(self.sources, fence, asked.passages, zone=asked.zone)
        system = self.prompts.system_text({
            "boundary": fence.boundary, "words": str(LONGEST_WORDS), "sources": str(MOST_SOURCES), "tone": asked.tone})
        gate = Gate(lambda: tools.evidence, Secrets(system, words=(fence.boundary,)), show)
        turn = Turn(system, (Said("user", self._question(asked, fence, tools)),), tools.tools)
        try:
            reply = await self.speaker.reply(turn, tools, gate.feed)
        except ModelError as error:
            passed = await gate.close(is_whole=not isinstance(error, CutAnswer))
            if not passed.shown:
                raise
            return _written(passed, tools, Usage(1), str(error))
        return _written(await gate.close(is_whole=reply.is_whole), tools, reply.usage, None)

    def _question(self, asked: Asked, fence: Fence, tools: TeamTools) -> str:
        mask = Masker().mask
        read = [tools.read(reading) for reading in asked.readings]
        earlier = [fence.around("thread", mask(words[:LONGEST])) for words in asked.earlier[-_MOST_EARLIER:]]
        return self.prompts.answer_text({
            "question": mask(asked.question[:_LONGEST_QUESTION]),
            "now": f"{asked.now} UTC; the team's zone is {asked.zone}",
            "passages": "\n\n".join(_passage(n, each, fence) for n, each in enumerate(asked.passages, 1)) or "none",
            "facts": "\n".join(read) or "none", "earlier": "\n".join(earlier) or "nothing",
        })


def _passage(number: int, source: Source, fence: Fence) -> str:
    where = "" if source.section in ("", source.title) else f", {source.section}"
    if source.origin == "ours":
        return f"[{number}] {source.title}{where}\n{source.passage}"
    head = json.dumps({"title": source.title, "section": source.section}, ensure_ascii=False)
    inside = fence.around("document", Masker().mask(f"{head}\n{source.passage[:2 * LONGEST]}"))
    return f"[{number}] a document of the team's own\n{inside}"


def _written(passed: Passed, tools: TeamTools, usage: Usage, failure: str | None) -> Written:
    numbers: Sequence[int] = passed.sources
    text, cited = passed.text, [tools.evidence.passages[number - 1] for number in numbers]
    for place, number in enumerate(numbers, 1):
        text = text.replace(f"[{number}]", f"[\x00{place}]")
    return Written(text.replace("\x00", "").strip(), tuple(cited), tuple(passed.withheld), passed.is_hollow, usage, failure)
