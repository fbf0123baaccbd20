"""Plays the made-up bakery's week and keeps one card of every kind, as the coach says it.

Nothing is staged but the clock and one comment that wants to be markup: files are imported, slots taken, buttons pressed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot import clock
from bot.actions import actions
from bot.app import desk_on, settle, work
from bot.chat.slack.home import home_view
from bot.chat.talk import Talk
from bot.coach.channels import turn_on
from bot.coach.desk import Desk
from bot.coach.files.dropped_cards import imported_card, preview_card
from bot.coach.today import as_one, today_cards
from bot.commands import commands
from bot.demo.files import EXPORTS, FRIDAY_FILES, MONDAY_FILES
from bot.demo.play import QUESTION
from bot.errors import CoachError
from bot.model.card import Card, quoted
from bot.model.command import Asker
from bot.model.form import Form
from bot.model.settings import Channel, Settings
from bot.model.times import from_text
from bot.store.store import open_store

SUNDAY, MONDAY, TUESDAY, WEDNESDAY = ("2026-03-01T20:00:00Z", "2026-03-02T09:30:00Z", "2026-03-03T10:00:00Z",
                                      "2026-03-04T09:30:00Z")
FRIDAY, LATER = "2026-03-06T13:05:00Z", "2026-03-06T13:30:00Z"
CHANNEL = "C04MILLST"
POST = "https://www.instagram.com/p/DVMF2hToC4h/"
HOSTILE = ("<!channel> @everyone <script>alert(1)</script> **free** [rye](https://evil.example) `now` "
           "\u202ewon yub\u202c how much is the rye loaf?")
ADA = Asker(person="slack:U1", name="Ada", channel=CHANNEL, zone="UTC", is_admin=True, platform="slack")
BEN = Asker(person="slack:U2", name="Ben", channel=CHANNEL, zone="UTC", platform="slack")


@dataclass
class Board:
    """A front that keeps what was posted, with its changes; in order."""

    platform: str = "slack"
    posted: dict[str, tuple[str, Card]] = field(default_factory=dict)

    def deliver(self, channel: str, card: Card, outbox_id: str) -> str:
        """Keep a card."""
        self.posted[outbox_id] = (channel, card)
        return outbox_id

    def edit(self, channel: str, message_id: str, card: Card) -> None:
        """Keep a card in the place of the one before."""
        self.posted[message_id] = (channel, card)

    def find(self, _channel: str, outbox_id: str, _tried_at: str) -> str | None:
        """Return whether a card is there."""
        return outbox_id if outbox_id in self.posted else None

    def newest(self, *, direct: bool = False) -> Card:
        """Return the newest card of the channel, or of direct messages."""
        return [card for channel, card in self.posted.values() if channel.startswith("slack:") == direct][-1]


@dataclass
class Shown:
    """All that is to be seen: cards and forms by their kind, and the home tab as Slack gets it."""

    cards: dict[str, Card] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    home: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Week:
    """The week on stage."""

    desk: Desk
    board: Board = field(default_factory=Board)
    shown: Shown = field(default_factory=Shown)
    talk: Talk = field(default_factory=lambda: Talk(commands(), actions()))

    def at(self, moment: str) -> None:
        """Let it become a moment, and do a round."""
        self.desk = self.desk.at(clock.fixed(from_text(moment)))
        work(self.desk, {"slack": self.board}, "pictures")

    def take(self, names: tuple[str, ...]) -> list[str]:
        """Import files and return what they closed."""
        for name in names:
            self.desk.intake.take(name, (EXPORTS / name).read_bytes(), zone="UTC")
        return settle(self.desk)

    def hear(self, kind: str, line: str, by: Asker = ADA) -> None:
        """Keep what the coach answers to a line; an error is the card of its sentence, as the chats show it."""
        try:
            self.shown.cards[kind] = self.talk.hear(self.desk, by, line).card
        except CoachError as error:
            self.shown.cards[kind] = Card(quoted(str(error)), tone="warning")

    def press(self, kind: str, card: Card, label: str, by: Asker = ADA) -> None:
        """Keep what the coach answers to a button of a card."""
        self.shown.cards[kind] = self.talk.press(self.desk, by, _key(card, label)).card


@contextmanager
def team() -> Iterator[Week]:
    """Open a week on a store that is thrown away."""
    settings = Settings(team="mill-street", channels=(Channel("slack", CHANNEL),), admins=(ADA.person,))
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        store = open_store(f"sqlite:///{folder}/week.db")
        try:
            yield Week(desk_on(store.team("mill-street"), settings, clock.fixed(from_text(SUNDAY))))
        finally:
            store.close()


def played() -> Shown:
    """Return what the week showed."""
    with team() as week:
        _sunday(week)
        _first_days(week)
        _wednesday(week)
        _friday(week)
        _hostile(week)
        return week.shown


def _sunday(week: Week) -> None:
    week.hear("setup", "setup")
    week.hear("import-how", "import")
    name = "instagram_content.csv"
    told = week.desk.intake.preview(name, (EXPORTS / name).read_bytes(), zone="UTC")
    week.shown.cards["import-preview"] = preview_card(told, "file", "UTC")
    week.take(MONDAY_FILES[:1] + MONDAY_FILES[2:])
    taken = week.desk.intake.take(name, (EXPORTS / name).read_bytes(), zone="UTC")
    week.shown.cards["imported"] = imported_card(taken, settle(week.desk))
    week.hear("preview", "preview")
    turn_on(week.desk, CHANNEL)
    week.hear("goal-set", "goals leads 60 --until 2026-06-30")
    week.shown.forms["form-goal"] = week.talk.blank("goals")
    week.at(SUNDAY)


def _first_days(week: Week) -> None:
    week.at(MONDAY)
    week.shown.cards["digest"] = week.board.newest()
    week.at(TUESDAY)
    week.shown.cards["audit-posted"] = week.board.newest()
    week.hear("audit", "audit")
    week.hear("audit-post", f"audit post {POST}")
    week.hear("audit-leads", "audit leads")
    week.hear("comments", "comments")
    week.hear("draft", "comments draft w3")


def _wednesday(week: Week) -> None:
    week.at(WEDNESDAY)
    nudge = week.board.newest()
    week.shown.cards["nudge-open"] = nudge
    week.press("nudge-why", nudge, "Why this?")
    week.press("commitment-made", nudge, "I'll take these", by=BEN)
    week.at("2026-03-04T09:31:00Z")
    week.shown.cards["nudge-taken"] = week.board.newest()
    week.hear("answer", f"ask {QUESTION}")
    week.hear("refusal", "ask What is the capital of Mongolia?")
    week.hear("refusal-scope", "ask Write me ten fake reviews for our page")
    week.hear("error-command", "adit week")
    week.hear("error-value", "commit answer 5 comments by 31 February 15:00")
    week.hear("commit", "commit answer 3 comments by Friday 15:00")
    week.hear("lead", f"lead 3 enquiries from {POST}")
    week.hear("commitments", "commitments --all")
    week.hear("explain", "nudges explain")
    if "nudges report" in week.talk.commands:
        week.hear("nudges-report", "nudges report")
    week.shown.forms["form-commitment"] = week.talk.blank("commit", words="answer 5 comments by Friday 15:00")
    week.shown.home = home_view(week.desk, BEN)
    week.shown.cards["today"] = as_one(today_cards(week.desk, BEN))


def _friday(week: Week) -> None:
    week.at(FRIDAY)
    week.shown.cards["check-in"] = week.board.newest(direct=True)
    week.at(LATER)
    done = week.take(FRIDAY_FILES)
    week.at(LATER)
    week.shown.cards["nudge-done"] = next(card for channel, card in reversed(week.board.posted.values())
                                          if channel == CHANNEL and card.tone == "good")
    assert done, "the data closed nothing"


def _hostile(week: Week) -> None:
    quoted_words = HOSTILE.replace('"', '""')
    rows = ("network,comment_id,post_id,parent_id,created_at,author,author_followers,from_team,text\n"
            f'instagram,h1,17900001772191140,,2026-03-06T09:00:00Z,@everyone,12,no,"{quoted_words}"\n')
    week.desk.intake.take("comments.csv", rows.encode(), zone="UTC")
    week.hear("hostile", "comments")


def _key(card: Card, label: str) -> str:
    return next(button.key for button in card.buttons if button.label == label)
