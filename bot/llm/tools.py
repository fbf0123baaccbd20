"""The tools of one turn: they read the team's figures and the guidance, and they write nothing.

Each figure they give gets an id, and becomes evidence at the same moment as the model sees it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from bot.coach.ports import GuidanceSearch, TeamData
from bot.errors import CoachError, UsageError
from bot.llm.evidence import Evidence, Fact
from bot.llm.fencing import LONGEST, Fence
from bot.llm.masking import Masker
from bot.llm.reckon import OPERATIONS, reckon
from bot.llm.schemas import arguments, one_of, several, strict, whole, words
from bot.llm.turns import Tool
from bot.model.answers import Source
from bot.model.measured import Measured, Piece, Reading, Span, TextKind

MOST_PIECES = 12
MOST_FACTS = 400
"""Figures of one turn; a model that asks for more is answered with an error."""
_PIECE_LETTERS = 320
_ALIAS_WORDS = (5, 3)
_SHORTEST_ALIAS = 10
_SHORTEST_PART = 8
NETWORKS = (
    "instagram", "facebook", "tiktok", "linkedin", "x", "youtube", "threads", "pinterest", "bluesky", "mastodon", "google")
_DAYS = whole(1, 365, "How many days back, counted from now.")
_LIMIT = whole(1, MOST_PIECES, "How many at most.")
TOOLS: tuple[Tool, ...] = (
    Tool("unanswered_comments",
    "Comments that wait for an answer, first things first, with their number by network and label.",
         strict(network=one_of(None, *NETWORKS, meaning="One network, or null for all."), limit=_LIMIT)),
    Tool("posts", "Posts of the last days with reach, comments, engagement and leads of each.",
         strict(days=_DAYS, limit=_LIMIT,
                order=one_of("newest", "reach", "leads", "engagement", meaning="Which come first."))),
    Tool("leads_by_post", "Which posts of the last days brought leads, and by which way each was tied.",
         strict(days=_DAYS, limit=_LIMIT)),
    Tool("compare_windows", "The team's figures of the last days beside those of as many days before.", strict(days=_DAYS)),
    Tool("objectives", "The team's objectives with target and progress.", strict()),
    Tool("commitments", "What people promised, with due times.",
         strict(which=one_of("open", "closed", meaning="Which ones."))),
    Tool("guidance", "Search the guidance for passages; they get the next source numbers.",
         strict(query=words(300, "What to look for."))),
    Tool("reckon",
    "Reckon with figures by their ids: share (first of second), ratio (first by second), change and "
    "difference "
    "(from first, the earlier, to second), sum. Use it for every figure that no tool gave.",
         strict(operation=one_of(*OPERATIONS, meaning="What to reckon."),
                figures=several(words(8, "An id such as f3."), 2, 8))),
)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the tools of a turn read: one team's data and the guidance."""

    team: TeamData
    guidance: GuidanceSearch


class TeamTools:
    """The tools of one turn. `passages`: the sources handed over with the question, numbered from 1."""

    tools = TOOLS

    def __init__(self, sources: Sources, fence: Fence, passages: Sequence[Source] = (), *, zone: str = "UTC") -> None:
        self._sources = sources
        self._fence = fence
        self._masker = Masker()
        self._facts: dict[str, Fact] = {}
        self._reckonings: list[Measured] = []
        self._readings: list[Reading] = []
        self.evidence = Evidence(passages=tuple(passages), zone=zone)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Everything that was read in this turn, and what was reckoned from it."""
        reckoned = (Reading(None, len(self._reckonings), None, tuple(self._reckonings), of="reckoned from these"),)
        return (*self._readings, *(reckoned if self._reckonings else ()))

    async def run(self, name: str, arguments_json: str) -> str:
        """Run one tool in a thread of its own and return its JSON; a fault comes back as `error`, for the model to mend."""
        tool = next((each for each in self.tools if each.name == name), None)
        if tool is None:
            known = ", ".join(each.name for each in self.tools)
            return _json({"error": f"there is no tool of that name; there are {known}"})
        try:
            given = arguments(arguments_json, tool.schema)
            if name == "reckon":
                return self._reckoned(given)
            if name == "guidance":
                return self._passages(await asyncio.to_thread(self._sources.guidance.search, given["query"], 3))
            return self.read(await asyncio.to_thread(_READERS[name], self._sources.team, given))
        except CoachError as error:
            return _json({"error": str(error)})

    def _reckoned(self, given: Mapping[str, Any]) -> str:
        missing = [each for each in given["figures"] if each not in self._facts]
        if missing:
            raise UsageError(f"no tool gave the figure {missing[0][:8]!r}; read it with a tool first")
        fact = reckon(given["operation"], [self._facts[each] for each in given["figures"]])
        self._reckonings.append(Measured(fact.metric, fact.value, fact.unit, n=fact.n, span=fact.span))
        return _json(self._kept(fact))

    def _passages(self, found: Sequence[Source]) -> str:
        known = list(self.evidence.passages)
        known += [each for each in found if all((each.id, each.section) != (other.id, other.section) for other in known)]
        self.evidence = replace(self.evidence, passages=tuple(known))
        numbers = {(each.id, each.section): n for n, each in enumerate(known, 1)}
        return _json({"passages": [
            {"source": numbers[each.id, each.section], "title": each.title,
             "text": each.passage if each.origin == "ours" else self._fenced("document", each.passage)}
            for each in found]})

    def _fenced(self, kind: TextKind, text: str) -> str:
        longest = LONGEST if kind == "document" else _PIECE_LETTERS
        return self._fence.around(kind, self._masker.mask(text[:2 * LONGEST]), longest=longest)

    def read(self, reading: Reading) -> str:
        """Take a reading as evidence and return it as the model sees it."""
        self._readings.append(reading)
        document: dict[str, Any] = {
            "window": _window(reading.span), "n": reading.n, "as_of": reading.as_of,
            "figures": [self._figure(each, reading.span) for each in reading.figures],
            "things": [self._piece(each, reading.span) for each in reading.pieces[:MOST_PIECES]],
        }
        self._know(moments={reading.as_of} if reading.as_of else set())
        return _json(document | ({"note": reading.note} if reading.note else {}))

    def _figure(self, measured: Measured, span: Span | None) -> dict[str, Any]:
        """Keep a figure and return it as the model sees it; the window of the whole result is not told with each again."""
        shown = self._kept(Fact.of(measured, span), measured.about)
        return shown if measured.span else {name: value for name, value in shown.items() if name != "window"}

    def _kept(self, fact: Fact, about: Mapping[str, str] | None = None) -> dict[str, Any]:
        if len(self._facts) >= MOST_FACTS:
            raise UsageError(f"more than {MOST_FACTS} figures were read; answer with those at hand")
        number = f"f{len(self._facts) + 1}"
        self._facts[number] = replace(fact, id=number)
        self.evidence = replace(self.evidence, facts=tuple(self._facts.values()))
        shown: dict[str, Any] = {"id": number, "what": fact.metric, "value": fact.value, "unit": fact.unit}
        if about:
            shown["about"] = {dim: self._masker.mask(value) for dim, value in about.items()}
        if fact.n is not None:
            shown["n"] = fact.n
        return shown | ({"window": _window(fact.span)} if fact.span else {})

    def _piece(self, piece: Piece, span: Span | None) -> dict[str, Any]:
        text = self._masker.mask(piece.text[:LONGEST])
        self._know(moments={piece.at, piece.due_at}, texts=(text,), ids={piece.id}, links={piece.link})
        self._name(piece, text)
        ours = {"id": piece.id, "link": piece.link, "at": piece.at, "due_at": piece.due_at, **piece.details}
        return {"kind": piece.kind, "text": self._fenced(piece.kind, piece.text),
                **{name: value for name, value in ours.items() if value},
                "figures": [self._figure(each, span) for each in piece.figures]}

    def _name(self, piece: Piece, text: str) -> None:
        """Let a post, an objective or a commitment be called by its id, its words or the beginning of them."""
        if piece.kind not in ("post", "objective", "commitment") or not piece.id:
            return
        plain = " ".join(text.split())
        openings = [plain, *(" ".join(plain.split()[:n]).rstrip(".,:;!?…") for n in _ALIAS_WORDS)]
        aliases = (piece.id, *dict.fromkeys(each for each in openings if len(each) >= _SHORTEST_ALIAS), *_first_part(plain))
        self.evidence = replace(self.evidence, names={**self.evidence.names, (piece.kind, piece.id): aliases})

    def _know(self, *, moments: Set[str], texts: tuple[str, ...] = (), ids: Set[str] = frozenset(),
              links: Set[str] = frozenset()) -> None:
        known = self.evidence
        self.evidence = replace(
            known, moments=known.moments | (moments - {""}), texts=known.texts + texts, ids=known.ids | (ids - {""}),
            links=known.links | (links - {""}))


def _first_part(words: str) -> tuple[str, ...]:
    """Return what stands before the first sign of a text where that is at least two words, as people call a post."""
    first = re.split(r"[,:;.!?(–—]", words, maxsplit=1)[0].strip()
    return (first,) if " " in first and _SHORTEST_PART <= len(first) < len(words) else ()


_READERS: Mapping[str, Callable[[TeamData, Mapping[str, Any]], Reading]] = {
    "unanswered_comments": lambda team, given: team.unanswered_comments(given["network"], given["limit"]),
    "posts": lambda team, given: team.posts(given["days"], given["order"], given["limit"]),
    "leads_by_post": lambda team, given: team.leads_by_post(given["days"], given["limit"]),
    "compare_windows": lambda team, given: team.compare_windows(given["days"]),
    "objectives": lambda team, _: team.objectives(),
    "commitments": lambda team, given: team.commitments(given["which"]),
}


def _window(span: Span | None) -> dict[str, str] | None:
    return {"from": span.since, "to": span.until, "name": span.name} if span else None


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
