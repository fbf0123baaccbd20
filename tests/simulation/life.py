"""One team's weeks: what happened, week by week, and when each row reaches the coach. The same seed, the same life."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from bot.model.facts import Campaign, Fact, Followers, Lead, Outbound, Post, Reading
from bot.model.times import to_text
from tests.simulation.captions import Caption, Captions
from tests.simulation.draws import about, around, poisson, uneven
from tests.simulation.habits import Habits, Network, Traits, traits_of
from tests.simulation.talk import Talk

START = datetime(2025, 9, 1, 9, 30, tzinfo=UTC)
LATE, SKIPPED, NO_REACH = 0.04, 0.04, 0.05
WEEKDAYS = (0.9, 1.0, 1.1, 1.15, 1.0, 0.85, 0.8)
HabitsOf = Callable[[int], Habits]


@dataclass(frozen=True, slots=True)
class Published:
    """A post with its truth: the people it will have reached, and the leads that are to be expected of it."""

    post: Post
    at: datetime
    people: int
    leads: float
    rate: float
    is_planted: bool
    has_reach: bool
    caption: Caption


@dataclass
class Life:
    """A team's life over some weeks. `told` holds, by week, the facts that reach the coach at that week's end."""

    seed: str
    habits: HabitsOf
    weeks: int
    traits: Traits = field(init=False)
    told: dict[int, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[str, Published] = field(default_factory=dict)
    leads: list[Lead] = field(default_factory=list)
    outbound: list[str] = field(default_factory=list)
    skipped: frozenset[int] = frozenset()
    talk: Talk = field(init=False)

    def __post_init__(self) -> None:
        """Draw everything."""
        self.rng = Random(self.seed)
        self.traits = traits_of(self.rng)
        self.talk = Talk(Random(f"{self.seed}/talk"), self.traits)
        self._words = Random(f"{self.seed}/words")
        self._captions = Captions(self._words)
        self.skipped = frozenset(week for week in range(1, self.weeks) if self.rng.random() < SKIPPED)
        self._followers = {each.name: around(self.rng, 8000, 0.5) for each in self.traits.networks}
        self._usual = self.traits.networks[0].reach * self.traits.networks[0].lead_rate
        for week in range(self.weeks):
            self._live(week, self.habits(week))
        chance = Random(f"{self.seed}/late")
        late = {each.comment_id for each in self.talk.said if chance.random() < LATE}
        for comment in self.talk.said:
            if self.habits(week := week_of(comment.created_at)).has_comment_feed:
                self._tell(week, comment, is_late=(comment.parent_id or comment.comment_id) in late)

    def look(self, week: int) -> datetime:
        """Return the moment at the end of a week."""
        return START + timedelta(days=7 * (week + 1))

    def _live(self, week: int, habits: Habits) -> None:
        for network in self.traits.networks:
            for number in range(about(self.rng, network.posts * habits.volume)):
                self._publish(week, network, f"w{week}{network.name[0]}{number}", habits)
        if habits.dud_leads:
            self._publish(week, self.traits.networks[0], f"w{week}dud", habits, wide=habits.dud_leads / self._usual, rate=0.0)
        if habits.star_leads:
            self._publish(week, self.traits.networks[0], f"w{week}star", habits, wide=0.8,
                          rate=habits.star_leads / (0.8 * self._usual))
        for number in range(poisson(self.rng, 0.15 * sum(each.posts for each in self.traits.networks))):
            self._lead(f"w{week}direct{number}", self._moment(week), None, habits)
        self.talk.live(week, habits, START + timedelta(days=7 * week), list(self.posts.values()))
        self._talk_elsewhere(week, habits)
        self._count_followers(week, habits)
        self._plan_campaigns(week, habits)
        self._read(week)

    def _moment(self, week: int) -> datetime:
        return START + timedelta(days=7 * week + self.rng.random() * 7)

    def _publish(self, week: int, network: Network, name: str, habits: Habits, *, wide: float = 0.0,
                 rate: float | None = None) -> None:
        """Publish one post and let its leads come; `wide` and `rate` are given for planted ones, in the usual."""
        rng, day = self.rng, self.rng.randrange(7)
        at = (START + timedelta(days=7 * week + day)).replace(hour=rng.choice((11, 15, 18)), minute=rng.randrange(60))
        kind = rng.choices(("video", "image", "carousel"), (3, 5, 2))[0]
        people = network.reach * wide if wide else around(rng, network.reach, 0.45) * WEEKDAYS[day]
        own = uneven(rng, self.traits.unevenness) * (habits.video_leads if kind == "video" else 1.0)
        own = own if rate is None else rate
        leads = people * network.lead_rate * own
        campaign = self._campaign(week, habits) if rate is None and (habits.campaign or rng.random() < 0.4) else None
        caption = self._caption(network, at, campaign, habits, is_slip=self._slips(week, name, habits))
        post = Post(network.name, name, to_text(at), account="bakery", kind=kind, campaign=campaign, text=caption.words,
                    link=_link(name, campaign, habits))
        engagement = self.traits.engagement_rate * habits.engagement * rng.lognormvariate(0, 0.3)
        has_reach = habits.has_reach and rng.random() > NO_REACH
        self.posts[name] = Published(post, at, int(people), leads, engagement, rate is not None, has_reach, caption)
        self.talk.under(post, at, habits)
        for number in range(poisson(rng, leads)):
            self._lead(f"{name}lead{number}", at + timedelta(days=rng.expovariate(1 / 1.5)), post, habits)

    def _caption(self, network: Network, at: datetime, campaign: str | None, habits: Habits, *, is_slip: bool) -> Caption:
        """Return what a post says: its campaign's offer, a story that was told on the first network, or words of its own."""
        if campaign:
            return Caption(_offer(campaign, is_slip=is_slip), "promotional")
        if network.name != self.traits.networks[0].name and self._words.random() < habits.told_twice:
            told = [each.caption for each in self.posts.values() if each.post.network == self.traits.networks[0].name
                    and abs(each.at - at) <= timedelta(days=3) and each.post.campaign is None]
            if told:
                return self._words.choice(told)
        return self._captions.draw(habits.kinds)

    def _slips(self, week: int, name: str, habits: Habits) -> bool:
        return bool(habits.price_slips) and name == f"w{week}i0"

    def _campaign(self, week: int, habits: Habits) -> str | None:
        return habits.campaign or ("Season box" if week % 8 in (2, 3, 4) else None)

    def _lead(self, name: str, at: datetime, post: Post | None, habits: Habits) -> None:
        rng, week = self.rng, week_of(to_text(at))
        later = self.habits(min(week, self.weeks - 1))
        poor = habits.unqualified if post and post.campaign and habits.campaign else 0.25
        quality = "unknown" if rng.random() < 0.3 else "unqualified" if rng.random() < poor else "qualified"
        tag = _tag(post, habits) if post and later.lead_tags else None
        lead = Lead(name, to_text(at), quality=quality, utm_content=tag)
        if at <= self.look(self.weeks - 1):
            self.leads.append(lead)
            if later.has_lead_feed and later.has_lead_rows:
                self._tell(week + later.lead_delay_weeks, lead, is_late=rng.random() < LATE)

    def _talk_elsewhere(self, week: int, habits: Habits) -> None:
        for at in sorted(self._moment(week) for _ in range(habits.outbound)):
            self.outbound.append(to_text(at))
            self._tell(week, Outbound("instagram", to_text(at), "townmarket"))

    def _count_followers(self, week: int, habits: Habits) -> None:
        for network, before in self._followers.items():
            growth = self.traits.growth_a_week if habits.growth is None else habits.growth
            self._followers[network] = before * (1 + growth + self.rng.gauss(0, 0.001))
            self._tell(week, Followers(network, "bakery", to_text(self.look(week))[:10], int(self._followers[network])))

    def _plan_campaigns(self, week: int, habits: Habits) -> None:
        if week == 0:
            self._tell(0, Campaign("Season box", "2025-09-01", "2026-03-31", page="https://bakery.example/box",
                                   offline="poster", offline_has_handle=True))
        if habits.campaign and habits.campaign != self.habits(week - 1).campaign:
            first = to_text(START + timedelta(days=7 * week))[:10]
            page = f"https://bakery.example/{habits.campaign.split()[0].lower()}" if habits.is_tied else None
            self._tell(week, Campaign(habits.campaign, first, "2026-06-30", page=page, offline="poster",
                                      offline_has_handle=habits.is_tied))

    def _read(self, week: int) -> None:
        """Tell the posts of the last three weeks with the figures that an export at the week's end would hold."""
        end = self.look(week)
        for each in self.posts.values():
            age_days = (end - each.at) / timedelta(days=1)
            if age_days > 21:
                continue
            share = 1 - 2.718 ** (-age_days / 0.8)
            reach = int(each.people * share)
            has_reach = each.has_reach and self.habits(week).has_reach
            self._tell(week, each.post, Reading(
                each.post.network, each.post.post_id, to_text(end), reach=reach if has_reach else None,
                reactions=int(reach * each.rate), shares=int(reach * each.rate * 0.1)))

    def _tell(self, week: int, *facts: Fact, is_late: bool = False) -> None:
        """Let facts reach the coach with a week's import, or a week late, and never with one that was left out."""
        week += is_late
        while week in self.skipped:
            week += 1
        self.told[week] += facts


def week_of(moment: str) -> int:
    """Return the week, from 0, in which a moment (UTC text) lies."""
    return max(0, (datetime.fromisoformat(moment) - START) // timedelta(days=7))


def _tag(post: Post, habits: Habits) -> str | None:
    return {"own": post.post_id, "shared": "bio", "none": None}[habits.post_tags if habits.is_tied else "none"]


def _link(name: str, campaign: str | None, habits: Habits) -> str | None:
    tags = {"own": name, "shared": "bio", "none": None}[habits.post_tags if habits.is_tied else "none"]
    page = {"Season box": "box", None: "shop"}.get(campaign, (campaign or "shop").split()[0].lower())
    return f"https://bakery.example/{page}" + (f"?utm_content={tags}" if tags else "")


def _offer(campaign: str, *, is_slip: bool) -> str:
    return f"Our {campaign.lower()} with rye and buns for €{15 if is_slip else 18}, order until Friday"
