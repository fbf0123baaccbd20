"""The faults that are planted: which rule should notice each, of what size, and the habits that make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.captions import without

BEGINS = 14
"""The week, from 0, in which a fault begins: 14 weeks of data lie before it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that begins in week `BEGINS`, or `from_start`. `size` says it in words; `habits` go over the healthy ones.

    `half` are the habits of the same fault at about half the size, where it has one that can be halved. A rule that says
    something was missing for so many weeks sees its fault begin when it was: `after_weeks` after the habits changed.
    """

    rule: str
    size: str
    habits: Mapping[str, Any] = field(default_factory=dict)
    half: Mapping[str, Any] | None = None
    from_start: bool = False
    after_weeks: int = 0

    @property
    def begins(self) -> int:
        """The week, from 0, at whose end the fault can be seen first."""
        return (0 if self.from_start else BEGINS) + self.after_weeks


FAULTS: tuple[Fault, ...] = (
    Fault("always-selling", "85% of posts promote something (before 28%)", {"kinds": without(promotional=0.85)},
          {"kinds": without(promotional=0.57)}),
    Fault("broadcasting", "30% of needed answers given, 5% talk back (before 95% and 40%)",
          {"answered": 0.3, "answered_buying": 0.3, "talk_back": 0.05},
          {"answered": 0.6, "answered_buying": 0.6, "talk_back": 0.2}),
    Fault("campaign-in-a-vacuum", "a campaign with posters, without page, tag, hashtag or handle",
          {"campaign": "Market days", "is_tied": False}),
    Fault("feeding-the-trolls", "one attack a week answered 4 times", {"troll_answers": 4}),
    Fault("followers-up-engagement-down", "followers +2% a week, engagement x 0.6",
          {"growth": 0.02, "engagement": 0.6}, {"growth": 0.02, "engagement": 0.8}),
    Fault("format-and-timing", "videos bring 4 times the leads per person, from week 1", {"video_leads": 4.0},
          {"video_leads": 2.0}, from_start=True),
    Fault("go-find-them", "no outbound conversation any more", {"outbound": 0}),
    Fault("hidden-influence", "one comment a week of somebody with 40,000 followers, unanswered", {"influencers": 1}),
    Fault("mixed-messages", "one campaign post a week with another price", {"campaign": "Box weeks", "price_slips": 1}),
    Fault("no-human-face", "no look behind the scenes any more (before 16%), from when that is 30 days ago",
          {"kinds": without("behind the scenes")}, after_weeks=4),
    Fault("no-objective", "the objective has ended"),
    Fault("nobody-asked", "no post invites an answer any more (before 14%), from when that is 14 days ago",
          {"kinds": without("invitation to answer")}, after_weeks=1),
    Fault("objective-behind", "a 13-week objective at twice the team's pace"),
    Fault("off-objective-time", "30% of buying signals answered, 90% of remarks",
          {"answered_buying": 0.3, "thanked": 0.9}, {"answered_buying": 0.6, "thanked": 0.7}),
    Fault("poor-leads", "85% of a campaign's leads unqualified", {"campaign": "Prize draw", "unqualified": 0.85},
          {"campaign": "Prize draw", "unqualified": 0.7}),
    Fault("quiet-winner", "one post a week of 0.8 x usual reach of which 12 leads are to be expected", {"star_leads": 12.0},
          {"star_leads": 6.0}),
    Fault("reach-without-leads", "one post a week so wide that 12 leads are to be expected, and none comes",
          {"dud_leads": 12.0}, {"dud_leads": 6.0}),
    Fault("rival-goal", "an objective set against another account"),
    Fault("service-trouble", "4 people a week complain of delivery", {"complaining": 4}, {"complaining": 2}),
    Fault("slow-replies", "answers after 30 hours (middle; before 2)", {"wait_hours": 30.0}, {"wait_hours": 12.0}),
    Fault("stale-data", "comments are imported no more", {"has_comment_feed": False}),
    Fault("thank-your-regulars", "remarks and thanks never answered", {"thanked": 0.0}),
    Fault("unanswered-comments", "30% of needed answers given", {"answered": 0.3, "answered_buying": 0.3},
          {"answered": 0.6, "answered_buying": 0.6}),
    Fault("value-mix", "no post teaches, encourages or entertains any more (before 42%)",
          {"kinds": without("teaching", "encouraging", "entertaining")},
          {"kinds": without(teaching=0.08, encouraging=0.06, entertaining=0.07)}),
    Fault("volume-up-quality-down", "posts x 1.8, engagement x 0.6", {"volume": 1.8, "engagement": 0.6},
          {"volume": 1.8, "engagement": 0.8}),
)


@dataclass(frozen=True, slots=True)
class Breakage:
    """A way in which tracking breaks: its habits, and words of which one must be in what names it."""

    name: str
    habits: Mapping[str, Any]
    words: tuple[str, ...]
    hides_leads: bool = True


BREAKAGES: tuple[Breakage, ...] = (
    Breakage("links carry no tag any more", {"post_tags": "none", "lead_tags": False}, ("carries no tag", "without a tag")),
    Breakage("all links carry one tag", {"post_tags": "shared"}, ("carry the same tag", "share their tag")),
    Breakage("the site drops the tags of leads", {"lead_tags": False}, ("name no post, far more than before",)),
    Breakage("lead imports are empty", {"has_lead_rows": False}, ("can be tied to posts, where",)),
    Breakage("leads come three weeks late", {"lead_delay_weeks": 3}, ("can be tied to posts, where",)),
    Breakage("leads are imported no more", {"has_lead_feed": False}, ("Import leads again", "newest leads")),
    Breakage("comments are imported no more", {"has_comment_feed": False}, ("Import comments again", "newest comments"),
             hides_leads=False),
    Breakage("exports hold no reach any more", {"has_reach": False}, ("no reach is given",)),
)
