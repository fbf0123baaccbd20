"""What the coach cannot see, in sentences: feeds missing or old, posts and leads that do not come together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.coach.feeds import WATCHED, Feeds
from bot.coach.figures import Figure
from bot.coach.post_ground import has_own_tag
from bot.model.rule import Finding
from bot.model.words import count


def blind_spots(
    feeds: Feeds, leads: Figure, posts: Sequence[dict[str, Any]], findings: Iterable[Finding] = (),
) -> list[str]:
    """Return what stays unseen, the widest gap first. posts: the window's; `leads`: its figure of leads."""
    gaps = [_sentence(trouble) for trouble in map(feeds.trouble, WATCHED) if trouble]
    untagged = sum(not has_own_tag(row) for row in posts)
    if untagged:
        gaps.append(f"{untagged} of {count(len(posts), 'post')} carry no link with a tag of their own, "
                    "so most of their leads stay unseen.")
    untied = leads.parts["by_way"]["untied"]
    if untied:
        reason = next(iter(leads.parts["untied_reasons"]))
        gaps.append(f"{untied} of {count(leads.n, 'lead')} could not be tied to a post: mostly, {reason}.")
    by_time = leads.parts["by_way"]["time"]
    if by_time:
        gaps.append(f"{count(by_time, 'lead')} fit a post by time only; that is shown apart and never added in.")
    without = sum(row["reach"] is None for row in posts)
    if without:
        gaps.append(f"{without} of {count(len(posts), 'post')} have no reach.")
    return gaps + [_sentence(f"{each.rule}: {each.case.reason}") for each in findings
                   if each.case.verdict == "cant-tell" and each.case.reason]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
