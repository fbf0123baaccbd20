"""A made-up team behind the model's tools, and a model that says what a script tells it to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.errors import ModelError
from bot.llm.ports import Toolbox
from bot.llm.turns import OnPiece, Reply, Turn, Usage
from bot.model.answers import Source
from bot.model.measured import Measured, Order, Piece, Reading, Span

NOW = Span("2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z", "last 7 days")
BEFORE = Span("2026-02-16T00:00:00Z", "2026-02-23T00:00:00Z", "the 7 days before")
AS_OF = "2026-03-02T08:00:00Z"
LINK = "https://www.instagram.com/p/own1/"
PASSAGE = Source("answer", "Answer the people who write", "Answer the people who write", "A made-up text", "9", "2020",
                 "A comment is an effort somebody made. Reply to questions first, then thank the rest. Answer complaints within 4 hours.")


@dataclass
class MadeUpTeam:
    """One team's data. `words`: what stands in a place where people outside write, by its kind. `asked`: what was read."""

    words: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def unanswered_comments(self, network: str | None, limit: int) -> Reading:
        """Give two comments that wait."""
        self.asked.append(f"unanswered_comments {network} {limit}")
        pieces = (Piece("comment", self.words.get("comment", "How much is it?"), "c1", LINK, "2026-03-01T10:00:00Z", "2026-03-02T12:00:00Z",
                        {"label": "question", "network": "instagram"}),
                  Piece("name", self.words.get("name", "ana_bakes"), "u1"))
        return Reading(None, 2, AS_OF, (Measured("unanswered comments", 12, "count"),
                                        Measured("unanswered comments", 9, "count", {"network": "instagram"}),
                                        Measured("unanswered comments", 3, "count", {"network": "tiktok"})), pieces)

    def posts(self, days: int, order: Order, limit: int) -> Reading:
        """Give one post."""
        self.asked.append(f"posts {days} {order} {limit}")
        post = Piece("post", self.words.get("post", "Spring cakes are here"), "p1", LINK, "2026-02-27T09:00:00Z",
                     figures=(Measured("reach", 5420, "people", {"post": "p1"}), Measured("leads", 3, "count", {"post": "p1"})))
        return Reading(NOW, 1, AS_OF, (Measured("posts", 1, "count"),), (post, Piece("note", self.words.get("note", "Shot by the oven"), "n1")))

    def leads_by_post(self, days: int, limit: int) -> Reading:
        """Give the leads by way."""
        self.asked.append(f"leads_by_post {days} {limit}")
        return Reading(NOW, 23, AS_OF, (Measured("leads", 17, "count", {"way": "stated"}), Measured("leads", 6, "count", {"way": "time"})))

    def compare_windows(self, days: int) -> Reading:
        """Give the leads of two windows."""
        self.asked.append(f"compare_windows {days}")
        return Reading(NOW, 23, AS_OF, (Measured("leads", 23, "count"), Measured("leads", 18, "count", span=BEFORE),
                                        Measured("answered share of comments", 0.4167, "share", n=24, cases="comments that needed an answer")))

    def objectives(self) -> Reading:
        """Give one objective."""
        self.asked.append("objectives")
        piece = Piece("objective", self.words.get("objective", "Spring orders"), "o1")
        return Reading(NOW, 1, AS_OF, (Measured("objective: leads, target", 40, "count", {"objective": "o1"}),), (piece,))

    def commitments(self, which: Literal["open", "closed"]) -> Reading:
        """Give one commitment."""
        self.asked.append(f"commitments {which}")
        piece = Piece("commitment", self.words.get("commitment", "Reply to every question"), "k1", due_at="2026-03-06T15:00:00Z")
        return Reading(None, 1, AS_OF, (Measured("open commitments", 1, "count"),), (piece,))

    def search(self, query: str, limit: int) -> Sequence[Source]:
        """Give one document of the team's own."""
        self.asked.append(f"search {query} {limit}")
        return (Source("own", "Our tone", "Our tone", "Our tone", None, None, self.words.get("document", "We write warmly and briefly."), "team"),)


Step = tuple[str, str]
"""A tool's name and its arguments."""


@dataclass
class ScriptedSpeaker:
    """A model that calls the tools of a script, then says its words, a few letters at a time, then fails if it is told to."""

    says: Callable[[Turn], str]
    steps: tuple[Step, ...] = ()
    fails: ModelError | None = None
    letters: int = 7
    turn: Turn | None = None
    results: list[str] = field(default_factory=list)

    async def reply(self, turn: Turn, toolbox: Toolbox, on_piece: OnPiece) -> Reply:
        """Say what the script says."""
        self.turn = turn
        for name, arguments in self.steps:
            self.results.append(await toolbox.run(name, arguments))
        words = self.says(turn)
        for place in range(0, len(words), self.letters):
            await on_piece(words[place:place + self.letters])
        if self.fails:
            raise self.fails
        return Reply(words, Usage(1, 10, 10))
