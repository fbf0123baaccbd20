"""Sets, lists and ends the team's objectives. A goal of followers or against a rival is answered with a better one, and
one that contradicts another is asked back."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from bot.coach.desk import Desk
from bot.coach.feeds import Feeds, feeds_of
from bot.coach.figures.figures import leads, talk
from bot.coach.goals.goal_conflicts import contradicted, contradictions
from bot.coach.goals.goal_words import Goal, Vanity, read_goal, vanity
from bot.coach.goals.objectives import Objective, objectives, progress, reached
from bot.coach.timing.due import read_due
from bot.coach.windows import last_days
from bot.errors import UsageError
from bot.model.card import Card, Item, Items, Paragraph, quoted, say, text
from bot.model.command import Asker, Reply
from bot.model.ids import new_id
from bot.model.rule import in_words
from bot.model.times import local
from bot.model.words import calendar_day, count

SHORTEST_DAYS = 14
"""A period made up here is at least this long."""
LONGEST_DAYS = 731
_WHY: dict[Vanity, tuple[str, str]] = {
    "followers": ("A follower count says little about the business, so it is no goal here",
                  "follower-number-means-little"),
    "reach": ("Reach and likes say who saw a post, not who came, so they are no goal here", "leads-not-virality"),
    "rival": ("Another account's plans and means are not yours, so beating it is no goal here", "not-a-competition"),
}


def set_goal(desk: Desk, asker: Asker, words: str, days: tuple[str | None, str | None], *, instead: bool = False) -> Reply:
    """Set an objective from words, and first and last day in words. Raises UsageError, CannotRead for an unsure day.

    One that contradicts others is set only `instead` of them, and ends them.
    """
    empty = vanity(words)
    if empty:
        return _better(desk, empty)
    goal = read_goal(words)
    starts_on, ends_on = _period(desk, asker, days)
    same = [each for each in objectives(desk) if (each.metric, each.target, each.starts_on, each.ends_on)
            == (goal.metric, goal.target, starts_on.isoformat(), ends_on.isoformat())]
    if same:
        return Reply(Card(text("That goal is set already; nothing was changed")), _document(desk, same[0], feeds_of(desk)))
    made = Objective(new_id(desk.clock()), goal.metric, goal.target, starts_on.isoformat(), ends_on.isoformat())
    against = contradicted(made, objectives(desk))
    if against and not instead:
        return _contradicts(made, against)
    with desk.records.write() as writer:
        for each, _ in against:
            writer.run("end_objective", objective_id=each.objective_id, now=desk.now)
        writer.run("add_objective", objective_id=made.objective_id, metric=made.metric, target=made.target,
                   starts_on=made.starts_on, ends_on=made.ends_on, made_by=asker.person, made_at=desk.now)
    ended = [each for each, _ in against]
    document = _document(desk, made, feeds_of(desk)) | {"ended": [each.objective_id for each in ended]}
    return Reply(_set_card(desk, made, ended), document)


def list_goals(desk: Desk) -> Reply:
    """List the objectives that have not ended, with how far each is."""
    feeds, found = feeds_of(desk), objectives(desk)
    if not found:
        return Reply(Card(
            text("No goal is set yet"),
            (say("Choose one metric, a target and a date: **goals leads 20 --until 2026-12-31**."),), tone="ask"), [])
    items = Items(tuple(_item(desk, each, feeds) for each in found))
    return Reply(
        Card(text("{goals} set", goals=count(len(found), "goal")),
             (items, *_quarrels(found), say("__To take one back: goals end N__"))),
        [{"number": number, **_document(desk, each, feeds)} for number, each in enumerate(found, 1)])


def end_goal(desk: Desk, number: int) -> Reply:
    """End the objective of a number in the list. Raises UsageError when there is none of it."""
    found = objectives(desk)
    if not 1 <= number <= len(found):
        raise UsageError(f"There is no goal {number}; goals lists {count(len(found), 'goal')} with their numbers.")
    ended = found[number - 1]
    with desk.records.write() as writer:
        writer.run("end_objective", objective_id=ended.objective_id, now=desk.now)
    again = f"goals {ended.metric} {ended.target} --from {ended.starts_on} --until {ended.ends_on}"
    return Reply(Card(text("Ended: {goal} by {day}", goal=ended.goal, day=ended.last_day),
                      (say("To set it again: **{again}**", again=again),)),
                 {"ended": ended.objective_id, "undo": again})


def _set_card(desk: Desk, made: Objective, ended: list[Objective]) -> Card:
    figure = progress(desk, made, feeds_of(desk))
    return Card(
        text("Goal set: {goal}, {days}", goal=made.goal, days=made.period),
        (say("So far: {so_far}. Audits say which post serves it, and I speak up when the pace will miss it.",
             so_far=reached(figure)),
         *(say("It takes the place of {goal} by {day}.", goal=each.goal, day=each.last_day) for each in ended),
         _back(desk, made)),
        tone="good")


def _back(desk: Desk, made: Objective) -> Paragraph:
    number = [each.objective_id for each in objectives(desk)].index(made.objective_id) + 1
    return say("To take it back: **goals end {number}**", number=number)


def _contradicts(made: Objective, against: list[tuple[Objective, str]]) -> Reply:
    """Answer a goal that contradicts others: what contradicts what, and how to choose."""
    again = f"goals {made.metric} {made.target} --from {made.starts_on} --until {made.ends_on} --instead"
    lines = [say("You have **{goal}**, {days}: {why}.", goal=each.goal, days=each.period, why=why) for each, why in against]
    return Reply(
        Card(text("A goal of {goal} contradicts what you have; nothing was set", goal=made.goal),
             (*lines, say("To set it in the place of that: **{again}**", again=again),
              say("__To keep what you have, do nothing.__")), tone="ask"),
        {"set": None, "instead": again, "contradicts": [each.objective_id for each, _ in against]}, failed=True)


def _quarrels(found: list[Objective]) -> list[Paragraph]:
    return [say("**Goals {first} and {second} contradict each other:** {why}. End the one that does not hold.", first=first,
                second=second, why=why) for first, second, why in contradictions(found)]


def _better(desk: Desk, empty: Vanity) -> Reply:
    """Answer a vain goal with the team's own: leads where they are known, else conversations."""
    why, piece = _WHY[empty]
    goal = _own_goal(desk)
    ends_on = _end(local(desk.now, desk.zone).date())
    better = f"goals {goal.metric} {goal.target} --until {ends_on.isoformat()}"
    return Reply(
        Card(text(f"{why}; nothing was set"),
             (say("Set one of your own instead: **{better}**", better=better),
              say("__It starts from your own last 28 days. The guidance on it: {piece}.__", piece=in_words(piece))),
             tone="ask"),
        {"set": None, "instead": better, "guidance": [piece]}, failed=True)


def _own_goal(desk: Desk) -> Goal:
    feeds, window = feeds_of(desk), last_days(desk, 28)
    came = leads(desk, window, feeds).value
    if came:
        return Goal("leads", int(came) + max(1, int(came) // 10))
    talked = talk(desk, window, feeds, posts=0)[0].value or 0
    return Goal("conversations", max(5, int(talked) + max(1, int(talked) // 10)))


def _period(desk: Desk, asker: Asker, days: tuple[str | None, str | None]) -> tuple[date, date]:
    zone = asker.zone or desk.zone
    today = local(desk.now, zone).date()
    starts_on = _day(days[0], "--from") if days[0] else today
    ends_on = _until(desk, days[1], zone) if days[1] else _end(max(today, starts_on))
    if ends_on < today:
        raise UsageError(f"The last day {_said(ends_on)} is past; choose one to come, such as --until {_end(today)}.")
    if ends_on < starts_on:
        raise UsageError(f"The goal would end on {_said(ends_on)}, before it starts on {_said(starts_on)}; "
                         "swap --from and --until.")
    if (ends_on - starts_on).days > LONGEST_DAYS:
        raise UsageError(f"From {_said(starts_on)} to {_said(ends_on)} is more than two years; choose a shorter period.")
    return starts_on, ends_on


def _said(day: date) -> str:
    return calendar_day(day.isoformat())


def _day(words: str, name: str) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise UsageError(f"The day {words!r} of {name} cannot be read; write it as 2026-03-31.") from None


def _until(desk: Desk, words: str, zone: str) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        return local(read_due(words, now=desk.now, zone=zone), zone).date()


def _end(start: date) -> date:
    """Return the last day of a start's month, or of the next where that is less than two weeks away."""
    last = start.replace(day=monthrange(start.year, start.month)[1])
    return last if (last - start).days >= SHORTEST_DAYS else _end(last + timedelta(days=1))


def _item(desk: Desk, each: Objective, feeds: Feeds) -> Item:
    figure, today = progress(desk, each, feeds), local(desk.now, desk.zone).date()
    start, end = date.fromisoformat(each.starts_on), date.fromisoformat(each.ends_on)
    gone = min(1.0, max(0.0, ((today - start).days + 1) / ((end - start).days + 1)))
    note = f" ({figure.note})" if figure.value is None and figure.note else ""
    return Item(text("**{goal}** by {day}", goal=each.goal, day=each.last_day),
                why=quoted(f"So far {reached(figure)}{note}, with {gone:.0%} of the time gone."))


def _document(desk: Desk, each: Objective, feeds: Feeds) -> dict[str, Any]:
    figure = progress(desk, each, feeds)
    return {"objective_id": each.objective_id, "metric": each.metric, "target": each.target, "starts_on": each.starts_on,
            "ends_on": each.ends_on, "so_far": figure.document()}
