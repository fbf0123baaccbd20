"""What is configured, what is missing, and what to do next. Looks only; changes nothing and shows no secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.app import CONFIG, Options, opened, settings_for
from bot.coach.desk import Desk
from bot.errors import CoachError
from bot.model.card import Card, Item, Items, text
from bot.model.check import Check, State
from bot.model.command import Reply
from bot.model.settings import Settings
from bot.model.times import ago, from_text
from bot.model.words import age, calendar_day, count, day_and_time

WORDS: dict[State, str] = {"ok": "ok", "missing": "MISSING", "attention": "look"}
NEEDED_FEEDS = ("posts", "comments", "leads")


def examine(options: Options) -> Reply:
    """Look at everything and return the report; it failed when something that must work does not."""
    try:
        settings = settings_for(options)
    except CoachError as error:
        return report([Check("configuration", "missing", str(error), "Mend these lines and run doctor again.")])
    from bot.doctor_channels import channel_checks, known_channels

    checks, channels = [_configuration(options, settings)], settings.channels
    try:
        with opened(options) as desk:
            checks += [_store(desk), *_feeds(desk), _objective(desk), _imports(desk), _guidance(desk), _model(desk)]
            checks += channel_checks(desk)
            channels = known_channels(desk)
    except CoachError as error:
        checks.append(Check("store", "missing", str(error)))
    return report([*checks, *_chats(replace(settings, channels=channels))])


def report(checks: list[Check]) -> Reply:
    """Return the checks as a card and a document."""
    wrong = [check for check in checks if check.state == "missing"]
    open_ends = [check for check in checks if check.state == "attention"]
    said = f"{count(len(wrong), 'fault')}, {count(len(open_ends), 'open end')}" if wrong or open_ends else "All is in order"
    items = tuple(_item(check) for check in checks)
    card = Card(title=text("Doctor: {said}", said=said), parts=(Items(items),), tone="warning" if wrong else "plain")
    document = [{"check": each.name, "state": each.state, "found": each.found, "next": each.next_step} for each in checks]
    return Reply(card, document, failed=bool(wrong))


def _item(check: Check) -> Item:
    return Item(
        text("**{state}** {name}: {found}", state=WORDS[check.state], name=check.name, found=check.found),
        why=text("Next: {step}", step=check.next_step) if check.next_step else None,
    )


def _configuration(options: Options, settings: Settings) -> Check:
    file = options.config or (CONFIG if CONFIG.is_file() else None)
    if file is None:
        return Check("configuration", "ok", f"no file, so the defaults hold (team {settings.team}, zone {settings.zone})",
                     "Copy config.example.toml to coach.toml to set your own time zone.")
    return Check("configuration", "ok", f"{file}, team {settings.team}, zone {settings.zone}")


def _store(desk: Desk) -> Check:
    url = desk.settings.store
    place = url if url.startswith("sqlite") else url.split("@")[-1]
    return Check("store", "ok", f"{place} opens and is up to date")


def _feeds(desk: Desk) -> Iterator[Check]:
    feeds = {row["feed"]: row["as_of"] for row in desk.records.rows("feeds")}
    stale = ago(from_text(desk.now), days=desk.settings.imports.fresh_days)
    for feed in NEEDED_FEEDS:
        if feed not in feeds:
            yield Check(f"{feed} feed", "attention", "nothing was imported yet",
                        f"Import a file with {feed}: python -m bot import FILE")
        elif feeds[feed] < stale:
            yield Check(f"{feed} feed", "attention", f"the newest figures are {age(feeds[feed], desk.now)} old",
                        f"Import a newer export of {feed}.")
        else:
            yield Check(f"{feed} feed", "ok", f"data as of {day_and_time(feeds[feed], desk.zone)} ({desk.zone})")


def _objective(desk: Desk) -> Check:
    held = desk.records.rows("objectives", day=desk.now[:10])
    if held:
        return Check("objective", "ok", f"{held[0]['target']:,} {held[0]['metric']} by {calendar_day(held[0]['ends_on'])}")
    return Check("objective", "attention", "no objective is set", "Say what success is: python -m bot goals leads 40")


def _imports(desk: Desk) -> Check:
    rows = [row for row in desk.records.rows("imports") if row["undone_at"] is None]
    if not rows:
        return Check("imports", "attention", "none yet", "Try python -m bot import FILE --dry-run")
    last = "; ".join(f"{row['file_name']} {count(row['rows_read'], 'row')} (id {row['import_id']})" for row in rows[:3])
    return Check("imports", "ok", f"{count(len(rows), 'import')}, the last: {last}")


def _guidance(desk: Desk) -> Check:
    try:
        answer = desk.adviser.answer("leads or views?")
    except CoachError as error:
        return Check("guidance", "missing", str(error))
    folder = desk.settings.guidance.folder
    kept = sum(row["removed_at"] is None for row in desk.records.rows("guidance_entries"))
    own = [f"{count(kept, 'text')} of your own"] if kept else []
    own += [f"your files in {folder}"] if folder else []
    beside = f", with {' and '.join(own)}" if own else ""
    return Check("guidance", "ok" if answer.sources else "missing", f"the shipped pieces answer{beside}")


def _model(desk: Desk) -> Check:
    from bot.coach.spending import DayLedger, today
    from bot.doctor_model import model_check

    return model_check(desk.settings.model, DayLedger(desk.records).spent(desk.records.team_id, today(desk)))


def _chats(settings: Settings) -> Iterator[Check]:
    """Look at the chats that have a token; the others are said to be unused."""
    import asyncio
    import os

    from bot import clock
    from bot.chat.slack.checks import slack_checks

    yield from slack_checks(settings, os.environ, clock.now())
    if os.environ.get(settings.discord.token_env):
        from bot.chat.discord.checks import discord_checks

        yield from asyncio.run(discord_checks(settings, os.environ, clock.now()))
    else:
        yield Check("discord", "ok", f"not used: {settings.discord.token_env} is empty",
                    "python -m bot manifest discord prints the link that invites the coach.")
