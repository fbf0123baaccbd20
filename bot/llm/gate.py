"""The way out: the model's words are held back a sentence at a time, and only what the check lets through is shown.

Nothing is ever taken back, because nothing is shown before it was looked at.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.llm.citations import cited, spread
from bot.llm.cleaning import GONE, plain
from bot.llm.evidence import Evidence
from bot.llm.grounding import Verdict, check
from bot.llm.leaks import Secrets, looks_encoded
from bot.llm.sentences import Sentences
from bot.llm.thoughts import Thoughts
from bot.model.sections import heading, sections

logger = logging.getLogger(__name__)
OnSentence = Callable[[str], Awaitable[None]]
"""Takes the text that may be shown, a sentence at a time, with the white space that follows it."""
BROKE_OFF = "broke off"
"""Why the last words of an answer that ended too early are withheld."""
LONGEST_ANSWER = 4000
"""Letters of one answer that are shown."""
LONGEST_WORDS = 150
"""Words of the answer itself, before its first heading."""
MOST_SOURCES = 4
"""Sources that one answer may cite."""
_ACTED = re.compile(
    r"\bI(?:['’]ve|\s+have)?\s+(?:just\s+|now\s+|already\s+)?(?:posted|sent|deleted|removed|replied|answered|changed|"
    r"published|scheduled|approved|cancelled|booked|messaged|emailed|hidden|blocked|committed|logged)\b", re.IGNORECASE)
_WORDLESS = re.compile(r"[\W\d_]*")
_BULLET_ONLY = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])?\s*(?:\[link removed\][\s.,;:]*)+")


@dataclass
class Passed:
    """What went through and what did not. `withheld`: why, without the sentences themselves. `sources`: cited, in order.

    `invented`: how many of the withheld sentences tell a figure that stands in no source.
    """

    text: str = ""
    shown: int = 0
    withheld: list[str] = field(default_factory=list)
    invented: int = 0

    @property
    def sources(self) -> tuple[int, ...]:
        """The numbers of the sources that the shown text cites."""
        return cited(self.text)

    @property
    def is_hollow(self) -> bool:
        """Whether so little got through that the quoted answer should stand in its place: less than was withheld, or no
        more than a next step."""
        said = sections(self.text)
        return not (said.answer or said.guidance or said.data) or len(self.withheld) > self.shown


class Gate:
    """One answer on its way out. `evidence` is asked anew for each sentence: tools may have brought more meanwhile."""

    def __init__(self, evidence: Callable[[], Evidence], secrets: Secrets, show: OnSentence) -> None:
        self._evidence = evidence
        self._secrets = secrets
        self._show = show
        self._sentences = Sentences()
        self._thoughts = Thoughts()
        self._before = ""
        self._heading = ""
        self._words: int | None = 0
        self._is_shut = False
        self.passed = Passed()

    async def feed(self, piece: str) -> None:
        """Take a piece of the model's words; shows what has become a whole sentence and may be shown."""
        for sentence in self._sentences.add(self._thoughts.without(piece)):
            await self._look_at(sentence)

    async def close(self, *, is_whole: bool = True) -> Passed:
        """Look at what is left. `is_whole`: false where the answer broke off, so its last words are no sentence."""
        for sentence in self._sentences.add(self._thoughts.rest()):
            await self._look_at(sentence)
        rest = self._sentences.rest()
        if rest.strip() and is_whole:
            await self._look_at(rest)
        elif rest.strip():
            self.passed.withheld.append(BROKE_OFF)
        return self.passed

    async def _look_at(self, sentence: str) -> None:
        if not sentence.strip():
            await self._let_through(sentence if self.passed.text else "")
            return
        evidence = self._evidence()
        words = spread(plain(sentence, evidence.links))
        if _BULLET_ONLY.fullmatch(words) or not words.strip() or _is_bare(words):
            self.passed.withheld.extend(["nothing but a link"] if GONE in words else [])
            return
        words = self._without_heading(words)
        if not words.strip() or self._is_too_much(words):
            return
        verdict = self._verdict(sentence, words, evidence)
        if not verdict.ok:
            self.passed.withheld.append(verdict.reason)
            self.passed.invented += verdict.of_figures
            logger.info("sentence withheld reason=%r", verdict.reason)
            return
        self._secrets.show(words)
        self.passed.shown += 1
        self._before = "" if sentence.endswith("\n\n") else words
        headed, self._heading = self._heading + words, ""
        await self._let_through(headed)

    def _without_heading(self, words: str) -> str:
        """Hold a heading back until something beneath it may be shown: one over nothing would promise what is not there."""
        named = heading(words.rstrip())
        if named is None:
            return words
        self._before, self._words = "", None
        rest = named[1]
        # A heading opens its line beneath an empty one, whatever white space the model put before it.
        opening = "\n" * max(0, 2 - _line_feeds(self.passed.text)) if self.passed.text else ""
        self._heading = opening + (f"{named[0]}: " if rest else f"{named[0]}\n")
        return rest + words[len(words.rstrip()):] if rest else ""

    def _is_too_much(self, words: str) -> bool:
        """Tell whether a sentence would make the answer itself too long; what follows its headings is not counted."""
        if self._words is None:
            return False
        self._words += len(words.split())
        return self._words > LONGEST_WORDS

    def _verdict(self, sentence: str, words: str, evidence: Evidence) -> Verdict:
        if self._is_shut:
            return Verdict(False, "comes after what gave the instructions away")
        if self._secrets.are_in(words) or self._secrets.are_in(sentence):
            self._is_shut = True
            return Verdict(False, "gives the instructions away")
        if looks_encoded(_without_links(words, evidence)):
            return Verdict(False, "holds what no reader can read")
        if _ACTED.search(words):
            return Verdict(False, "says that it did something")
        if len({*self.passed.sources, *cited(words)}) > MOST_SOURCES:
            return Verdict(False, "cites more sources than an answer may")
        if len(self.passed.text) + len(words) > LONGEST_ANSWER:
            return Verdict(False, "the answer is too long")
        return check(words.strip(), evidence, self._before.strip())

    async def _let_through(self, words: str) -> None:
        if words:
            self.passed.text += words
            await self._show(words)


def _line_feeds(text: str) -> int:
    """How many line feeds a text ends in."""
    return len(text) - len(text.rstrip("\n"))


def _is_bare(words: str) -> bool:
    """Whether nothing but signs and source numbers is left of a sentence."""
    return bool(_WORDLESS.fullmatch(words)) and not any(letter.isdigit() for letter in words.replace("[", " ["))


def _without_links(words: str, evidence: Evidence) -> str:
    for link in evidence.links:
        words = words.replace(link, "")
    return words
