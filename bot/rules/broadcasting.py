"""The account talks at people: many posts, hardly a conversation, and questions without an answer.

A conversation is a thread in which somebody answered the team's answer. Compares each account's posts of the
last `recent_days` with those of the rest of `window_days`, posts younger than `settle_hours` left out. Fires
when posts per conversation are `times` what they were or more (at least `min_conversations` before), the
recent posts' numbers of conversations rank lower by a rank test with a chance of `chance` or less (accounts
together, Holm), and of at least `min_needed` recent comments that needed an answer so few got one that a team
answering `answered_share` of them would look so with `chance` or less (binomial). The fall must stand as well
when a story told on several accounts counts once, with the conversations under all its tellings, on the account
where the team posts most. Says "can't tell" when
comments are older than `fresh_days` or fewer than `min_recent` and `min_before` posts are there to compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.model.facts import Comment, Post
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.statistics import binomial_at_most, holm, rank_test
from bot.model.words import amount, count, share
from bot.rules._accounts import Account, accounts, chance, is_settled
from bot.rules._comments import COMMENTS_AS_OF, stale_reason
from bot.rules._engagement import split
from bot.rules._stories import told_once

DETECT = f"""
select p.network, p.post_id, p.account, p.text, p.published_at, p.published_precision,
  coalesce(t.conversations, 0) as conversations, coalesce(n.needed, 0) as needed, coalesce(n.answered, 0) as answered,
  {COMMENTS_AS_OF} as as_of
from posts as p
left join (
  select network, post_id, count(*) as needed,
    cast(sum(case when answered_at <= :now then 1 else 0 end) as bigint) as answered
  from comments
  where team_id = :team_id
    and direction = 'in'
    and created_at >= :recent_days_ago
    and created_at <= :now
    and label in ('question', 'buying signal', 'complaint')
    and (dismissed_at is null or dismissed_at > :now)
  group by network, post_id
) as n
  on n.network = p.network and n.post_id = p.post_id
left join (
  select s.network, s.post_id, count(distinct coalesce((
      select r.parent_id from comments as r
      where r.team_id = s.team_id and r.network = s.network and r.comment_id = s.parent_id and r.direction = 'out'
    ), s.parent_id)) as conversations
  from comments as s
  where s.team_id = :team_id
    and s.direction = 'in'
    and s.created_at >= :window_days_ago
    and s.created_at <= :now
    and s.parent_id is not null
    and s.label not in ('hostile', 'spam')
    and ((
      select min(x.created_at) from comments as x
      where x.team_id = s.team_id and x.network = s.network and x.parent_id = s.parent_id and x.direction = 'out'
    ) <= s.created_at or exists (
      select 1 from comments as r
      where r.team_id = s.team_id and r.network = s.network and r.comment_id = s.parent_id and r.direction = 'out'
    ))
  group by s.network, s.post_id
) as t
  on t.network = p.network and t.post_id = p.post_id
where p.team_id = :team_id
  and p.published_at >= :window_days_ago
  and p.published_at <= :now
order by p.published_at, p.network, p.post_id
"""


class Quieter(NamedTuple):
    """An account with fewer conversations a post than before, and its posts on both sides.

    `risk`: the chance that the recent posts would rank so low, were nothing changed.
    """

    account: Account
    before: Sequence[Row]
    recent: Sequence[Row]
    risk: float


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each account that broadcasts, and one for each that cannot be judged."""
    found = _really_quieter(accounts(rows), view)
    known: list[Quieter] = []
    for each in found:
        why = _unknown(each, view)
        if why is None:
            known.append(each)
        else:
            yield Case(subject=(_ref(each),), verdict="cant-tell", reason=f"{each.account.label} talks less, but {why}",
                       facts={**_facts(each, view), "next_step": "Import the newest comments with the team's replies."})
    for each, risk in zip(known, holm(each.risk for each in known), strict=True):
        if risk <= view.settings["chance"]:
            yield Case(subject=(_ref(each),),
                       facts={**_facts(each, view), "chance": chance(risk), "chance_of_so_few": risk})


def _really_quieter(found: Sequence[Account], view: View) -> list[Quieter]:
    """Return the accounts that talk less and leave questions open, also when a story told on several counts once."""
    quieter = [each for account in found if (each := _quieter(account, view)) and _leaves_open(each, view)]
    if not quieter:
        return []
    once = {account.label: account for account in told_once(found, ("conversations",))}
    both = [(each, _quieter(once[each.account.label], view)) for each in quieter]
    return [each._replace(risk=max(each.risk, told.risk)) for each, told in both if told]


def _quieter(account: Account, view: View) -> Quieter | None:
    """Return an account with far more posts per conversation than before; None for any other."""
    settled = [row for row in account.posts if is_settled(row, view.now, view.settings["settle_hours"])]
    before, recent = split(settled, view)
    if not before or not recent:
        return None
    talk_before, talk = _total(before, "conversations"), _total(recent, "conversations")
    if (talk_before < view.settings["min_conversations"]
            or view.settings["times"] * talk / len(recent) > talk_before / len(before)):
        return None
    talks = [[row["conversations"] for row in rows] for rows in (recent, before)]
    return Quieter(account, before, recent, rank_test(*talks))


def _leaves_open(each: Quieter, view: View) -> bool:
    """Tell whether so few of an account's recent questions were answered that it is no chance."""
    needed, answered = _total(each.recent, "needed"), _total(each.recent, "answered")
    return (needed >= view.settings["min_needed"]
            and binomial_at_most(answered, needed, view.settings["answered_share"]) <= view.settings["chance"])


def _total(rows: Sequence[Row], column: str) -> int:
    return sum(row[column] for row in rows)


def _unknown(each: Quieter, view: View) -> str | None:
    if len(each.recent) < view.settings["min_recent"] or len(each.before) < view.settings["min_before"]:
        return f"only {len(each.recent)} recent and {len(each.before)} earlier posts can be compared"
    return stale_reason(each.recent[0]["as_of"], view)


def _facts(each: Quieter, view: View) -> dict[str, object]:
    talk, before = _total(each.recent, "conversations"), _total(each.before, "conversations")
    return {
        "n": len(each.recent) + len(each.before), "window": f"{view.settings['window_days'] / 7:.0f} weeks",
        "as_of": each.recent[0]["as_of"] or view.now, "account": each.account.label,
        "posts": count(len(each.recent), "post"),
        "conversations": count(talk, "conversation") if talk else "no conversation",
        "recent_days": count(int(view.settings["recent_days"]), "day"),
        "before": _posts_for_one(len(each.before) / before) if before else "no post",
        "posts_per_conversation": len(each.recent) / talk if talk else None,
        "posts_per_conversation_before": len(each.before) / before if before else None,
        "answered": share(_total(each.recent, "answered"), _total(each.recent, "needed")),
    }


def _posts_for_one(posts: float) -> str:
    return f"every {amount(posts)} posts" if posts >= 1.05 else "every post"


def _ref(each: Quieter) -> Ref:
    return Ref("account", each.account.network, each.account.name or each.account.network)


_BEFORE = [f"2026-01-{day:02d}" for day in range(1, 31, 2)]
_RECENT = [f"2026-02-{day:02d}" for day in range(6, 26, 2)]


def _posts() -> tuple[Post, ...]:
    return tuple(Post("instagram", f"p{day}", f"{day}T08:00:00Z", account="bakery") for day in _BEFORE + _RECENT)


def _talk(days: Sequence[str]) -> tuple[Comment, ...]:
    """Return a conversation under each day's post: a question, the answer, and thanks for it."""
    return tuple(
        Comment("instagram", f"{name}{day}", f"p{day}", f"{day}T{hour}:00:00Z", words, from_team=name == "r",
                parent_id=None if name == "c" else f"c{day}")
        for day in days
        for name, hour, words in (
            ("c", "09", "How much is the rye loaf?"), ("r", "10", "It is 4.20"), ("t", "11", "Thank you!"),
        )
    )


_ASKED = tuple(Comment("instagram", f"q{day}", f"p{day}", f"{day}T09:00:00Z", "Do you deliver?") for day in _RECENT)

RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Talk with people: {account} had {posts} and {conversations} in {recent_days}",
    ask="Before, one came of {before}; of the comments that needed an answer, {answered} got it.",
    next_step="Skip one post this week and use its time to answer, with a question back.",
    commitment="Answer every open question to {account} and ask one back",
    measured_by="answers",
    closed_by="More conversations a post, in later imports of comments.",
    rests_on=("talk-to-people", "listen-and-ask"),
    settings={
        "window_days": Setting(84, "days", "how far back posts are compared in all"),
        "recent_days": Setting(28, "days", "which of them count as recent"),
        "settle_hours": Setting(72, "hours", "how long a post must have been out"),
        "fresh_days": Setting(8, "days", "how old the newest import of comments may be"),
        "times": Setting(2, "ratio", "how many times as many posts per conversation there must be"),
        "min_conversations": Setting(5, "count", "how many conversations there must have been before"),
        "min_needed": Setting(5, "count", "how many recent comments must have needed an answer"),
        "answered_share": Setting(0.7, "share", "the answered share that is still fine"),
        "min_recent": Setting(8, "count", "how many recent posts there must be"),
        "min_before": Setting(12, "count", "how many earlier posts there must be"),
        "chance": Setting(0.05, "share", "the highest chance of looking so that still counts as a finding"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=(*_posts(), *_talk(_BEFORE), *_ASKED)),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=(*_posts(), *_talk(_BEFORE[::3]), *_ASKED)),
    severity=2,
    slot="audit",
    counts=("post", "posts"),
    effort_minutes=20,
)
