"""One question answered by the model: asked with passages and tools, let out through the gate, told apart from a failure.

The asker's own words are the only ones that stand unfenced; a team's document is fenced like a stranger's comment.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from bot.errors import CutAnswer, ModelError
from bot.llm.fencing import LONGEST, Fence
from bot.llm.gate import LONGEST_WORDS, MOST_SOURCES, Gate, OnSentence, Passed
from bot.llm.leaks import Secrets
from bot.llm.masking import Masker
from bot.llm.ports import Speaker
from bot.llm.prompts import Prompts
from bot.llm.tools import Sources, TeamTools
from bot.llm.turns import Said, Turn, Usage
from bot.model.answers import Source
from bot.model.measured import Reading

_MOST_EARLIER = 6
_NUMBER = re.compile(r"\[(\d{1,3})\]")
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
    broke off, as a sentence for people; None where it did not. `passages` and `readings`: all it was handed and read.
    `invented`: how many of the withheld sentences tell a figure that stands in no source.
    """

    text: str
    sources: tuple[Source, ...]
    withheld: tuple[str, ...]
    is_hollow: bool
    usage: Usage
    failure: str | None = None
    passages: tuple[Source, ...] = ()
    readings: tuple[Reading, ...] = ()
    invented: int = 0


@dataclass(frozen=True, slots=True)
class Writer:
    """Answers questions with a model. `speaker`: the model; `sources`: one team's data and the guidance."""

    speaker: Speaker
    prompts: Prompts
    sources: Sources

    async def answer(self, asked: Asked, show: OnSentence) -> Written:
        """Answer a question, each sentence shown as soon as it may be. Raises a ModelError where nothing was shown."""
        turn, tools, fence = _prepared(self.prompts, self.sources, asked)
        numbers = Numbers()

        async def numbered(piece: str) -> None:
            await show(numbers.in_text(piece))

        gate = Gate(lambda: tools.evidence, Secrets(turn.system, words=(fence.boundary,)), numbered)
        try:
            reply = await self.speaker.reply(turn, tools, gate.feed)
        except ModelError as error:
            passed = await gate.close(is_whole=not isinstance(error, CutAnswer))
            if not passed.shown:
                raise
            return _written(passed, tools, Usage(*error.used), str(error))
        return _written(await gate.close(is_whole=reply.is_whole), tools, reply.usage, None)


def turn_for(prompts: Prompts, sources: Sources, asked: Asked) -> Turn:
    """Return what would be sent for a question, unmasked; its boundary is drawn anew each time."""
    return _prepared(prompts, sources, asked)[0]


def _prepared(prompts: Prompts, sources: Sources, asked: Asked) -> tuple[Turn, TeamTools, Fence]:
    fence = Fence.draw()
    tools = TeamTools(sources, fence, asked.passages, zone=asked.zone)
    system = prompts.system_text({
        "boundary": fence.boundary, "words": str(LONGEST_WORDS), "sources": str(MOST_SOURCES), "tone": asked.tone})
    said = Said("user", prompts.answer_text(_slots(asked, fence, tools)))
    return Turn(system, (said,), tools.tools), tools, fence


def _slots(asked: Asked, fence: Fence, tools: TeamTools) -> dict[str, str]:
    mask = Masker().mask
    read = [tools.read(reading) for reading in asked.readings]
    earlier = [fence.around("thread", mask(words[:LONGEST])) for words in asked.earlier[-_MOST_EARLIER:]]
    return {
        "question": mask(asked.question[:_LONGEST_QUESTION]),
        "now": f"{asked.now}; the team's zone is {asked.zone}",
        "passages": "\n\n".join(_passage(n, each, fence) for n, each in enumerate(asked.passages, 1)) or "none",
        "facts": "\n".join(read) or "none", "earlier": "\n".join(earlier) or "nothing",
    }


def _passage(number: int, source: Source, fence: Fence) -> str:
    where = "" if source.section in ("", source.title) else f", {source.section}"
    if source.origin == "ours":
        return f"[{number}] {source.title}{where}\n{source.passage}"
    head = json.dumps({"title": source.title, "section": source.section}, ensure_ascii=False)
    inside = fence.around("document", Masker().mask(f"{head}\n{source.passage[:2 * LONGEST]}"))
    return f"[{number}] a document of the team's own\n{inside}"


class Numbers:
    """The sources' numbers as they are shown: in the order in which the text names them, whatever the model called them."""

    def __init__(self) -> None:
        self._shown: dict[str, int] = {}

    def in_text(self, text: str) -> str:
        """Return a text with the numbers that are shown."""
        return _NUMBER.sub(lambda hit: f"[{self._shown.setdefault(hit[1], len(self._shown) + 1)}]", text)


def _written(passed: Passed, tools: TeamTools, usage: Usage, failure: str | None) -> Written:
    cited = tuple(tools.evidence.passages[number - 1] for number in passed.sources)
    return Written(Numbers().in_text(passed.text).strip(), cited, tuple(passed.withheld), passed.is_hollow, usage, failure,
                   tools.evidence.passages, tools.readings, passed.invented)
