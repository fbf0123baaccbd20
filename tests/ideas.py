"""Each idea of the five texts with what answers to it: rules and commands, the guidance they rest on, and a test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """One idea. `by`: rules and commands; `guidance`: ids of pieces; `test`: file and name without `test_`."""

    text: str
    idea: str
    by: tuple[str, ...]
    guidance: tuple[str, ...]
    test: str


VIRAL = "Why Your Social Media Content Doesn't Have To Go Viral"
NUMBERS = "The business world is full of numbers"
FORGOTTEN = "5 things that get forgotten when working in social media every day"
DARK = "The Dark Side of Social Media: Why Conversations Don't Always Align with Business Objectives"
SOCIAL = "Why Your Social Media Isn't Working"

IDEAS = (
    Idea(VIRAL, "leads before views", ("reach-without-leads", "audit"), ("leads-not-virality",),
         "rules_leads.a_wide_post_without_a_lead_is_to_be_reworked"),
    Idea(VIRAL, "viral and converting is fine", ("digest",), ("viral-and-converting",),
         "digest.leads_are_the_first_win_and_name_the_post"),
    Idea(VIRAL, "it did not convert: back to the drawing board", ("reach-without-leads",), ("back-to-the-drawing-board",),
         "rules_leads.the_rework_tells_reach_and_likely_leads"),
    Idea(VIRAL, "small but fruitful posts are the model", ("quiet-winner",), ("small-but-fruitful",),
         "rules_leads.a_small_post_with_many_leads_is_a_model"),
    Idea(VIRAL, "know how, where and when to reach the customer", ("format-and-timing",), ("reach-the-right-way",),
         "rules_talk.the_format_that_brings_leads_is_named_with_n_and_range"),
    Idea(VIRAL, "content meets a need of the customer", ("audit",), ("who-is-it-for",),
         "audit_draft.a_draft_that_speaks_to_nobody_is_for_nobody"),
    Idea(NUMBERS, "an engaged community before a follower count", ("followers-up-engagement-down",),
         ("engaged-over-followers",), "rules_talk.a_growing_account_that_moves_fewer_people_is_seen"),
    Idea(NUMBERS, "answer comments, answer questions accurately", ("unanswered-comments", "comments", "comments draft"),
         ("answer-comments", "accurate-answers"), "rules_comments.a_question_has_a_day"),
    Idea(NUMBERS, "give value: teach, encourage, entertain", ("value-mix",), ("give-value",),
         "purposes.posts_that_only_sell_lack_every_kind_of_value"),
    Idea(NUMBERS, "be authentic: an inside look", ("no-human-face",), ("inside-look",),
         "purposes.posts_without_words_keep_absence_from_being_claimed"),
    Idea(NUMBERS, "a few hundred real supporters are worth more", ("thank-your-regulars",), ("real-supporters",),
         "rules_comments.three_comments_under_three_posts_make_a_regular"),
    Idea(FORGOTTEN, "quality, not quantity", ("volume-up-quality-down",), ("quality-not-quantity", "too-much-content"),
         "rules_volume.more_and_weaker_posts_are_seen"),
    Idea(FORGOTTEN, "talk to people", ("broadcasting",), ("talk-to-people",),
         "rules_talk.posts_without_talk_or_answers_are_broadcast"),
    Idea(FORGOTTEN, "go and find them", ("go-find-them",), ("go-and-find-people",),
         "rules_goals.a_week_without_outbound_talk_is_too_long"),
    Idea(FORGOTTEN, "a small account may be followed by influential people", ("hidden-influence",), ("influential-few",),
         "rules_comments.five_thousand_followers_stand_out"),
    Idea(FORGOTTEN, "social is part of a wider plan, online and offline", ("campaign-in-a-vacuum", "campaigns"),
         ("not-in-a-vacuum",), "rules_goals.a_campaign_needs_a_bridge_online_and_one_offline"),
    Idea(FORGOTTEN, "it is not a competition", ("rival-goal", "goals"), ("not-a-competition",),
         "rules_goals.a_goal_against_somebody_else_is_told_from_one_of_ones_own"),
    Idea(DARK, "not every conversation serves the business", ("off-objective-time",), ("off-objective-conversations",),
         "rules_comments.time_goes_elsewhere_while_buyers_wait"),
    Idea(DARK, "low-quality leads waste time", ("poor-leads", "lead quality"), ("low-quality-leads",),
         "rules_goals.most_leads_are_poor_or_it_is_chance"),
    Idea(DARK, "do not feed trolls", ("feeding-the-trolls",), ("trolls",), "rules_comments.three_answers_feed_a_troll"),
    Idea(DARK, "set clear objectives", ("no-objective", "goals"), ("set-objectives",),
         "rules_feeds.posts_without_an_objective_ask_for_one"),
    Idea(DARK, "monitor and measure", ("digest", "objective-behind", "stale-data"), ("measure-and-monitor",),
         "rules_goals.an_objective_is_behind_when_the_target_is_out_of_reach"),
    Idea(DARK, "inconsistent messages damage the brand", ("mixed-messages", "audit"), ("consistent-message",),
         "rules_goals.posts_of_a_campaign_contradict_each_other_or_not"),
    Idea(DARK, "those who showed interest first", ("comments",), ("interest-first",),
         "queue.complaints_and_buying_signals_come_first_by_time_left_then_questions"),
    Idea(SOCIAL, "bad service: fix the cause, customers are taken care of offline too",
         ("service-trouble", "comments moved", "comments resolved"), ("fix-the-service-first",),
         "rules_comments.three_people_with_one_complaint_are_trouble"),
    Idea(SOCIAL, "not always advertising", ("always-selling",), ("always-selling",),
         "purposes.a_persons_word_ends_the_finding"),
    Idea(SOCIAL, "a conversation: listen, not only talk", ("nobody-asked", "slow-replies"), ("listen-and-ask",),
         "rules_comments.a_buying_signal_is_late_after_four_hours"),
    Idea(SOCIAL, "be interesting, have a good story, mind your manners", ("no-human-face", "value-mix"),
         ("good-story", "online-manners"), "purposes.one_kind_of_value_alone_leaves_the_others_missing"),
    Idea(SOCIAL, "the outcome: referrals and sales", ("lead", "goals"), ("referrals-and-sales",),
         "goals.each_kind_of_lead_is_counted_by_itself"),
)
