"""Comments under a team's posts: who wrote what kind, and what the team answered when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from bot.model.facts import Comment, Post
from bot.model.times import to_text
from tests.simulation.draws import around, poisson
from tests.simulation.habits import Habits, Traits
from tests.simulation.words import LATE_DELIVERY, NEEDS_ANSWER, SHARES, TEXTS

if TYPE_CHECKING:
    from tests.simulation.life import Published


@dataclass
class Talk:
    """All that was said. `kinds` tells what each comment truly is, `answers` when the team answered it (UTC text)."""

    rng: Random
    traits: Traits
    said: list[Comment] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)

    def under(self, post: Post, at: datetime, habits: Habits) -> None:
        """Let people comment on a post over some days, and the team answer."""
        for _ in range(poisson(self.rng, self.traits.comments_a_post)):
            kind = self.rng.choices(list(SHARES), list(SHARES.values()))[0]
            moment = at + timedelta(hours=self.rng.expovariate(1 / 20))
            is_regular = kind in ("thanks", "other") and self.rng.random() < 0.3
            author = f"regular {self.rng.randrange(4)}" if is_regular else f"guest {len(self.said)}"
            comment = self._say(post, moment, kind, author, followers=int(around(self.rng, 300, 1.0)))
            self._maybe_answer(post, comment, moment, habits)

    def live(self, week: int, habits: Habits, start: datetime, posts: Sequence[Published]) -> None:
        """Let happen what the week's habits plant: influential people, attacks, one theme of complaints."""
        recent = [each.post for each in posts[-8:]]
        for number in range(habits.influencers):
            self._say(self.rng.choice(recent), start + timedelta(days=1 + 4 * self.rng.random()), "other",
                      f"known {week}-{number}", followers=40_000)
        for number in range(habits.complaining):
            at = start + timedelta(days=6.5 * self.rng.random())
            post = self.rng.choice(recent)
            comment = self._say(post, at, "complaint", f"customer {week}-{number}", words=LATE_DELIVERY)
            self._maybe_answer(post, comment, at, habits)
        if habits.troll_answers:
            at, post = start + timedelta(days=3 * self.rng.random()), self.rng.choice(recent)
            attack = self._say(post, at, "hostile", f"troll {week}")
            for number in range(habits.troll_answers):
                self._answer(post, attack, at + timedelta(hours=3 + 5 * number))

    def _say(self, post: Post, at: datetime, kind: str, author: str, *, words: str | None = None,
             followers: int | None = 200, parent: str | None = None) -> str:
        name = f"c{len(self.said)}"
        self.said.append(Comment(post.network, name, post.post_id, to_text(at), words or self.rng.choice(TEXTS[kind]),
                                 parent_id=parent, author=author, author_followers=followers))
        self.kinds[name] = kind
        return name

    def _maybe_answer(self, post: Post, comment: str, at: datetime, habits: Habits) -> None:
        kind, author = self.kinds[comment], self.said[-1].author or ""
        chances = {"question": habits.answered, "complaint": habits.answered, "buying signal": habits.answered_buying,
                   "thanks": habits.thanked, "other": habits.thanked, "hostile": 0.3 * habits.thanked, "spam": 0.0}
        chance = min(1.0, 2 * chances[kind]) if author.startswith("regular") else chances[kind]
        if self.rng.random() >= chance:
            return
        moment = at + timedelta(hours=around(self.rng, habits.wait_hours, 0.8))
        self._answer(post, comment, moment)
        if kind in NEEDS_ANSWER and self.rng.random() < habits.talk_back:
            self._say(post, moment + timedelta(hours=self.rng.expovariate(1 / 5)), "thanks", author, parent=comment)

    def _answer(self, post: Post, comment: str, at: datetime) -> None:
        self.said.append(Comment(post.network, f"r{len(self.said)}", post.post_id, to_text(at), "Thanks for writing to us.",
                                 parent_id=comment, from_team=True))
        self.answers.setdefault(comment, []).append(to_text(at))
