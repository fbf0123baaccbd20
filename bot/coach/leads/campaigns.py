"""Campaigns as people tell of them: added, changed, listed and dropped. Days are not needed.

A campaign is one however its name is spelled: letter case, spaces, dashes and underscores make no other.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from bot.coach.desk import Desk
from bot.coach.figures.findings import find
from bot.coach.leads.campaign_words import FIELDS, NONE, read_values
from bot.coach.leads.telling import note_told
from bot.errors import UsageError
from bot.model.card import Card, Fields, Item, Items, Part, say, text
from bot.model.command import Asker, Reply
from bot.model.ids import new_id
from bot.model.tagged_links import campaign_tag
from bot.model.times import ago, from_text
from bot.model.words import calendar_day, count, period, shorten

Row = dict[str, Any]
NAME_LETTERS = 80
DAYS = 90
"""How far back the posts of a campaign are counted."""
LABELS: Mapping[str, str] = {
    "starts_on": "From", "ends_on": "To", "page": "Page", "link": "Link", "hashtag": "Hashtag", "offline": "Offline",
    "offline_has_handle": "Handle on it",
}
_HANDLE = {"yes": "with your handle", "no": "without your handle", None: "handle not known"}
_GAPS = "campaign-in-a-vacuum"


def list_campaigns(desk: Desk) -> Reply:
    """List the campaigns with their days, what ties them together, and how many posts each has."""
    rows = desk.records.rows("campaigns")
    if not rows:
        return Reply(Card(text("No campaign is listed yet"),
                          (say("Add one, with or without days: **campaigns add Spring bake --page "
                               "https://your-site.example/spring --hashtag #springbake**"),), tone="ask"), [])
    posts = _posts(desk)
    items = tuple(_item(row, posts.get(campaign_tag(row["campaign"]), 0)) for row in rows)
    document = [row | {"posts": posts.get(campaign_tag(row["campaign"]), 0)} for row in rows]
    return Reply(Card(text("{campaigns} listed", campaigns=count(len(rows), "campaign")),
                      (Items(items), say("__To change one: campaigns add NAME with what is new. To take one off: "
                                         "campaigns drop NAME__"))), document)


def set_campaign(desk: Desk, asker: Asker, name: str, values: Mapping[str, str | None]) -> Reply:
    """Add a campaign, or change what is named of one that is there; the reply shows each change. Raises UsageError."""
    name = _name(name)
    known = _known(desk, name)
    told = read_values(desk, asker, values)
    before = known or {"campaign": name, **dict.fromkeys(FIELDS)}
    after = before | told
    if after["starts_on"] and after["ends_on"] and after["ends_on"] < after["starts_on"]:
        raise UsageError(f"The campaign would end on {calendar_day(after['ends_on'])}, before it starts on "
                         f"{calendar_day(after['starts_on'])}; swap --from and --to.")
    changed = [field for field in FIELDS if after[field] != before[field]]
    if known and not changed:
        title = text("{campaign} is kept like that already; nothing was changed", campaign=before["campaign"])
        return Reply(Card(title), before)
    import_id = new_id(desk.clock())
    with desk.records.write() as writer:
        writer.run("set_campaign", import_id=import_id, **{field: after[field] for field in ("campaign", *FIELDS)})
        note_told(writer, import_id, "campaigns", desk.now, rows=1)
    undo = _undo(known, changed) if known else f"campaigns drop {before['campaign']}"
    return Reply(_card(desk, known, after, changed, undo), after | {"changed": changed, "undo": undo})


def drop_campaign(desk: Desk, name: str) -> Reply:
    """Take a campaign off the list; its posts stay. Raises UsageError where there is none of the name."""
    wanted = " ".join(name.split())
    known = _known(desk, wanted)
    if known is None:
        names = [row["campaign"] for row in desk.records.rows("campaigns")]
        nearest = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
        hint = f"Did you mean: campaigns drop {nearest[0]}" if nearest else "campaigns lists those there are."
        raise UsageError(f"There is no campaign {shorten(wanted, 60)!r}. {hint}")
    with desk.records.write() as writer:
        writer.run("drop_campaign", campaign=known["campaign"])
    again = _undo(known, [field for field in FIELDS if known[field]])
    return Reply(Card(text("Taken off: {campaign}", campaign=known["campaign"]),
                      (say("Its posts stay as they are. To add it again: **{again}**", again=again),)),
                 {"dropped": known["campaign"], "undo": again})


def _name(words: str) -> str:
    name = " ".join(words.split())
    if not campaign_tag(name):
        raise UsageError("Which campaign? Write its name after add, such as: campaigns add Spring bake")
    if len(name) > NAME_LETTERS:
        raise UsageError(f"The name has {len(name)} letters; keep it to {NAME_LETTERS}.")
    return name


def _known(desk: Desk, name: str) -> Row | None:
    """Return the campaign of a name, in its own spelling first."""
    same = [row for row in desk.records.rows("campaigns") if campaign_tag(row["campaign"]) == campaign_tag(name)]
    return next((row for row in same if row["campaign"] == name), same[0] if same else None)


def _posts(desk: Desk) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in desk.records.rows("posts_by_campaign", since=ago(from_text(desk.now), days=DAYS), now=desk.now):
        tag = campaign_tag(row["campaign"])
        found[tag] = found.get(tag, 0) + int(row["posts"])
    return found


def _item(row: Row, posts: int) -> Item:
    days = _days(row["starts_on"], row["ends_on"])
    came = count(posts, "post") if posts else "no post yet"
    return Item(text("**{campaign}**, {days}, {posts}", campaign=row["campaign"], days=days, posts=came),
                why=text("{facts}", facts=_facts(row)), url=row["page"] or row["link"])


def _days(first: str | None, last: str | None) -> str:
    if first and last:
        return period(first, last)
    return f"from {calendar_day(first)}" if first else f"until {calendar_day(last)}" if last else "no days"


def _facts(row: Row) -> str:
    facts = [f"#{row['hashtag'].lstrip('#')}" if row["hashtag"] else "no hashtag"]
    facts.append("a link" if row["link"] and row["page"] else "" if row["page"] or row["link"] else "no page and no link")
    if row["offline"]:
        facts.append(f"offline: {shorten(row['offline'], 60)} ({_HANDLE[row['offline_has_handle']]})")
    return "; ".join(filter(None, facts))


def _card(desk: Desk, known: Row | None, after: Row, changed: list[str], undo: str) -> Card:
    title = text("Changed: {campaign}" if known else "Added: {campaign}", campaign=after["campaign"])
    pairs = tuple((LABELS[field], _change(known, after, field)) for field in changed)
    parts: list[Part] = [Fields(pairs)] if pairs else []
    if not after["starts_on"] and not after["ends_on"]:
        parts.append(say("It has no days, so it counts as running while it has posts in the last {days} days.", days=DAYS))
    parts += _gaps(desk, after["campaign"])
    parts.append(say("To take it back: **{undo}**", undo=undo))
    return Card(title, tuple(parts), tone="good")


def _change(known: Row | None, after: Row, field: str) -> str:
    new, old = (_said(row[field], field) if row else "none" for row in (after, known))
    return f"{new} (was {old})" if known else new


def _said(value: str | None, field: str) -> str:
    """Return what is kept of a campaign as people write it."""
    return calendar_day(value) if value and field in ("starts_on", "ends_on") else value or "none"


def _gaps(desk: Desk, campaign: str) -> list[Part]:
    """Return what the rule for campaigns that stand alone says of this one now."""
    rule = desk.rules.get(_GAPS)
    found = [each for each in find(desk, [rule] if rule else [])
             if any(ref.kind == "campaign" and ref.id == campaign for ref in each.case.subject)]
    return [Items((Item(each.headline, why=each.next_step),)) for each in found[:1]]


def _undo(known: Row, changed: list[str]) -> str:
    """Return the words that bring the former values back."""
    words = [f"campaigns add {known['campaign']}"]
    for field in changed:
        value = known[field] or NONE
        words.append(f"--{FIELDS[field]} " + (f'"{value}"' if " " in value else value))
    return " ".join(words)
