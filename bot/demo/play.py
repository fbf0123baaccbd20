"""Plays one week of a made-up bakery, from its export files to a kept promise, on a clock of its own.

Nothing here is staged: the files are imported, the slots are taken and the promise is closed by the same code as always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot import clock
from bot.actions import actions
from bot.app import Options, importing, opened, settle, work
from bot.chat.console import Console
from bot.chat.terminal import Terminal
from bot.coach.channels import turn_on
from bot.coach.desk import Desk
from bot.commands import commands
from bot.demo.files import EXPORTS, FRIDAY_FILES, MONDAY_FILES
from bot.intake.importer import import_file
from bot.model.card import Card, text
from bot.model.command import Asker
from bot.model.times import from_text
from bot.model.words import count, day_and_time
from bot.render.terminal import Screen, render

ADA = Asker(person="terminal:you", name="Ada", channel="terminal", zone="UTC", is_admin=True)
QUESTION = "Our boss wants a viral video. Is that worth it?"


@dataclass
class Week:
    """The week on stage: a desk whose clock is set by hand, and a place to show things."""

    desk: Desk
    show: Callable[[str], None]
    screen: Screen

    def at(self, moment: str, heading: str) -> Desk:
        """Set the clock (UTC text), say where in the week we are, and return the desk."""
        self.desk = self.desk.at(clock.fixed(from_text(moment)))
        self.show(f"\n── {day_and_time(moment, 'UTC')} ── {heading} " + "─" * 12)
        return self.desk

    def take_files(self, names: tuple[str, ...]) -> None:
        """Import export files and say what came of them and what they changed."""
        for name in names:
            done = import_file(importing(self.desk), EXPORTS / name)
            came = ", ".join(f"{n:,} {outcome}" for outcome, n in done.counts.items() if n)
            self.show(f"  {done.file:22} {done.format:16} {count(done.read, 'row')}: {came}")
        for sentence in settle(self.desk):
            self.show(f"  {sentence}")

    def slot(self) -> None:
        """Do what falls due now, and send it to the terminal."""
        work(self.desk, {Terminal.platform: Terminal(self.show, self.screen)}, "demo")

    def hear(self, line: str) -> None:
        """Let Ada type a line at the prompt, as anybody would."""
        self.show(f"\ncoach> {line}")
        self._console().hear(line)

    def press(self, action: str, label: str) -> None:
        """Let Ada press a button of the last card that was posted."""
        self.show(f"\ncoach> [{label}]")
        card = self.desk.records.rows("open_cards")[-1]
        self.say(actions()[action].run(self.desk, ADA, card["card_id"]).card)

    def say(self, card: Card) -> None:
        """Show a card."""
        self.show("\n" + render(card, self.screen))

    def _console(self) -> Console:
        return Console(desk_of=lambda: self.desk, asker=ADA, commands=commands(), actions=actions(),
                       ask_line=lambda _: None, show=self.show, screen=self.screen)


def play(store: str, *, show: Callable[[str], None], screen: Screen, talk: Callable[[Desk], None] | None) -> None:
    """Play the week on a new store; at its end hand the desk to `talk`, where there is somebody to talk to."""
    options = Options(store=store, team="mill-street", now="2026-03-01T20:00:00Z")
    with opened(options) as desk:
        week = Week(desk, show, screen)
        _monday(week)
        _tuesday_and_wednesday(week)
        _friday(week)
        week.say(_end())
        if talk:
            talk(week.desk)


def _monday(week: Week) -> None:
    desk = week.at("2026-03-01T20:00:00Z", "four export files come in")
    for channel in desk.settings.channels:
        turn_on(desk, channel.id)
    week.take_files(MONDAY_FILES)
    week.hear("goals leads 60 --until 2026-06-30")
    week.slot()
    week.at("2026-03-02T09:30:00Z", "the digest")
    week.slot()


def _tuesday_and_wednesday(week: Week) -> None:
    week.at("2026-03-03T10:00:00Z", "the post and lead audit")
    week.slot()
    week.at("2026-03-04T09:30:00Z", "the nudge")
    week.slot()
    week.at("2026-03-04T09:41:00Z", "a strategy question")
    week.hear(QUESTION)
    week.at("2026-03-04T09:50:00Z", "a promise with a date")
    week.press("take", "I'll take these")


def _friday(week: Week) -> None:
    week.at("2026-03-06T12:30:00Z", "new exports arrive, and the data checks the promise")
    week.take_files(FRIDAY_FILES)
    week.slot()
    week.hear("commitments --all")


def _end() -> Card:
    return Card(
        title=text("That was one week: data, one ask, a dated promise, and the data closed it"),
        footer=text("Your own data: python -m bot import my-export.csv, then python -m bot audit"), tone="good",
    )
