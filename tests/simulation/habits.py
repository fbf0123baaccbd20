"""What a team does in a week, and what its accounts are like. A fault is nothing but other habits from a week on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tests.simulation.captions import MIX


@dataclass(frozen=True, slots=True)
class Habits:
    """What a team does and meets in one week. Shares are 0 to 1; the rest counts per week or multiplies the usual.

    `kinds`: what its posts are; `told_twice`: which share of Facebook's tell a story of Instagram's.
    """

    volume: float = 1.0
    engagement: float = 1.0
    growth: float | None = None
    video_leads: float = 1.0
    dud_leads: float = 0.0
    star_leads: float = 0.0
    answered: float = 0.95
    answered_buying: float = 0.95
    thanked: float = 0.4
    wait_hours: float = 2.0
    talk_back: float = 0.4
    influencers: int = 0
    troll_answers: int = 0
    complaining: int = 0
    outbound: int = 3
    campaign: str | None = None
    is_tied: bool = True
    price_slips: int = 0
    unqualified: float = 0.25
    post_tags: Literal["own", "none", "shared"] = "own"
    lead_tags: bool = True
    has_lead_feed: bool = True
    has_lead_rows: bool = True
    lead_delay_weeks: int = 0
    has_comment_feed: bool = True
    has_reach: bool = True
    kinds: Mapping[str, float] = field(default_factory=lambda: MIX)
    told_twice: float = 0.3


@dataclass(frozen=True, slots=True)
class Network:
    """One account: posts a week, the middle reach of a post (people) and leads per person reached."""

    name: str
    posts: int
    reach: float
    lead_rate: float


@dataclass(frozen=True, slots=True)
class Traits:
    """What a team's accounts are like. `unevenness` is the squared coefficient of variation of posts' lead rates."""

    networks: tuple[Network, ...]
    unevenness: float
    engagement_rate: float
    comments_a_post: float
    growth_a_week: float
    ambition: float


def traits_of(rng: Random) -> Traits:
    """Draw a team: two networks, five to nine posts a week, 0.4 to 1.5 leads a middle post."""
    reach, leads = rng.uniform(600, 3000), rng.uniform(0.5, 1.5)
    return Traits(
        networks=(
            Network("instagram", rng.randint(4, 6), reach, leads / reach),
            Network("facebook", rng.randint(2, 3), 0.6 * reach, leads / reach),
        ),
        unevenness=rng.uniform(0.1, 0.5),
        engagement_rate=rng.uniform(0.03, 0.08),
        comments_a_post=rng.uniform(3, 5),
        growth_a_week=rng.uniform(0.002, 0.012),
        ambition=rng.uniform(0.7, 0.9),
    )
