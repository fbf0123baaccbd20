"""Tagged links: each post gets a code of its own, by which it and the leads that come by its link find each other."""

from __future__ import annotations

import difflib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from bot.coach.desk import Desk
from bot.coach.figures.post_lookup import NoSuchPost, find_post
from bot.coach.leads.told_posts import NOWHERE, post_name
from bot.errors import CoachError, UsageError
from bot.model.card import Card, Item, Items, Part, Quote, quoted, say, text
from bot.model.codes import new_code
from bot.model.command import Asker, Reply
from bot.model.counted_once import tie_anew
from bot.model.facts import Network
from bot.model.networks import network_name
from bot.model.tagged_links import campaign_tag, checked_address, tagged, tags_of_link, without_tags
from bot.model.words import count, day, shorten

Row = dict[str, Any]
MEDIUM = "social"
WORDS_LETTERS = 120
NETWORKS = get_args(Network)
_TRIES = 20
_ALSO: Mapping[str, str] = {"ig": "instagram", "insta": "instagram", "fb": "facebook", "yt": "youtube", "twitter": "x",
                            "tik tok": "tiktok", "linked in": "linkedin"}
_LIKE_A_POST = re.compile(rf"https?://\S+|\d{{8,}}|(?:{'|'.join(NETWORKS)})[:/]\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _For:
    """The post that a link is for: an imported one, or what the person said of one to come."""

    words: str | None = None
    network: str | None = None
    post_id: str | None = None
    name: str = "one post"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A link that is wanted: its address, its campaign's tag, the post it is for and the tags the address had."""

    address: str
    campaign: str | None
    meant: _For
    old: Mapping[str, str]

    @property
    def page(self) -> str:
        return without_tags(self.address)

    def tagged(self, code: str) -> str:
        """Return the address with the tags for a code."""
        tags = {"utm_source": self.meant.network or self.old.get("utm_source", MEDIUM),
                "utm_medium": self.old.get("utm_medium", MEDIUM)}
        campaign = {"utm_campaign": self.campaign} if self.campaign else {}
        return tagged(self.address, tags | campaign | {"utm_content": code})


def make_link(desk: Desk, asker: Asker, address: str, *, campaign: str | None, post: str | None,
              draw: Callable[[int], int] = secrets.randbelow) -> Reply:
    """Make a tagged link with a code of its own and keep the code. Raises UsageError for what is no address."""
    try:
        checked = checked_address(address)
    except ValueError as fault:
        raise UsageError(str(fault)) from None
    meant, old = _post_meant(desk, post), tags_of_link(checked)
    wanted = _Wanted(checked, campaign_tag(campaign or old.get("utm_campaign", "")) or None, meant, old)
    same = desk.records.one("post_code_like", page=wanted.page, campaign=wanted.campaign or "", words=meant.words or "")
    code, link = _kept(desk, asker, wanted, draw)
    notes = [*_notes(same, wanted, code), *(_unlisted(desk, campaign) if campaign else [])]
    document = {"code": code, "link": link, "campaign": wanted.campaign, "network": meant.network, "post_id": meant.post_id,
                "words": meant.words, "made_before": same["code"] if same else None}
    return Reply(_card(code, link, meant, notes), document)


def list_codes(desk: Desk) -> Reply:
    """List the newest post codes with the posts and the leads that carry them, ten at most."""
    rows = desk.records.rows("newest_post_codes")
    if not rows:
        return Reply(Card(text("No tagged link was made yet"),
                          (say("Make one for your next post: **link https://your-site.example/page --post instagram**"),),
                          tone="ask"), [])
    items = Items(tuple(
        Item(text("**{code}** for {what}: {leads}", code=row["code"], what=_for(row["words"]),
                  leads=count(int(row["leads"]), "lead") if int(row["leads"]) else "no lead yet"),
             why=text("{posts}, made {day}", posts=_on_posts(row), day=day(row["made_at"], desk.zone)), url=row["link"])
        for row in rows))
    return Reply(Card(text("{links}, the newest first", links=count(len(rows), "tagged link")), (items,)), rows)


def tie_code(desk: Desk, code: str, words: str) -> Reply:
    """Keep which imported post carries a code; `none` takes that back. Raises UsageError."""
    row = desk.records.one("post_code", code=code.strip().lower())
    if row is None:
        raise UsageError(f"There is no post code {shorten(code, 40)!r}; link alone lists the newest.")
    is_none = words.strip().lower() in NOWHERE
    network, post_id = (None, None) if is_none else find_post(desk, words)
    before = (row["network"], row["post_id"])
    if (network, post_id) == before:
        return Reply(Card(text("That is kept already; nothing was changed")), _code_document(row))
    with desk.records.write() as writer:
        if row["post_id"]:
            writer.run("take_code_off_posts", link=row["link"], code=row["code"], network=before[0], post_id=before[1])
        writer.run("give_code_to_post", code=row["code"], network=network, post_id=post_id)
        if post_id:
            writer.run("put_code_on_post", network=network, post_id=post_id, link=row["link"], code=row["code"],
                       campaign=row["campaign"])
        tie_anew(writer.run, desk.now)
    undo = f"link tie {row['code']} " + (f"{before[0]}:{before[1]}" if before[1] else "none")
    return _tied(desk, row | {"network": network, "post_id": post_id}, undo)


def _tied(desk: Desk, row: Row, undo: str) -> Reply:
    """Return what is kept of a code now, and how to take it back."""
    title = text("Kept: no post is said to carry {code}", code=row["code"])
    if row["post_id"]:
        post = desk.records.one("post_words", network=row["network"], post_id=row["post_id"]) or {}
        name = post_name(row["network"], row["post_id"], post.get("text"))
        title = text("Kept: {code} is the link of {post}", code=row["code"], post=name)
    return Reply(Card(title, (say("Leads that came by it are tied anew. To take it back: **{undo}**", undo=undo),)),
                 _code_document(row) | {"undo": undo})


def _kept(desk: Desk, asker: Asker, wanted: _Wanted, draw: Callable[[int], int]) -> tuple[str, str]:
    """Keep the link under a code that no tag of the team's has, longer where the short ones are mostly taken."""
    meant = wanted.meant
    with desk.records.write() as writer:
        for tried in range(_TRIES):
            code = new_code(draw, 4 + tried // 5)
            link = wanted.tagged(code)
            if not writer.run("tag_is_taken", code=code) and writer.run(
                    "add_post_code", code=code, link=link, page=wanted.page, campaign=wanted.campaign, words=meant.words,
                    network=meant.network if meant.post_id else None, post_id=meant.post_id, made_by=asker.person,
                    now=desk.now):
                if meant.post_id:
                    writer.run("put_code_on_post", network=meant.network, post_id=meant.post_id, link=link, code=code,
                               campaign=wanted.campaign)
                return code, link
    raise CoachError("No free code was found for the link; nothing was kept. Try again.")


def _post_meant(desk: Desk, words: str | None) -> _For:
    """Return the post that somebody means: a network, an imported post, or words for a post to come."""
    said = " ".join((words or "").split())
    if not said:
        return _For()
    network = _network_in(said)
    if said.lower() in NETWORKS or said.lower() in _ALSO:
        return _For(network, network, name=f"one post on {network_name(network)}")
    try:
        where, post_id = find_post(desk, said)
    except NoSuchPost:
        if _LIKE_A_POST.fullmatch(said):
            raise UsageError(f"The post {shorten(said, 60)!r} is not imported yet. Leave --post out, or say in words what "
                             "the post will be, such as: --post \"rye story on instagram\"") from None
        if len(said) > WORDS_LETTERS:
            raise UsageError(f"The words for the post have {len(said)} letters; keep them to {WORDS_LETTERS}.") from None
        return _For(said, network, name=f"“{shorten(said, 48)}”")
    row = desk.records.one("post_words", network=where, post_id=post_id) or {}
    return _For(f"{where}:{post_id}", where, post_id, post_name(where, post_id, row.get("text")))


def _network_in(words: str) -> str | None:
    """Return the one network that words name, None where they name none or two."""
    low = words.lower()
    if low in NETWORKS or low in _ALSO:
        return _ALSO.get(low, low)
    named = [name for name in (*NETWORKS, *_ALSO) if re.search(rf"{_before(name)}{re.escape(name)}\b", low)]
    found = {_ALSO.get(name, name) for name in named}
    return found.pop() if len(found) == 1 else None


def _before(name: str) -> str:
    """Return what must stand before a network's name among other words; some names are words of their own."""
    return r"\bon " if name in ("x", "google", "other") else r"\b"


def _notes(same: Row | None, wanted: _Wanted, code: str) -> list[Part]:
    notes: list[Part] = []
    if same:
        notes.append(say("It is a new code, since each post has its own; the link you made before keeps **{code}**.",
                         code=same["code"]))
    if "utm_content" in wanted.old:
        notes.append(say("The address had the tag {tag} already; the code takes its place.",
                         tag=shorten(wanted.old["utm_content"], 40)))
    if not wanted.meant.post_id:
        notes.append(say("__Where exports show no links, as Instagram's, name the post later: link tie {code} POST__",
                         code=code))
    return notes


def _unlisted(desk: Desk, campaign: str) -> list[Part]:
    """Return what to do about a campaign that nobody listed."""
    names = [row["campaign"] for row in desk.records.rows("campaigns")]
    if campaign_tag(campaign) in map(campaign_tag, names):
        return []
    nearest = difflib.get_close_matches(campaign, names, n=1, cutoff=0.75)
    if nearest:
        return [say("No campaign is called {name}; if you mean **{nearest}**, make the link again.",
                    name=shorten(campaign, 40), nearest=shorten(nearest[0], 40))]
    return [say("__The campaign {name} is not listed yet; campaigns add lists it.__", name=shorten(campaign, 40))]


def _card(code: str, link: str, meant: _For, notes: list[Part]) -> Card:
    use = text("Put it into {post} and into no other: leads that come by it are tied to that post.", post=meant.name)
    why = quoted("Open it once before you post, to see that the page still opens.")
    return Card(text("Tagged link made, with the post code **{code}**", code=code),
                (Quote(link), Items((Item(use, why=why, url=link),)), *notes), tone="good")


def _for(words: str | None) -> str:
    """Return what a link was made for, as it was said; a network alone means a post on it."""
    return f"one post on {network_name(words)}" if words in NETWORKS else words or "one post"


def _on_posts(row: Row) -> str:
    if row["post_id"]:
        return f"on the {network_name(row['network'])} post that you named"
    posts = int(row["posts"])
    return f"on {count(posts, 'post')}" if posts else "on no imported post yet"


def _code_document(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("code", "link", "campaign", "words", "network", "post_id")}
