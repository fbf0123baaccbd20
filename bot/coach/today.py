"""What matters to one person now: the one thing to do, their promises, the week, their quiet hours, how old the data is.

Cards apart for a front that has a page of its own for them (Slack's home tab), one card everywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.coach.channels import places
from bot.coach.commitments.commitment_cards import item
from bot.coach.commitments.commitments import Commitment, visible
from bot.coach.commitments.progress import progress_of
from bot.coach.commitments.settling import as_seen
from bot.coach.desk import Desk
from bot.coach.feeds import WATCHED, Feeds, feeds_of
from bot.coach.figures.findings import find
from bot.coach.figures.phrases import in_two, lowered
from bot.coach.figures.usual_weeks import usual_weeks
from bot.coach.files.importing_words import how_to_import
from bot.coach.nudges.nudging import Weight
from bot.coach.nudges.speaking import read_ledger
from bot.coach.settings.my_quiet import my_rest, quiet_buttons, quiet_parts
from bot.coach.settings.setup_steps import half_done
from bot.coach.spending import DayLedger, is_used_up, today, used_words
from bot.coach.timing.due import said
from bot.model.card import Button, Card, Fields, Item, Items, Paragraph, Part, Quote, Text, plain, say, text
from bot.model.command import Asker
from bot.model.networks import as_said
from bot.model.rule import Finding
from bot.model.tagged_links import quotable
from bot.model.times import local, to_text
from bot.model.words import age, count, listed

MINE = 5
"""How many of a person's promises are listed."""
_ITEMS = 3
_QUOTED_LETTERS = 140
_LABELS = {"leads": "Leads", "answered_share": "Answered", "conversations": "Conversations"}


def today_cards(desk: Desk, asker: Asker) -> tuple[Card, ...]:
    """Return Today, My commitments, This week, My quiet hours and Data, in this order."""
    feeds = feeds_of(desk)
    mine = [each for each in as_seen(desk, visible(desk, asker)) if each.is_open and each.person == asker.person]
    mine.sort(key=lambda each: (each.due_at, each.number))
    return (_now(desk, asker, feeds, mine), _commitments(desk, feeds, mine), _week(desk, feeds),
            Card(text("My quiet hours"), quiet_parts(desk, my_rest(desk, asker)), quiet_buttons()), _data(desk, feeds))


def as_one(cards: Sequence[Card]) -> Card:
    """Return several cards as one: the first one's title, the others' as headings."""
    first, *others = cards
    parts: list[Part] = [*first.parts]
    for card in others:
        heading = Text(f"**{card.title.template}**", card.title.values)
        parts += [Paragraph(heading), *card.parts]
    return replace(first, parts=tuple(parts), buttons=tuple(button for card in cards for button in card.buttons))


def best_finding(desk: Desk, asker: Asker) -> Finding | None:
    """Return what is most worth doing: severity, leads at stake, and how often the team acted on that rule before."""
    muted = {row["rule"] for row in desk.records.rows("mutes", channel=asker.channel, now=desk.now)}
    ledger, today = read_ledger(desk), local(desk.now, desk.zone).date().isoformat()

    def rank(finding: Finding) -> tuple[float, str]:
        weight = Weight(finding.severity, max(0.0, finding.case.stake), *ledger.reactions(finding.rule, today))
        return -weight.value, finding.rule

    found = [each for each in find(desk) if each.case.verdict == "fires" and each.rule not in muted]
    return min(found, key=rank, default=None)


def _now(desk: Desk, asker: Asker, feeds: Feeds, mine: Sequence[Commitment]) -> Card:
    """Return the one thing to do: a promise that is due today, an ask that waits, the set-up, else the best finding."""
    due = next((each for each in mine if each.is_accepted and each.due_at <= _end_of_day(desk, asker)), None)
    asked = next((each for each in mine if not each.is_accepted), None)
    if due is not None:
        return _due(desk, due)
    if asked is not None:
        return _asked(desk, asked)
    unset = _set_up(desk, asker)
    if unset is not None:
        return unset
    if not feeds.known:
        return Card(text("**Today:** show me your data"), how_to_import(desk, asker), tone="ask")
    finding = best_finding(desk, asker)
    if finding is None:
        return Card(text("**Today:** nothing asks for you"),
                    (say("No rule sees something to do, and no promise of yours is due today."),), tone="good")
    return _finding(finding)


def _due(desk: Desk, due: Commitment) -> Card:
    subject, when = str(due.number), said(due.due_at, due.zone, now=desk.now)
    template = "**Today:** {what}, due {when}" if due.due_at > desk.now else "**Today:** {what}, was due {when}"
    return Card(text(template, what=due.what, when=when),
                buttons=(Button("Done", "commitment-done", subject), Button("Need more time", "commitment-move", subject),
                         Button("Make it smaller", "commitment-smaller", subject)), tone="ask")


def _asked(desk: Desk, asked: Commitment) -> Card:
    wanted = (("Accept", "commitment-accept"), ("Suggest another time", "commitment-move"),
              ("Decline", "commitment-decline"))
    return Card(text("**Today:** say whether you take this on: {what}", what=asked.what),
                (say("Due {when}.", when=said(asked.due_at, asked.zone, now=desk.now)),),
                tuple(Button(label, action, str(asked.number)) for label, action in wanted), tone="ask")


def _set_up(desk: Desk, asker: Asker) -> Card | None:
    """Return what an admin has to set up before anything comes in a chat, None where a channel is on."""
    if not asker.is_admin or asker.platform == "terminal" or any(each.is_on for each in places(desk)):
        return None
    begun = next(iter(half_done(desk)), None)
    if begun is None:
        return Card(text("**Today:** set me up in a channel"),
                    (say("Write **setup** in the channel where I am to speak. Nothing is posted before you turn me on."),),
                    tone="ask")
    return Card(text("**Today:** finish the set-up of {channel}", channel=begun.channel),
                (say("Open: {steps}.", steps=listed([step.name for step in begun.open])),),
                (Button("Set-up", "setup-open", begun.channel),), tone="ask")


def _finding(finding: Finding) -> Card:
    parts: list[Part] = [Paragraph(finding.ask)] if plain(finding.ask) else []
    items = finding.case.items[:_ITEMS]
    if items:
        parts.append(Items(tuple(
            Item(Text(each.headline, as_said(each.facts)), each.words and quotable(each.words, _QUOTED_LETTERS),
                 url=each.url)
            for each in items)))
        more = len(finding.case.items) - len(items)
        parts += [say("__and {n} more__", n=more)] if more else []
    elif finding.case.words:
        parts.append(Quote(quotable(finding.case.words, _QUOTED_LETTERS)))
    if plain(finding.next_step):
        parts.append(Paragraph(finding.next_step))
    if finding.case.url and not items:
        parts.append(say("{url}", url=finding.case.url))
    ask = in_two(finding.headline)
    title = Text(f"**Today:** {lowered(ask.template)}", ask.values)
    return Card(title, tuple(parts), (Button("Make it a commitment", "make-commitment", finding.rule),), tone="ask")


def _commitments(desk: Desk, feeds: Feeds, mine: Sequence[Commitment]) -> Card:
    title = text("My commitments")
    if not mine:
        return Card(title, (say("None is open. Make one: **commit answer 5 comments by Friday 15:00**."),))
    progress = progress_of(desk, mine[:MINE])
    items = tuple(item(each, progress[each.commitment_id], feeds) for each in mine[:MINE])
    more = len(mine) - len(items)
    parts: list[Part] = [Items(items)]
    return Card(title, (*parts, say("__and {n} more: **commitments**__", n=more)) if more else tuple(parts))


def _week(desk: Desk, feeds: Feeds) -> Card:
    weeks, weekly = usual_weeks(desk, feeds)
    title = text("The last 7 days: {window}", window=weeks[-1].name)
    if not feeds.known:
        return Card(title, (say("Not known: nothing is imported yet."),))
    return Card(title, (Fields(tuple((_LABELS[name], each.words()) for name, each in weekly.items())),))


def _data(desk: Desk, feeds: Feeds) -> Card:
    """Return how old each feed is, what is missing, what the language model cost today, and the ways to more."""
    pairs = [(name.capitalize(), _freshness(feeds, name)) for name in dict.fromkeys([*WATCHED, *sorted(feeds.known)])]
    if desk.settings.model.name:
        spent = DayLedger(desk.records).spent(desk.records.team_id, today(desk))
        limit = "; the day's bound is reached, answers are quoted" if is_used_up(desk.settings.model, spent) else ""
        pairs.append(("Language model", f"today {used_words(desk.settings.model, spent)}{limit}"))
    stale = len(feeds.stale) + len(feeds.missing)
    title = text("Data: {state}", state=f"{count(stale, 'feed')} missing or old" if stale else "fresh")
    return Card(title, (Fields(tuple(pairs)),), (Button("Import data", "import-how"), Button("Preview", "show-preview")))


def _freshness(feeds: Feeds, name: str) -> str:
    feed = feeds.known.get(name)
    if feed is None:
        return "never imported"
    return f"{age(feed.as_of, feeds.now)} old" + (", too old" if feed.is_stale else "")


def _end_of_day(desk: Desk, asker: Asker) -> str:
    """Return the last moment of the asker's day as UTC text."""
    zone = ZoneInfo(asker.zone or desk.zone)
    tomorrow = local(desk.now, zone.key).date() + timedelta(days=1)
    return to_text(datetime.combine(tomorrow, time(), zone) - timedelta(seconds=1))
