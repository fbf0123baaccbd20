"""One story told in several places: where rules count posts of content, it counts once.

Posts tell one story when they stand on different accounts of the team, at most three days after the first of them, and say
the same words: small letters and accents aside, links, hashtags, mentions, signs and emoji taken away. Posts without words
are stories of their own, and the same words on the same account again are another story.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.model.rule import Case, Row
from bot.model.times import from_text
from bot.rules._accounts import Account

NEAR = timedelta(days=3)
"""How long after its first telling a story may be told elsewhere and still be the same."""
_LINK_OR_TAG = re.compile(r"(?:https?://|www\.)\S+|#\w+|@\w[\w.]*")
_NOT_WORDS = re.compile(r"[\W_]+")


def stories(rows: Sequence[Row]) -> list[list[Row]]:
    """Return posts as the stories they tell, in the order in which each is first met; their own order stays.

    rows: with network, account, text and published_at, each post once.
    """
    tellings: dict[str, list[list[int]]] = {}
    first_of = list(range(len(rows)))
    for number in sorted(range(len(rows)), key=lambda each: (rows[each]["published_at"], rows[each]["network"])):
        row = rows[number]
        words = words_said(row["text"])
        told = tellings.setdefault(words, []) if words else []
        same = next((each for each in told if _is_another_telling(row, [rows[n] for n in each])), None)
        if same is None:
            told.append([number])
        else:
            first_of[number] = same[0]
            same.append(number)
    grouped: dict[int, list[Row]] = {}
    for number, row in enumerate(rows):
        grouped.setdefault(first_of[number], []).append(row)
    return list(grouped.values())


def words_said(text: str | None) -> str:
    """Return what a post says, for comparing: two that say the same give the same, one that says nothing gives "".

    >>> words_said("Rye is back! 🍞 Überall ab 7. #rye https://bakery.example/?utm_content=p1")
    'rye is back uberall ab 7'
    """
    small = (text or "").casefold()
    if not small.isascii():
        marked = unicodedata.normalize("NFKD", small)
        small = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return _NOT_WORDS.sub(" ", _LINK_OR_TAG.sub(" ", small)).strip()


def told_once(accounts: Sequence[Account], added_up: Sequence[str] = ()) -> list[Account]:
    """Return the accounts with each story once: on the one of its accounts where the team posts most.

    `added_up`: the columns whose figures are added up over all tellings of a story.
    """
    home = {_key(row): account for account in sorted(accounts, key=lambda each: len(each.posts)) for row in account.posts}
    kept: dict[tuple[str, str], Row] = {}
    for told in stories([row for account in accounts for row in account.posts]):
        at_home = max(told, key=lambda row: (len(home[_key(row)].posts), home[_key(row)].label))
        kept[_key(at_home)] = {**at_home, **{name: sum(row[name] for row in told) for name in added_up}}
    return [Account(each.network, each.name, [kept[_key(row)] for row in each.posts if _key(row) in kept])
            for each in accounts]


def one_a_story(cases: Iterable[tuple[Case, Row]]) -> list[Case]:
    """Return cases about single posts, one for each story: that with the most at stake, naming the others' posts too."""
    given = list(cases)
    case_of = {_key(row): case for case, row in given}
    found = []
    for told in stories([row for _, row in given]):
        first, *others = sorted((case_of[_key(row)] for row in told), key=lambda case: -case.stake)
        found.append(replace(first, subject=tuple(ref for case in (first, *others) for ref in case.subject),
                             stake=sum(case.stake for case in (first, *others))))
    return found


def _is_another_telling(row: Row, told: Sequence[Row]) -> bool:
    return (from_text(row["published_at"]) - from_text(told[0]["published_at"]) <= NEAR
            and _place(row) not in {_place(each) for each in told})


def _place(row: Row) -> tuple[str, str]:
    return row["network"], row["account"] or ""


def _key(row: Row) -> tuple[str, str]:
    return row["network"], row["post_id"]
