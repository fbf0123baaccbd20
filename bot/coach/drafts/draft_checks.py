"""Checks the words of a post that is not out yet: for whom, one ask, link, selling or giving, answer, campaign, guidance.

What cannot be known from the words and the team's data is neither good nor bad.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from bot.coach.desk import Desk
from bot.coach.figures.findings import reaches, settings_of
from bot.coach.figures.purposes import with_purposes
from bot.coach.goals.objectives import LEAD_KINDS, running
from bot.model.rule import CaseItem, View
from bot.model.times import ago, from_text
from bot.model.words import count, listed, share, shorten

Row = dict[str, Any]
Name = Literal["campaign", "guidance", "link", "one ask", "for whom", "what for", "selling or giving", "answer"]
DAYS = 28
"""How far back the team's own posts are held against a draft."""
FEW_POSTS = 5
"""From so many own posts on, a draft that sells is held against what they do."""
_DRAFT = "draft"
_URL = re.compile(r"https?://[^\s<>()\"']+", re.IGNORECASE)
_TAIL = re.compile(r"(?:https?://\S+|#\w+|@\w[\w.]*|[^\w?？؟])+$")
_FOR = re.compile(r"\b(?:for|für|pour|para|per|voor) (?!sale\b|free\b|only\b|example\b|now\b)[^\W\d]\w+", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|yours|du|dein\w*|dich|ihr|euch|eure?|tu|tus|toi|vous|votre|vos|ti|te|você|vocês|seu|sua|"
                  r"je|jouw|jullie|kamu|kalian|siz\w*)\b", re.IGNORECASE)
_ASKS: Mapping[str, re.Pattern[str]] = {
    ask: re.compile(rf"\b(?:{words})", re.IGNORECASE) for ask, words in (
        ("buy", r"buy\b|order\b|preorder|pre-order|shop (?:now|the|our|online)|get yours|grab|bestell|kauf|compra\b|pide|"
                r"acquist|ordina|commandez|achetez|koop|pesan"),
        ("book", r"book (?:now|your|a|online|via)|reserve|make an appointment|bucht?\b|reserv[ae]|réservez|prenota|boek"),
        ("sign up", r"sign up|register|enrol|subscribe|join us|apply\b|anmeld|inscr[ií]|iscriviti|matricul|daftar"),
        ("call or write", r"call us|call \d|phone us|dm us|message us|send us a (?:message|dm)|e-?mail us|write to us|ruft|"
                          r"llama"),
        ("read or watch", r"read (?:more|the|our)|learn more|link in bio|watch the|see the full|download|mehr lesen|"
                          r"leer más"),
        ("come by", r"come by|visit us|drop in|come and (?:see|try|visit)|kommt vorbei|visítanos|venez"),
        ("follow or share", r"follow us|share this|tag a friend|tag someone|folgt|síguenos|suivez|seguici"),
    )
}
_TELL = re.compile(r"\b(?:tell us|tell me|let us know|let me know|vote|comment below|in the comments|reply with|share your|"
                   r"show us)\b", re.IGNORECASE)
_FORBIDS = re.compile(r"\b(?:never|avoid|don't|do not|not|no|instead of)\b(.*?)(?:\bbut\b|[;.!?\n]|$)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„]([^\"”“]{2,40})[\"”“]")


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """One check of a draft in words; `is_good` is None where it cannot be known, `next_step` mends what is not good."""

    name: Name
    words: str
    is_good: bool | None
    next_step: str = ""


@dataclass(frozen=True)
class Draft:
    """A text that is not posted yet, and the team's own posts of the last 28 days, newest first."""

    desk: Desk
    text: str
    recent: tuple[Row, ...]

    @cached_property
    def purpose(self) -> str | None:
        """What its words say it is."""
        return self.desk.purpose_of(self.text)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The addresses in it."""
        return tuple(url.rstrip(".,;!?") for url in _URL.findall(self.text))

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """What it asks people to do, to answer left out."""
        return tuple(ask for ask, words in _ASKS.items() if words.search(self.text))

    @property
    def invites(self) -> bool:
        """Whether it invites an answer."""
        ends_asking = _TAIL.sub("", self.text).endswith(("?", "？", "؟"))
        return self.purpose == "invitation to answer" or ends_asking or bool(_TELL.search(self.text))

    def tag(self, name: str) -> str | None:
        """Return a tag of its first link that has it."""
        found = (parse_qs(urlsplit(url).query).get(name, [None])[0] for url in self.links if _is_address(url))
        return next(filter(None, found), None)


def draft_of(desk: Desk, words: str) -> Draft:
    """Return a draft with the own posts it is held against."""
    since = ago(from_text(desk.now), days=DAYS)
    rows = desk.records.rows("posts_beside_a_draft", since=since, until=desk.now)
    return Draft(desk, words.strip(), tuple(with_purposes(desk, rows)))


def checks_of(draft: Draft) -> tuple[DraftCheck, ...]:
    """Return the checks of a draft, those that must be good first, the gravest on top."""
    return (_campaign(draft), _guidance(draft), _link(draft), _one_ask(draft), _for_whom(draft), _what_for(draft),
            _selling(draft), _answer(draft))


def _is_address(url: str) -> bool:
    try:
        return bool(urlsplit(url).netloc)
    except ValueError:
        return False


def _for_whom(draft: Draft) -> DraftCheck:
    named = _FOR.search(draft.text)
    if named:
        return DraftCheck("for whom", f"says “{shorten(named[0], 40)}”", True)
    if _YOU.search(draft.text) or draft.invites:
        return DraftCheck("for whom", "speaks to its readers", True)
    return DraftCheck("for whom", "names nobody it is for, and speaks to nobody", False,
                      "Say whom it is for, and what they get from it.")


def _what_for(draft: Draft) -> DraftCheck:
    goals = running(draft.desk)
    if not goals:
        return DraftCheck("what for", "no objective is set", None)
    goal = goals[0]
    if goal.metric == "leads" or goal.metric in LEAD_KINDS:
        serves, how = bool(draft.tag("utm_content") or draft.asks), "a next step towards it"
    else:
        serves, how = draft.invites, "an invitation to answer"
    words = f"{goal.goal} by {goal.last_day}: it has {how if serves else 'no way to serve it'}"
    return DraftCheck("what for", words, serves, f"Add {how}, or keep it for another day.")


def _one_ask(draft: Draft) -> DraftCheck:
    if len(draft.asks) > 1:
        return DraftCheck("one ask", f"{len(draft.asks)} asks: {listed(draft.asks)}", False,
                          f"Keep one ask, such as {draft.asks[0]}, and leave the others out.")
    if draft.asks:
        return DraftCheck("one ask", f"one ask: {draft.asks[0]}", True)
    if draft.invites:
        return DraftCheck("one ask", "one ask: to answer", True)
    if draft.purpose == "promotional":
        return DraftCheck("one ask", "it sells, but says no next step", False, "Say in one sentence what to do next.")
    return DraftCheck("one ask", "no ask", None)


def _link(draft: Draft) -> DraftCheck:
    tag = draft.tag("utm_content")
    if not draft.links:
        if draft.purpose == "promotional" or set(draft.asks) & {"buy", "book", "sign up"}:
            return DraftCheck("link", "it sells without a link, so no lead can be tied to it", False,
                              "Add a link with a tag of its own (utm_content).")
        return DraftCheck("link", "no link, and nothing to buy", None)
    if tag is None:
        return DraftCheck("link", "a link without a tag (utm_content)", False,
                          "Give the link a tag of its own: add utm_content with a word that no other post has.")
    taken = draft.desk.records.rows("posts_with_tag", utm_content=tag)
    if taken:
        return DraftCheck("link", f"its tag {shorten(tag, 40)} is that of another post", False,
                          "Give the link a utm_content that no other post has.")
    return DraftCheck("link", f"a link with a tag of its own ({shorten(tag, 40)})", True)


def _selling(draft: Draft) -> DraftCheck:
    if draft.purpose is None:
        return DraftCheck("selling or giving", "too few words to tell", None)
    known = [row for row in draft.recent if row["purpose"]]
    selling = sum(row["purpose"] == "promotional" for row in known)
    if draft.purpose != "promotional":
        return DraftCheck("selling or giving", f"gives: {draft.purpose}, by its words", True)
    if len(known) < FEW_POSTS:
        beside = count(len(known), "own post") if known else "no own post"
        return DraftCheck("selling or giving", f"sells; {beside} to compare it with", None)
    return DraftCheck("selling or giving", f"sells, as {share(selling, len(known))} of your posts in {DAYS} days do",
                      2 * selling <= len(known), "Post something that helps, asks or amuses first.")


def _answer(draft: Draft) -> DraftCheck:
    if draft.invites:
        return DraftCheck("answer", "invites an answer", True)
    return DraftCheck("answer", "invites no answer", False, "End with a question you want to know the answer to.")


def _campaign(draft: Draft) -> DraftCheck:
    named = draft.desk.rules.get("mixed-messages")
    if named is None:
        return DraftCheck("campaign", "not looked at", None)
    settings = settings_of(draft.desk, named)
    back = reaches(named, settings, draft.desk.now)
    rows = draft.desk.records.detect(named.rule.detect, {
        "now": draft.desk.now, **settings, **{f"{name}_ago": moment for name, moment in back.items()}})
    campaigns: dict[str, list[Row]] = {}
    for row in rows:
        campaigns.setdefault(_plain(row["campaign"] or row["utm_campaign"]), []).append(row)
    view = View(now=draft.desk.now, zone=draft.desk.zone, settings={**settings, "items": len(rows) + 1}, ago=back)
    own, looked_at = _own_campaign(draft, campaigns), 0
    for name, posts in campaigns.items():
        if own in (None, name):
            looked_at += len(posts)
            cases = named.rule.refine([*posts, _as_row(draft, posts[0])], view)
            for item in _against((item for case in cases for item in case.items), is_own=own == name):
                facts = item.facts
                return DraftCheck("campaign", f"its {facts['what']} {facts['says']} contradicts {facts['norm']}", False,
                                  f"Say {facts['norm']} as the other posts do, or correct those first.")
    if not looked_at:
        return DraftCheck("campaign", "no other post of a campaign to compare with", None)
    return DraftCheck("campaign", f"agrees with {count(looked_at, 'post')} of your campaigns", True)


def _against(items: Iterable[CaseItem], *, is_own: bool) -> list[CaseItem]:
    """Return what speaks against the draft; without a campaign of its own, another page is no contradiction."""
    return [item for item in items if item.ref.id == _DRAFT and (is_own or item.facts["what"] != "link")]


def _own_campaign(draft: Draft, campaigns: Mapping[str, list[Row]]) -> str | None:
    """Return the campaign that a draft's tag, name or hashtag says it belongs to."""
    tag, words = _plain(draft.tag("utm_campaign") or ""), draft.text.casefold()
    for name, posts in campaigns.items():
        hashtag = (posts[0]["norm_hashtag"] or "").lstrip("#").casefold()
        if name == tag or name.replace("-", " ") in words or (hashtag and f"#{hashtag}" in words):
            return name
    return None


def _as_row(draft: Draft, like: Row) -> Row:
    return {**like, "network": "", "post_id": _DRAFT, "permalink": None, "text": draft.text, "published_at": draft.desk.now,
            "link": draft.links[0] if draft.links else None, "last_as_of": draft.desk.now}


def _plain(name: str) -> str:
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _guidance(draft: Draft) -> DraftCheck:
    answer = draft.desk.adviser.answer("What tone of voice and which words do we use or avoid in our posts?")
    own = [source for source in answer.sources if source.origin == "team"]
    for source in own:
        for words in forbidden(source.passage):
            if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", draft.text, re.IGNORECASE):
                why = f"“{words}” is what your {shorten(source.title, 40)} asks you to avoid"
                return DraftCheck("guidance", why, False, f"Say it without “{words}”.")
    if own:
        return DraftCheck("guidance", f"nothing that your {shorten(own[0].title, 40)} asks you to avoid", True)
    return DraftCheck("guidance", "the team has no guidance of its own on how it writes", None)


def forbidden(passage: str) -> list[str]:
    """Return the quoted words that a passage asks to avoid.

    >>> forbidden('Say "guests", not "customers". Never write "cheap" or "deal"; write "fair price".')
    ['customers', 'cheap', 'deal']
    """
    return [words for part in _FORBIDS.findall(passage) for words in _QUOTED.findall(part)]
