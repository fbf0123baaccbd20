"""The digest as a card of at most 120 words, and the thread beneath it that holds the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.coach.audits.audit_card import as_of_line
from bot.coach.desk import Desk
from bot.coach.digests.digest import Digest, Unready, digest
from bot.coach.figures.phrases import in_two, lowered
from bot.coach.figures.usual_weeks import Weekly
from bot.model.card import Button, Card, Chart, Fields, Item, Items, Part, Text, Tone, plain, quoted, say, text
from bot.model.card_text import plain_card
from bot.model.tagged_links import quotable
from bot.model.words import count, day, listed

WORDS_AT_MOST = 120
"""Words of the card, all of it."""
_ROOM = ((24, 20, 18, 18), (20, 16, 16, 14), (18, 14, 14, 12), (16, 14, 13, 11), (16, 14, 13, 9), (16, 14, 0, 11),
         (16, 12, 12, 8), (12, 10, 10, 8), (10, 8, 8, 0))
"""Words for headline, win, leak and blind spot: the first set with which the card fits is taken. 0 leaves one out whole:
the thread has it, and the button that fits it holds the leak's next step."""
_LABELS = {"leads": "Leads", "answered_share": "Answered", "conversations": "Conversations"}
_QUOTED_LETTERS = 160
_CANT_TELL = re.compile(r"^Can't tell \(([^)]*)\): ")
_IN_THREAD = 3


def digest_card(desk: Desk) -> Card | None:
    """Return the digest for a channel, or None when the data is stale or there is none."""
    seen = digest(desk)
    return card_of(seen) if isinstance(seen, Digest) else None


def digest_thread(desk: Desk) -> Card | None:
    """Return what stands beneath the digest in its thread, or None when there is no digest or nothing to add."""
    seen = digest(desk)
    return thread_of(seen) if isinstance(seen, Digest) else None


def card_of(seen: Digest) -> Card:
    """Return a digest as a card; other people's words are left to the thread."""
    cards = (_card(seen, room) for room in _ROOM)
    return next((card for card in cards if words_of(card) <= WORDS_AT_MOST), _card(seen, _ROOM[-1]))


def thread_of(seen: Digest) -> Card | None:
    """Return the rest of a digest: the win's own words, what to act on with its next step, every blind spot."""
    parts: list[Part] = []
    if seen.win and seen.win.words:
        parts += [say("**The win in their words**"), Items((Item(seen.win.headline, seen.win.words, None, seen.win.url),))]
    if seen.findings:
        parts += [say("**To act on**"), Items(tuple(
            Item(each.headline, each.case.words and quotable(each.case.words, _QUOTED_LETTERS), each.next_step,
                 each.case.url)
            for each in seen.findings[:_IN_THREAD]))]
    if seen.cant_see:
        parts.append(say("**What I can't see**"))
        parts += [say("{gap}", gap=gap) for gap in seen.cant_see]
    if not parts:
        return None
    return Card(text("The week of {window} in detail", window=seen.window.name), tuple(parts),
                footer=as_of_line(seen.feeds, seen.zone))


def unready_card(seen: Unready) -> Card:
    """Return the card that says why there is no digest, and what to import."""
    if not seen.feeds.oldest:
        return Card(text("No digest: nothing is imported yet"),
                    (say("Import your posts, comments and leads: drop the files here, or run "
                         "**python -m bot import FILE**. The digest comes with the next full week."),),
                    tone="warning")
    if not seen.stale:
        missing = listed(seen.feeds.missing)
        return Card(
            text("No digest: without {feeds} nothing of the week can be judged", feeds=missing),
            (say("Import {feeds}, or tell leads as they come: **lead 3 enquiries from LINK**.", feeds=missing),),
            footer=as_of_line(seen.feeds, seen.zone), tone="warning")
    names = listed(seen.stale)
    gaps = [seen.feeds.trouble(name) or f"the newest {name} are from before {seen.window.name}" for name in seen.stale]
    return Card(
        text("No digest: the {feeds} are too old to judge the week", feeds=names),
        (say("{gaps}.", gaps="; ".join(gaps).capitalize()),
         say("Import the newest {feeds}, then ask for the digest again.", feeds=names)),
        footer=as_of_line(seen.feeds, seen.zone), tone="warning")


def words_of(card: Card) -> int:
    """Return how many words a card shows, those of its buttons and of a chart's first and last label among them."""
    charts = [part for part in card.parts if isinstance(part, Chart)]
    ends = [label for each in charts for label in (each.labels[0], each.labels[-1])]
    every = " ".join([plain_card(card), *ends, *(button.label for button in card.buttons)])
    return sum(any(letter.isalnum() for letter in word) for word in every.split())


def _card(seen: Digest, room: tuple[int, int, int, int]) -> Card:
    headline, win, leak, blind = room
    parts: list[Part] = [Fields(tuple(
        (_LABELS[name], each.words()) for name, each in seen.figures.items()))]
    chart = _chart(seen)
    parts += [chart] if chart else []
    parts.append(say("**Win:** {win}", win=_ended(_cut(seen.win.headline, win))) if seen.win
                 else say("**Win:** none to name: no lead, no saved customer, no conversation."))
    if seen.leak and leak and seen.decision != "keep":
        parts.append(say("**Next step:** {step}", step=_ended(_cut(seen.leak.next_step, leak))))
    elif seen.leak and leak:
        ask = in_two(seen.leak.headline)
        parts.append(say("**Leak:** {leak}", leak=_ended(_cut(Text(lowered(ask.template), ask.values), leak))))
    if seen.moved:
        parts.append(say("{moved}.", moved=seen.moved.words()))
    if seen.kept:
        parts.append(say("**Commitments:** {kept}.", kept=seen.kept.sentence))
    if seen.cant_see and blind:
        parts.append(say("**What I can't see:** {gap}", gap=_ended(_cut(quoted(_seen_in(seen.cant_see[0])), blind))))
    return Card(quoted(_cut(seen.headline, headline)), tuple(parts), tuple(_buttons(seen)), _footer(seen), _tone(seen))


def _cut(words: Text, most: int) -> str:
    """Return the words of a text in at most so many: cut where a clause ends, or with an ellipsis."""
    found = plain(words).split()
    if len(found) <= most:
        return " ".join(found)
    ends = [n for n in range(most // 2, most) if found[n].endswith((".", ";", ":", ","))]
    kept = " ".join(found[: ends[-1] + 1 if ends else most]).rstrip(".,;:")
    return kept if ends else f"{kept}…"


def _seen_in(gap: str) -> str:
    """Return a blind spot without the words that its label has said already."""
    return _CANT_TELL.sub(lambda found: f"{found.group(1)[:1].upper()}{found.group(1)[1:]}: ", gap)


def _ended(words: str) -> str:
    return words if words.endswith((".", "…", "?")) else f"{words}."


def _chart(seen: Digest) -> Chart | None:
    """Return the weeks of the first figure that is known this week, with what the picture shows in words."""
    for name, noun in (("leads", "Leads a week"), ("conversations", "Conversations a week")):
        weekly = seen.figures[name]
        if weekly.figure.value is not None and weekly.known:
            labels = tuple(_short_day(week.since, seen.zone) for week in seen.weeks)
            return Chart(noun, labels, (*weekly.before, weekly.figure.value), _alt(weekly))
    return None


def _alt(weekly: Weekly) -> str:
    now, known = weekly.figure.value or 0, [*weekly.known, weekly.figure.value or 0]
    return f"{count(len(known), 'week')}, {min(known):,.0f} to {max(known):,.0f}, now {now:,.0f}"


def _buttons(seen: Digest) -> Iterable[Button]:
    win = f"{seen.win.ref.kind}/{seen.win.ref.network}/{seen.win.ref.id}" if seen.win and seen.win.ref else ""
    leak = seen.leak.rule if seen.leak else ""
    yield Button("Keep", "digest-keep", win)
    yield Button("Change", "digest-change", leak)
    yield Button("Stop", "digest-stop", leak)


def _footer(seen: Digest) -> Text:
    weeks = max(len(each.known) for each in seen.figures.values())
    usual = f" Usually: middle of {count(weeks, 'week')} (lowest to highest)." if weeks else ""
    return text("{since} to {until}, data as of {as_of}.{usual}", since=_short_day(seen.window.since, seen.zone),
                until=_short_day(seen.window.until, seen.zone), usual=usual,
                as_of=_short_day(seen.feeds.oldest or seen.window.now, seen.zone))


def _short_day(moment: str, zone: str) -> str:
    return day(moment, zone).split(" ", 1)[1]


def _tone(seen: Digest) -> Tone:
    return "good" if seen.decision == "keep" and seen.win else "warning" if seen.decision != "keep" else "plain"
