"""Questions about the team's own data, told by their form: which figure is asked for.

A question that wants advice is none of them, whatever it counts: "how many posts should we publish" is for the guidance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from bot.coach.answers import data_forms

Topic = Literal[
    "leads", "best post", "waiting", "answered share", "first response", "conversations", "posts", "reach",
    "engagement rate", "followers", "goal", "promise", "one post", "trend", "elsewhere", "open"]
"""`elsewhere`: the team's own, but kept in no data of ours. `open`: about the data, and no single figure answers it."""
_WHOLE = ("leads", "reach", "engagement rate", "posts", "conversations")
"""The figures that are told of everything together, so that a question for a part of them is an open one."""
_TIMED = (*_WHOLE, "best post", "answered share", "first response", "followers")
"""The figures that belong to a stretch of time."""
_MOST_LETTERS = 200
"""A longer question tells a story and wants more than a figure."""
_NETWORKS = {"instagram": "instagram", "insta": "instagram", "facebook": "facebook", "linkedin": "linkedin",
             "tiktok": "tiktok", "youtube": "youtube", "twitter": "x", "pinterest": "pinterest", "bluesky": "bluesky",
             "mastodon": "mastodon"}

_ON_NETWORK = re.compile(rf" (?:(?:from|on|via|through|at|in) )?(?:{'|'.join(_NETWORKS)})\b")


@dataclass(frozen=True, slots=True)
class DataQuestion:
    """A question about the team's own data. `kind`: of leads, as goals count them; `network`: the one it names.

    Both are empty where none is named. `words`: in lower case, without its signs and what only leads to the question.
    """

    topic: Topic
    words: str
    kind: str = ""
    network: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether figures alone answer it, so that no model is needed."""
        return self.topic not in ("elsewhere", "open")


def data_question(question: str, previous: str | None = None) -> DataQuestion | None:
    """Return which of the team's figures a question asks for, None where it is about something else.

    `previous`: the same person's question before it: "and last month?" asks for the same figure again.

    >>> data_question("How many leads did we get last week?").topic, data_question("Any bookings this week?").kind
    ('leads', 'bookings')
    >>> data_question("How many leads should we get a week?") is None
    True
    """
    words = _folded(question)
    if previous and re.fullmatch(data_forms.AGAIN, words):
        before = _asked(_folded(previous))
        return replace(before, words=words) if before else None
    return _asked(words)


def _asked(words: str) -> DataQuestion | None:
    if not words or len(words) > _MOST_LETTERS or re.search(data_forms.ADVICE, words):
        return None
    network = next((name for word, name in _NETWORKS.items() if re.search(rf"\b{word}\b", words)), "")
    if re.fullmatch(data_forms.ONE_POST, words) and re.fullmatch(data_forms.OPEN, words):
        return DataQuestion("one post", words, network=network)
    words = _ON_NETWORK.sub("", words)
    topic = next((topic for topic, form in data_forms.FORMS.items() if re.fullmatch(form, words)), None)
    if topic is not None and _is_beyond(topic, words):
        return DataQuestion("open", words, network=network)
    if topic is not None and not (topic in _WHOLE and re.search(data_forms.PARTED, words)):
        return DataQuestion(cast(Topic, topic), words, _kind(words) if topic == "leads" else "", network)
    return DataQuestion("open", words, network=network) if re.fullmatch(data_forms.OPEN, words) else None


def _is_beyond(topic: str, words: str) -> bool:
    """Tell whether a question names a time or an end of the list for which the topic has no figure."""
    return bool((topic in _TIMED and re.search(data_forms.OTHER_TIME, words))
                or (topic == "best post" and re.search(data_forms.WORST, words))
                or (topic == "trend" and re.search(data_forms.LONG, words)))


def _kind(words: str) -> str:
    """Return the one kind of lead that is named, as goals name it; leads as such are of every kind."""
    if re.search(r"\bleads?\b", words):
        return ""
    from bot.coach.leads.lead_words import KINDS, PLURALS

    named = [kind for kind, said in KINDS.items() if re.search(rf"\b(?:{'|'.join(said)})\b", words)]
    return PLURALS[named[0]] if len(named) == 1 else ""


def _folded(question: str) -> str:
    words = " ".join(question.lower().replace("’", "'").split()).strip(" ?!.,;:")
    while (shorter := re.sub(data_forms.LEADS_IN, "", words)) != words:
        words = shorter
    return " ".join(re.sub(r"[,;:()\"“”]|(?<=\w)[.?!](?=\s)", " ", words).split())
