"""What holds in a channel and where it comes from: set in chat, stated in the configuration, or the default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.coach.admins import who_may
from bot.coach.channels import Place
from bot.coach.desk import Desk
from bot.coach.hour_settings import NAMES, shown, stored, worded
from bot.coach.people import name_of
from bot.coach.settings.outsiders import said_of_outsiders
from bot.coach.spending import DayLedger, today, used_words
from bot.model.card import Button, Card, Fields, Item, Items, Part, Text, say, text
from bot.model.command import Reply
from bot.model.settings import Nudges, Settings
from bot.model.words import day, day_and_time, listed

LOGGED = 10
"""How many changes the log shows."""
_CAPS: Mapping[str, str] = {
    "channel_posts_per_day": "posts a day", "channel_posts_per_week": "posts a week",
    "person_messages_per_day": "messages a person a day", "person_messages_per_week": "messages a person a week",
    "cards_per_item": "cards an item stands on", "rule_rest_days": "days a rule rests",
    "hold_out_share": "share of nudges held back",
}


@dataclass(frozen=True, slots=True)
class Held:
    """One setting: its name and value in words, and where it comes from."""

    name: str
    value: str
    source: str

    def document(self) -> dict[str, str]:
        """Return the setting for scripts."""
        return {"name": self.name, "value": self.value, "source": self.source}


def settings_reply(desk: Desk, where: Place) -> Reply:
    """Show what holds in a channel."""
    hours, rest = list(_hours(desk, where)), list(_team(desk))
    outsiders = said_of_outsiders(desk, where.channel)
    muted = [row["rule"] for row in desk.records.rows("mutes", channel=where.channel, now=desk.now)]
    parts: list[Part] = [
        say("**Hours**"), Fields(tuple((each.name, f"{each.value} ({each.source})") for each in hours)),
        say("**For the whole team**, changed in the configuration alone"),
        Fields(tuple((each.name, f"{each.value} ({each.source})") for each in rest)),
        say("**Muted here:** {rules}.", rules=listed(muted)) if muted else say("Nothing is muted here."),
        *([say("**Outsiders:** mentions are {state}.", state=outsiders)] if outsiders else ()),
        say("**May change the hours:** {who}.", who=who_may(desk)),
    ]
    if where.is_paused(desk.now):
        until = day_and_time(where.paused_until or desk.now, where.hours.zone)
        parts.insert(0, say("**Paused until {until}.**", until=until))
    card = Card(text("What holds in {channel}", channel=where.channel), tuple(parts),
                (Button("Change hours", "change-hours", where.channel),))
    return Reply(card, {"channel": where.channel, "hours": [each.document() for each in hours],
                        "team": [each.document() for each in rest], "muted": muted})


def log_reply(desk: Desk) -> Reply:
    """Show the last ten changes of settings, newest first."""
    rows = desk.records.rows("admin_log", n=LOGGED)
    if not rows:
        return Reply(Card(text("No setting was changed yet"), (say("**schedule set quiet from 17:30** changes one."),)), [])
    items = tuple(
        Item(text("{when} {who}: {what}", when=day_and_time(row["at"], desk.zone), who=_who(row), what=row["what"]),
             why=_detail(row["detail"]))
        for row in rows)
    card = Card(text("Who changed what, newest first"), (Items(items),))
    return Reply(card, [{"at": row["at"], "by": row["actor"], "name": row["name"], "what": row["what"],
                         "detail": row["detail"]} for row in rows])


def _detail(detail: str) -> Text:
    """Return what was changed; a channel at its end, or alone, stands in a slot of its own, so that a chat can name it."""
    before, mark, channel = detail.rpartition(" in ")
    return text("{before} in {channel}", before=before, channel=channel) if mark else text("{channel}", channel=channel)


def _hours(desk: Desk, where: Place) -> Iterator[Held]:
    own = {row["name"]: row for row in desk.records.rows("hours_set")
           if row["channel"] == where.channel and row["value"] is not None}
    for name in NAMES:
        value = stored(where.hours, name)
        if name == "profile" and value == "weekly":
            source = "asked for under a card"
        elif name in own:
            source = f"set here by {name_of(desk, own[name]['set_by'])}, {day(own[name]['set_at'], where.hours.zone)}"
        else:
            source = "the default" if value == _default(name) else "from the configuration"
        yield Held(worded(name), shown(name, value), source)


def _default(name: str) -> str:
    value: Any = Settings().zone if name == "zone" else getattr(Nudges(), name)
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _team(desk: Desk) -> Iterator[Held]:
    given, plain = desk.settings, Settings()
    for name, words in _CAPS.items():
        yield _held(words, getattr(given.nudges, name), getattr(plain.nudges, name))
    yield _held("business hours to answer what is urgent", given.comments.urgent_hours, plain.comments.urgent_hours)
    yield _held("hours to answer a question", given.comments.question_hours, plain.comments.question_hours)
    yield _held("days after which a feed is stale", given.imports.fresh_days, plain.imports.fresh_days)
    yield _held("MB a file dropped in chat may have", given.imports.max_chat_file_mb, plain.imports.max_chat_file_mb)
    yield _held("days until commenters' names are dropped", given.privacy.pseudonymise_days,
                plain.privacy.pseudonymise_days)
    yield _held("days until raw rows are dropped", given.privacy.purge_days, plain.privacy.purge_days)
    if given.model.name:
        spent = DayLedger(desk.records).spent(desk.records.team_id, today(desk))
        found = f"{given.model.name}, today {used_words(given.model, spent)}"
        yield Held("language model", found, "from the configuration")


def _held(name: str, value: float, default: float) -> Held:
    return Held(name, f"{value:g}", "the default" if value == default else "from the configuration")


def _who(row: Mapping[str, Any]) -> str:
    return "the coach" if row["actor"] == "coach" else str(row["name"] or row["actor"])
