"""The guidance as the rest of the coach sees it: ask it, search it, name its pieces.

It answers in the words of its pieces, or says that it cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from bot.errors import GuidanceError
from bot.guidance.asking import advice_share, asks_what_happened
from bot.guidance.corpus import Piece, read_corpus
from bot.guidance.evidence import Term, repaired_text, terms_of, weigh
from bot.guidance.extract import QUOTED, closest, quote, refusal
from bot.guidance.search import Hit, Index
from bot.guidance.spelling import Speller
from bot.guidance.synonyms import Synonyms, read_synonyms
from bot.guidance.words import LIGHT, STOP
from bot.model.answers import Answer, Source, Tier

MOST_SOURCES = 4
"""An answer names at most this many sources."""
_CALIBRATED_ON = 2
"""How many questions of each piece the bars are taken from; more move them by under 0.02 and cost time at the start."""
_TEAM_SOURCES = 2
_LEVEL = 0.1
"""Scores, which go up to about 3, that lie so near count as equal; then what the team wrote goes first."""
_EARLIER_SHARE = 0.5
_NO_ADVICE = 0.45
_LEAST_BESIDE = 0.6
"""What a team's hit must score beside the best of ours to be named: a rare word in common is not enough."""
_STRONG_SHARE, _WEAK_SHARE = 0.42, 0.1
"""The bars as shares of what the corpus' middle question reaches (tuned on the development questions)."""


@dataclass(frozen=True, slots=True)
class Bars:
    """What evidence it takes to answer (`strong`) and to name the closest guidance (`weak`), 0 to 1."""

    strong: float = 0.24
    weak: float = 0.06


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found: its tier and its hits, best first, one a piece; empty where nothing was known."""

    tier: Tier
    hits: tuple[Hit, ...]


class Guidance:
    """The shipped guidance and a team's own, each in an index of its own; built once, then only read."""

    def __init__(self, shipped: Sequence[Piece], own: Sequence[Piece], synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        self._ours = {piece.id: piece for piece in shipped}
        self._shipped = Index(shipped, synonyms)
        self._take_own(Index((), synonyms))
        self._bars = self._calibrated(shipped)
        if own:
            self._take_own(Index(own, synonyms, beside=self._shipped))

    def with_own(self, own: Sequence[Piece]) -> Guidance:
        """Return the same guidance over another collection of a team's own; the shipped one is shared, and of the
        team's only what is new is read."""
        other = copy(self)
        other._take_own(Index(own, self._synonyms, earlier=self._own, beside=self._shipped))
        return other

    def _take_own(self, own: Index) -> None:
        self._own = own
        self._pieces = {**self._ours, **{piece.id: piece for piece in own.pieces}}
        known = self._shipped.words | own.words | self._synonyms.words | STOP | LIGHT
        self._speller = Speller(known, STOP | LIGHT, self._synonyms.foreign_words)

    @classmethod
    def open(cls, prompts: Path, own: Path | None = None) -> Guidance:
        """Read `guidance/` and `synonyms.txt` in a folder of prompts, and a team's folder of Markdown where there is one.

        Raises GuidanceError naming file and line of every fault.
        """
        shipped = read_corpus(prompts / "guidance", "ours")
        return cls(shipped, read_corpus(own, "team") if own else (), read_synonyms(prompts / "synonyms.txt"))

    def _calibrated(self, shipped: Sequence[Piece]) -> Bars:
        """Take the bars from the corpus' own questions, each weighed as if it were not stored."""
        reckoned = sorted(
            self._shipped.own_evidence(piece, number, self._terms(question, None))
            for piece in shipped
            for number, question in enumerate(piece.questions[:_CALIBRATED_ON])
        )
        if len(reckoned) < 20:
            return Bars()
        middle = reckoned[len(reckoned) // 2]
        return Bars(strong=_STRONG_SHARE * middle, weak=_WEAK_SHARE * middle)

    def _terms(self, question: str, previous: str | None) -> list[Term]:
        terms = terms_of(question, self._synonyms, self._speller)
        earlier = terms_of(previous, self._synonyms, self._speller, _EARLIER_SHARE) if previous else []
        said = {term.stems for term in terms}
        return terms + [term for term in earlier if term.stems not in said]

    def search(self, question: str, previous: str | None = None, *, limit: int = MOST_SOURCES) -> Found:
        """Find what speaks to a question, the asker's previous message in the thread weighing half as much.

        Hits: best first, one a piece, at most `limit`; a team's own documents never take more than half of
        them while the shipped guidance has something to say, and where it has nothing they stand alone. Never raises,
        whatever the text.
        """
        terms = self._terms(question, previous)
        advice = min(advice_share(question), advice_share(repaired_text(question, self._speller)))
        ours = self._ranked(self._shipped.search(terms), advice)
        own = self._speaking(self._ranked(self._own.search(terms), 0.0 if asks_what_happened(question) else 1.0))
        team = _worth_naming(own, self._speaking(ours))
        hits = _merged(self._speaking(ours), team, limit) if team else tuple(ours[:limit])
        best = max((hit.evidence for hit in hits[:QUOTED]), default=0.0)
        return Found(self._tier(best, hits), hits)

    def _speaking(self, hits: Sequence[Hit]) -> list[Hit]:
        """Keep what speaks to the question at all."""
        return [hit for hit in hits if hit.evidence >= self._bars.weak]

    def _ranked(self, hits: list[Hit], advice: float) -> list[Hit]:
        """Keep the best passage of each piece, its evidence lowered where advice is not what was asked for."""
        best: dict[str, Hit] = {}
        for hit in hits:
            best.setdefault(hit.passage.piece.id, hit)
        return [_lowered(hit, advice) for hit in best.values()]

    def _tier(self, evidence: float, hits: Sequence[Hit]) -> Tier:
        if hits and evidence >= self._bars.strong:
            return "strong"
        return "weak" if hits and evidence >= self._bars.weak else "none"

    def answer(self, question: str, previous: str | None = None) -> Answer:
        """Answer a question in sentences quoted from the guidance, or name the closest, or say that there is none."""
        found = self.search(question, previous)
        passages = [hit.passage for hit in found.hits]
        match found.tier:
            case "strong":
                weighed = weigh(self._terms(question, previous), self._shipped.scales)
                return Answer("strong", "guidance", quote(passages, weighed, self._synonyms), _sources(found.hits))
            case "weak":
                titles = [f"{hit.passage.piece.title} [{n}]" for n, hit in enumerate(found.hits[:3], start=1)]
                return Answer("weak", "guidance", closest(titles), _sources(found.hits[:3]))
            case "none":
                return Answer("none", "guidance", refusal(self.suggest(question)), ())

    def piece(self, piece_id: str) -> Piece:
        """Fetch a piece by its id. Raises GuidanceError where there is none of that id."""
        try:
            return self._pieces[piece_id]
        except KeyError:
            raise GuidanceError(f"there is no guidance '{piece_id}'; its id is the file's name without .md") from None

    def ids(self) -> frozenset[str]:
        """List the ids of all pieces, a team's own included."""
        return frozenset(self._pieces)

    def suggest(self, question: str = "", *, limit: int = 3) -> tuple[str, ...]:
        """Offer questions the guidance can answer: of the pieces nearest to a question, then spread over the texts."""
        near = [hit.passage.piece for hit in self.search(question, limit=limit).hits]
        spread: dict[str | None, Piece] = {}
        for piece in self._pieces.values():
            spread.setdefault(piece.source_id, piece)
        offered = dict.fromkeys(piece.questions[0] for piece in (*near, *spread.values()) if piece.questions)
        return tuple(offered)[:limit]


def _lowered(hit: Hit, advice: float) -> Hit:
    return Hit(hit.passage, hit.score, hit.evidence - _NO_ADVICE * (1 - advice))


def _worth_naming(team: Sequence[Hit], ours: Sequence[Hit]) -> list[Hit]:
    """Leave out of the team's hits what speaks far less to the question than the best of ours."""
    least = _LEAST_BESIDE * max((hit.score for hit in ours), default=0.0)
    return [hit for hit in team if hit.score >= least]


def _merged(ours: Sequence[Hit], team: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    """Join the two collections' hits by score, the team's kept to half the places where ours has enough.

    What the team wrote goes before ours where both speak to the question about equally; ours stays beside it.
    """
    room = max(_TEAM_SOURCES * limit // MOST_SOURCES, limit - len(ours))
    both = [*((hit.score, hit) for hit in ours[:limit]), *((hit.score + _LEVEL, hit) for hit in team[:room])]
    return tuple(hit for _, hit in sorted(both, key=lambda each: -each[0])[:limit])


def _sources(hits: Sequence[Hit]) -> tuple[Source, ...]:
    return tuple(
        Source(
            piece.id,
            piece.title,
            hit.passage.heading,
            piece.source,
            piece.source_id,
            piece.date,
            hit.passage.text,
            piece.origin,
        )
        for hit in hits
        for piece in (hit.passage.piece,)
    )
