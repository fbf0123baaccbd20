"""Ties it together: settings -> store, guidance, rules, desk. The only file that names concrete classes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot import clock
from bot.coach.desk import Desk
from bot.errors import UsageError
from bot.model.times import to_text
from bot.places import PROMPTS

if TYPE_CHECKING:
    from bot.coach.answers.scope import Scope
    from bot.coach.ports import Adviser, Author, Drafter, Front, Intake, Records, Reviewer
    from bot.guidance.library import Guidance
    from bot.intake.importer import ImportJob
    from bot.model.refusal import Refusal
    from bot.model.settings import Settings
    from bot.model.slots import Slot
    from bot.outbox.tick import Duties

CONFIG = Path("coach.toml")
_TEAM = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller chose over the configuration; None means the configuration holds."""

    config: Path | None = None
    store: str | None = None
    team: str | None = None
    now: str | None = None


@contextmanager
def opened(options: Options) -> Iterator[Desk]:
    """Open the store and yield the chosen team's desk; the store is closed at the end. Raises CoachError."""
    from bot.store.store import open_store

    settings = settings_for(options)
    store = open_store(settings.store, busy_timeout_s=settings.busy_timeout_s)
    try:
        yield desk_on(store.team(settings.team), settings, moment(options.now))
    finally:
        if settings.model.name:
            from bot.app_model import close_authors

            close_authors()
        store.close()


def desk_on(records: Records, settings: Settings, tick: clock.Clock) -> Desk:
    """Return a desk on one team's records, making the team on its first use."""
    from bot.rules import rules

    drafter, reviewer = writers(settings, records, tick)
    desk = Desk(records=records, settings=settings, clock=tick, rules=rules(), author_of=lambda: author(settings),
                refusal_of=refusal, drafter=drafter, reviewer=reviewer,
                adviser_of=cache(lambda: adviser(settings, records)), purpose_of=purpose_of, language_of=language_of,
                intake_of=intake, sample_of=sample)
    if records.one("team") is None:
        with records.write() as writer:
            writer.run("add_team", now=desk.now, salt=os.urandom(16).hex())
    return desk


@contextmanager
def opened_for_import(options: Options, *, is_dry_run: bool) -> Iterator[Desk]:
    """Open a desk to import at; a dry run without a store yet gets one that is thrown away."""
    settings = settings_for(options)
    file = Path(settings.store.partition(":///")[2])
    if is_dry_run and settings.store.startswith("sqlite:///") and not file.exists():
        import tempfile

        with tempfile.TemporaryDirectory() as folder, opened(
            replace(options, store=f"sqlite:///{folder}/dry-run.db")
        ) as desk:
            yield desk
        return
    with opened(options) as desk:
        yield desk


def importing(desk: Desk, *, zone: str | None = None, as_of: str | None = None, form: str | None = None,
              is_dry_run: bool = False) -> ImportJob:
    """Return how files are to be imported at a desk. Raises UsageError for a moment or zone that cannot be read."""
    from bot.intake.importer import ImportJob, column_maps
    from bot.intake.reading import ReadOptions
    from bot.triage.classify import classify

    stated = to_text(moment(as_of, named="--as-of")()) if as_of else None
    team_zone = desk.settings.zone if desk.settings.zone != "UTC" else None
    options = ReadOptions(now=desk.clock(), zone=zone, as_of=stated, format=form, team_zone=team_zone,
                          saved=column_maps(desk.records))
    return ImportJob(desk.records, options, lambda words: classify(words).label, is_dry_run=is_dry_run,
                     max_file_mb=desk.settings.imports.max_file_mb)


def intake(desk: Desk) -> Intake:
    """Return what takes files that come as bytes, for a desk's team."""
    from bot.intake.chat_files import ChatFiles

    return ChatFiles(lambda zone, is_dry_run: importing(desk, zone=zone, is_dry_run=is_dry_run))


@contextmanager
def sample(desk: Desk) -> Iterator[Desk]:
    """Open the desk of a made-up bakery with a desk's settings, at the end of its week; the team is thrown away."""
    import tempfile

    from bot.demo.sample import NOW, TEAM, fill
    from bot.store.store import open_store

    with tempfile.TemporaryDirectory(prefix="coach-sample-") as folder:
        store = open_store(f"sqlite:///{folder}/sample.db")
        try:
            made = desk_on(store.team(TEAM), replace(desk.settings, team=TEAM), moment(NOW))
            fill(made)
            yield made
        finally:
            store.close()


def backup_to(options: Options, file: Path) -> int:
    """Copy the store into a file and return its size in bytes. Raises StoreError."""
    from bot.store.store import open_store

    settings = settings_for(options)
    store = open_store(settings.store, busy_timeout_s=settings.busy_timeout_s)
    try:
        store.driver.backup(file)
    finally:
        store.close()
    return file.stat().st_size


def settle(desk: Desk) -> list[str]:
    """Let new data close commitments and cards; return what changed as sentences."""
    from bot.coach.commitments.settling import settle as settle_commitments
    from bot.coach.posted.open_cards import settle_cards

    return [*settle_cards(desk), *(each.sentence for each in settle_commitments(desk))]


def duties() -> Duties:
    """Return what a tick does for a team: its slots, what else falls due, and what is forgotten after its time."""
    from bot.coach.answers.old_texts import purge_old
    from bot.coach.channels import live_slots
    from bot.coach.commitments.check_ins import queue_check_ins
    from bot.coach.commitments.settling import settle as settle_commitments
    from bot.coach.digests.stale_note import monday_card, tell_admin
    from bot.coach.figures.purposes import keep_purposes
    from bot.coach.files.dropped import purge_dropped
    from bot.coach.nudges.speaking import at_slot
    from bot.coach.own_guidance.owner_note import queue_owner_note
    from bot.coach.posted.open_cards import wake
    from bot.coach.privacy.retention import keep_retention
    from bot.outbox.tick import Duties

    def take(desk: Desk, slot: Slot, due_at: str) -> str:
        keep_purposes(desk)
        outcome = at_slot(desk, slot, due_at, lambda here: monday_card(here, slot.channel))
        if outcome == "no digest":
            tell_admin(desk, slot.channel)
        return outcome

    return Duties(live_slots, take, (wake, settle_commitments, queue_check_ins, queue_owner_note, purge_old, purge_dropped,
                                     keep_retention, second_opinions))


def work(desk: Desk, fronts: Mapping[str, Front], sender: str,
         owners: Callable[[], Sequence[str]] = tuple) -> None:
    """Do what is due at the desk's moment and send what waits: one round of a process that stays up."""
    from bot.outbox.tick import tick

    tick(desk, desk.clock(), duties())
    send(desk, fronts, sender, owners)


def send(desk: Desk, fronts: Mapping[str, Front], sender: str,
         owners: Callable[[], Sequence[str]] = tuple) -> None:
    """Send what waits. `owners`: who is told of a channel that is gone where no admin is known."""
    from bot.coach.admins import whom_to_tell
    from bot.coach.channels import place
    from bot.outbox.sender import Sender

    def whom(channel: str) -> list[str]:
        where = place(desk, channel)
        return whom_to_tell(desk, where.platform if where else "", channel, owners())

    Sender(sender, desk.records, fronts, desk.clock, whom).send_waiting()


@lru_cache(maxsize=4096)
def purpose_of(words: str) -> str | None:
    """Tell what a post is from its words, None where they do not say; several rules ask of the same posts."""
    from bot.triage.posts import UNKNOWN, kind_of_post

    told = kind_of_post(words).label
    return None if told == UNKNOWN else told


def author(settings: Settings) -> Author | None:
    """Return who writes answers, None where no language model is set; every desk of the process shares it."""
    if not settings.model.name:
        return None
    from bot.app_model import shared_author

    return shared_author(settings.model)


def writers(settings: Settings, records: Records, tick: clock.Clock) -> tuple[Drafter | None, Reviewer | None]:
    """Return who drafts replies and who looks at drafts of posts, nobody where no language model is set."""
    if not settings.model.name:
        return None, None
    from bot.app_model import writers as of_model

    return of_model(settings, records, tick)


def second_opinions(desk: Desk) -> None:
    """Let the language model tell what the word lists are unsure of, where one is set and may."""
    if not (desk.settings.model.name and desk.settings.model.second_opinions):
        return
    from bot.app_model import second_reader
    from bot.coach.comments.second_opinions import keep_opinions

    keep_opinions(desk, second_reader(desk), {"comment": _comment_sureness, "post": _post_sureness})


@lru_cache(maxsize=4096)
def _comment_sureness(words: str) -> float:
    from bot.triage.classify import classify

    return classify(words).confidence


@lru_cache(maxsize=4096)
def _post_sureness(words: str) -> float:
    from bot.triage.posts import kind_of_post

    return kind_of_post(words).confidence


def refusal(question: str) -> Refusal | None:
    """Return what to say to a question that is none for the coach, None to every other."""
    return _scope().refusal(question)


@cache
def _scope() -> Scope:
    from bot.coach.answers.scope import Scope

    return Scope.read((PROMPTS / "out_of_scope.txt").read_text(encoding="utf-8"))


def language_of(words: str) -> str | None:
    """Name the language of a text where it is plainly another than English."""
    from bot.triage.tongues import language_of as told

    return told(words)


def adviser(settings: Settings, records: Records | None = None) -> Adviser:
    """Return the guidance: ours, the team's own folder where one is set, and what the team wrote into its records."""
    from bot.guidance.team import TeamGuidance

    folder = settings.guidance.folder
    return TeamGuidance(shipped_guidance, records, Path(folder) if folder else None)


@cache
def shipped_guidance() -> Guidance:
    """Return our own guidance, read once a process: every team shares it."""
    from bot.guidance.library import Guidance

    return Guidance.open(PROMPTS)


def settings_for(options: Options) -> Settings:
    """Return the settings with the caller's choices over them. Raises ConfigError and UsageError."""
    from bot.model.settings import Settings

    settings = Settings()
    file = options.config or (CONFIG if CONFIG.is_file() else None)
    if file is not None:
        from bot import config
        from bot.rules import rules

        settings = config.load(file, rules())
    settings = replace(settings, store=options.store or settings.store, team=options.team or settings.team)
    if not _TEAM.fullmatch(settings.team):
        raise UsageError(f"The team name {settings.team!r} cannot be used; "
                         "take small letters, digits, dots and dashes.")
    return settings


def moment(text: str | None, *, named: str = "--now") -> clock.Clock:
    """Return the clock to reckon from: the real one, or one that stands at an ISO 8601 time with offset or Z."""
    if text is None:
        return clock.now
    try:
        stated = datetime.fromisoformat(text)
    except ValueError:
        stated = None
    if stated is None or stated.tzinfo is None or not 2000 <= stated.year < 2100:
        raise UsageError(f"The time {text!r} given with {named} cannot be read; write it as 2026-03-02T09:30:00Z.")
    return clock.fixed(stated.astimezone(UTC))
