"""Setting a channel up: a card that says how far it is, and what each step does. Nothing is public before Turn on.

Each step is an action of its own with a small form; it can be done again, and a restart loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from bot.coach.admins import only_admins
from bot.coach.channels import Place, follow_settings, place, places, take_up
from bot.coach.desk import Desk
from bot.coach.files.importing_words import how_to_import
from bot.coach.goals.goals import set_goal
from bot.coach.hour_settings import Setting, read_value
from bot.coach.nudges.preview_card import preview_reply
from bot.coach.people import platform_of
from bot.coach.settings.changing_hours import set_hours
from bot.coach.settings.setup_steps import LATER, SAMPLE, Choice, SetUp, document, half_done, keep_choice, set_up_of
from bot.errors import UsageError, WrongValue
from bot.model.card import Button, Card, Item, Items, Paragraph, Part, Text, say, text
from bot.model.command import Asker, Reply
from bot.model.settings import Channel, Profile
from bot.model.words import listed

DATA = ("import", SAMPLE, LATER)
HOURS = ("zone", "nudge_at", "quiet_from", "quiet_to", "profile")
"""What the form asks, in its order: as many fields as the smallest form of a chat holds."""
_LABELS = {"channel": "Use this channel", "hours": "Hours", "goal": "Goal", "data": "Data", "preview": "Preview"}


def setup_reply(desk: Desk, asker: Asker, channel: str | None = None) -> Reply:
    """Show how far the set-up of a channel is, and which others are half done. Raises NotAllowed."""
    only_admins(desk, asker)
    seen = set_up_of(desk, _channel(desk, asker, channel))
    others = [each for each in half_done(desk) if each.channel != seen.channel]
    return Reply(_card(seen, None, others), {**document(seen), "half_done": [document(each) for each in others]})


def choose_channel(desk: Desk, asker: Asker, channel: str) -> Reply:
    """Take a channel up. Nothing is posted there yet. Raises NotAllowed."""
    only_admins(desk, asker)
    follow_settings(desk)
    take_up(desk, channel, asker.platform)
    keep_choice(desk, asker, Choice(channel, "channel", asker.zone or desk.zone))
    return _next(desk, channel, text("{channel} it is; nothing is posted there yet", channel=channel))


def choose_hours(desk: Desk, asker: Asker, channel: str, given: Mapping[str, str | None]) -> Reply:
    """Set the hours that differ from what holds. Raises NotAllowed, and WrongValue naming the field that is off."""
    only_admins(desk, asker)
    where = _known(desk, channel)
    wanted = [Setting(name, read_value(name, words)) for name, words in given.items() if words]
    held = hours_now(where)
    changed = [each for each in wanted if each.value != held[each.name]]
    if changed:
        set_hours(desk, asker, where, changed)
    keep_choice(desk, asker, Choice(channel, "hours", "set"))
    return _next(desk, channel, text("The hours are set; **schedule** shows them, **schedule set** changes any of them"))


def choose_goal(desk: Desk, asker: Asker, channel: str, goal: str, until: str | None) -> Reply:
    """Set what success is, or put it off with "later". Raises NotAllowed, and UsageError for a goal that is not plain."""
    only_admins(desk, asker)
    _known(desk, channel)
    if goal.strip().lower() == LATER:
        keep_choice(desk, asker, Choice(channel, "goal", LATER))
        return _next(desk, channel, text("Put off: the goal. Set it any time: **goals leads 20**"))
    reply = set_goal(desk, asker, goal, (None, until or None))
    if reply.failed:
        again = Button("Another goal", "setup-goal", channel)
        return replace(reply, card=replace(reply.card, buttons=(*reply.card.buttons, again)))
    keep_choice(desk, asker, Choice(channel, "goal", "set"))
    return _next(desk, channel, reply.card.title)


def choose_data(desk: Desk, asker: Asker, channel: str, choice: str) -> Reply:
    """Say where data comes from: how to import, a made-up team's for the preview, or later. Raises NotAllowed."""
    only_admins(desk, asker)
    _known(desk, channel)
    if choice not in DATA:
        raise WrongValue(f"Data can't come from {choice!r}; choose from {', '.join(DATA)}.", parameter="choice")
    keep_choice(desk, asker, Choice(channel, "data", choice))
    told = {"import": "Bring your data in, then press Preview", SAMPLE: "The preview will show a made-up bakery's weeks",
            LATER: "Put off: the data. Without it I have nothing to say"}[choice]
    return _next(desk, channel, text(told), how_to_import(desk, asker) if choice == "import" else ())


def look_ahead(desk: Desk, asker: Asker, channel: str) -> Reply:
    """Show what would have come in the last 28 days, of a made-up team where there is no data yet. Raises NotAllowed."""
    only_admins(desk, asker)
    where = _known(desk, channel)
    before = set_up_of(desk, channel)
    has_data = bool(desk.records.rows("feeds"))
    keep_choice(desk, asker, Choice(channel, "preview", "seen"))
    if has_data or before.choices.get("data") != SAMPLE:
        reply = preview_reply(desk, channel=channel)
    else:
        reply = _of_sample(desk, where)
    seen = set_up_of(desk, channel)
    buttons = tuple(each for each in reply.card.buttons if seen.is_ready or each.action != "turn-on")
    parts = [*reply.card.parts, say("__This is only for you; nothing was posted.__"), *_missing(seen)]
    back = Button("Set-up", "setup-open", channel)
    return replace(reply, card=replace(reply.card, parts=tuple(parts), buttons=(*buttons, back)))


def hours_now(where: Place) -> dict[str, str]:
    """Return what holds in a channel of what the form asks, as people write it."""
    nudges = where.hours.nudges
    profile = "standard" if where.hours.profile == "weekly" else where.hours.profile
    return {"zone": where.hours.zone, "nudge_at": nudges.nudge_at, "quiet_from": nudges.quiet_from,
            "quiet_to": nudges.quiet_to, "profile": profile}


def prefilled_hours(desk: Desk, channel: str) -> dict[str, str]:
    """Return the first values of the form: what holds, and the zone of the one who chose the channel before one is set."""
    where, seen = place(desk, channel), set_up_of(desk, channel)
    if where is None:
        return {}
    zone = seen.choices.get("channel", "") if "hours" not in seen.choices and where.hours.zone == desk.settings.zone else ""
    return hours_now(where) | ({"zone": zone} if zone else {})


def _of_sample(desk: Desk, where: Place) -> Reply:
    """Replay the made-up team's last days in a channel's own hours."""
    with desk.sample_of(desk) as made:
        team = made.records.team_id
        here = Channel(platform="terminal", id=where.channel, team=team, zone=where.hours.zone)
        nudges = replace(where.hours.nudges, profile=cast(Profile, hours_now(where)["profile"]))
        reply = preview_reply(replace(made, settings=replace(made.settings, nudges=nudges, channels=(here,))))
    note = say("**Sample:** this is a made-up bakery's data, for a look; none of it is kept.")
    buttons = tuple(each for each in reply.card.buttons if each.action == "turn-on" and not where.is_on)
    return replace(reply, card=replace(reply.card, parts=(note, *reply.card.parts), buttons=buttons))


def _next(desk: Desk, channel: str, said: Text, more: tuple[Part, ...] = ()) -> Reply:
    seen = set_up_of(desk, channel)
    card = _card(seen, said, [])
    return Reply(replace(card, parts=(*more, *card.parts)), document(seen))


def _card(seen: SetUp, said: Text | None, others: list[SetUp]) -> Card:
    """Return how far a set-up is: what was done now, every step, what comes next, and the steps as buttons."""
    done = len(seen.steps) - len(seen.open)
    title = said or text("Set up {channel}: {done} of {steps} steps done", channel=seen.channel, done=done,
                         steps=len(seen.steps))
    items = tuple(Item(text("**{step}** {state}", step=_step(step.name), state="done" if step.is_done else "open"),
                       why=text("{words}", words=step.words)) for step in seen.steps)
    parts: list[Part] = [Items(items), *_missing(seen)]
    parts += [say("Half done: {channel}, open: {steps}.", channel=each.channel,
                  steps=listed([_step(step.name).lower() for step in each.open])) for each in others]
    return Card(title, tuple(parts), (*_buttons(seen), *(Button(f"Set up {each.channel}", "setup-open", each.channel)
                                                         for each in others[:3])), tone="plain" if seen.open else "good")


def _missing(seen: SetUp) -> list[Paragraph]:
    if not seen.open:
        return [say("All is set up. Each step can be done again.")]
    return [say("**Next:** {step}. __Nothing is posted before Turn on.__", step=_step(seen.open[0].name))]


def _buttons(seen: SetUp) -> tuple[Button, ...]:
    """Return the steps as buttons: the channel first and alone, the others once it is chosen, Turn on when it may be."""
    if seen.where is None or not seen.steps[0].is_done:
        return (Button(_LABELS["channel"], "setup-channel", seen.channel),)
    steps = tuple(Button(_LABELS[name], f"setup-{name}", seen.channel) for name in ("hours", "goal", "data", "preview"))
    if seen.where.is_on:
        return (*steps, Button("Turn off", "turn-off", seen.channel))
    return (*steps, Button("Turn on", "turn-on", seen.channel)) if seen.is_ready else steps


def _step(name: str) -> str:
    return "Turn on" if name == "on" else name.capitalize()


def _channel(desk: Desk, asker: Asker, named: str | None) -> str:
    """Return the channel to set up: a known one that is named, the one somebody is in, the only one there is.

    A channel that nobody knows is taken up from itself alone, never by its name.
    """
    known = [each.channel for each in places(desk)]
    wanted = (named or "").strip() or asker.channel
    is_direct = wanted == asker.person or platform_of(wanted) is not None
    if wanted in known or (wanted == asker.channel and asker.platform != "terminal" and not is_direct):
        return wanted
    if len(known) == 1 and not named:
        return known[0]
    begun = "Here are only you and I" if is_direct else f"{wanted!r} is none of the team's channels"
    here = f" Known already: {listed(known)}; setup {known[0]} does it from here." if known else ""
    raise UsageError(f"{begun}. Invite me to the channel where I am to speak, then write /coach setup in the channel "
                     f"itself.{here}")


def _known(desk: Desk, channel: str) -> Place:
    where = place(desk, channel)
    if where is None:
        raise UsageError(f"The channel {channel!r} is not taken up yet; write setup there and press Use this channel.")
    return where

