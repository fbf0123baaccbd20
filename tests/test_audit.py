"""The audit: its document for scripts, its card for people, and what each view holds."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from bot.coach.audits.audit import DAYS, View, audit, document
from bot.coach.audits.audit_card import audit_card
from bot.commands.audit import COMMAND
from bot.errors import UsageError
from bot.model.card import Fields, Items, plain
from bot.model.card_text import plain_card
from bot.model.command import Asker
from tests.test_audit_post import FRESH, history, subject
from tests.test_figures import tie_by_time
from tests.world import World, comment, lead, post, reading

ASKER = Asker("u1", "Ann", "terminal", "UTC")


def told(world: World) -> World:
    """Return a world with a working, a leaking and a quiet post in the last week."""
    recent = "2026-02-27T10:00:00Z"
    world.tell(
        *history(), *subject(published_at=recent),
        post("good", recent, link="https://b.example/?utm_content=good", text="Rye day"), reading("good", "2026-03-04T00:00:00Z", reach=1200),
        post("calm", recent), reading("calm", "2026-03-04T00:00:00Z", reach=100, comments=0),
        lead("g1", "2026-02-28T10:00:00Z", utm_content="good"), lead("g2", "2026-03-01T10:00:00Z", utm_content="good"),
        lead("x1", "2026-03-01T10:00:00Z"), comment("c1"), feeds=FRESH,
    )
    return world


def test_the_document_has_the_shape_that_scripts_rely_on(world: World) -> None:
    said = document(audit(told(world).desk))
    assert said["window"] == {"from": "2026-02-25T09:30:00Z", "to": "2026-03-04T09:30:00Z", "as_of": "2026-03-04T08:00:00Z"}
    assert {"leads", "lead_yield", "answered_share", "conversations"} <= set(said["figures"])
    for finding in said["findings"]:
        assert {"rule", "subject", "verdict", "headline", "facts", "guidance", "next_step"} <= set(finding)
        assert finding["verdict"] in {"fires", "cant-tell", "Working", "Leaking", "Quiet", "Can't tell"}
        assert ("reason" in finding) == (finding["verdict"] in {"cant-tell", "Can't tell"})
    json.dumps(said)


def test_subjects_are_the_networks_own_ids_with_the_network_beside_each(small_world: World) -> None:
    found = {each["rule"]: each for each in document(audit(told(small_world).desk))["findings"] if each["verdict"] == "fires"}
    assert (found["reach-without-leads"]["subject"], found["reach-without-leads"]["subject_network"]) == ("p1", "instagram")
    assert (found["unanswered-comments"]["subject"], found["unanswered-comments"]["subject_network"]) == ("c1", "instagram")


def test_posts_are_ranked_by_lead_yield_and_reach_comes_second(small_world: World) -> None:
    checks = [each for each in document(audit(told(small_world).desk))["findings"] if each["rule"] == "post-check"]
    assert [(each["subject"], each["verdict"]) for each in checks] == [("good", "Working"), ("p1", "Leaking"), ("calm", "Quiet")]


def test_the_gravest_finding_stands_first_and_what_is_unsure_last(small_world: World) -> None:
    findings = audit(told(small_world).desk).findings
    order = [(each.case.verdict != "fires", -each.severity) for each in findings]
    assert order == sorted(order)


def test_the_title_is_the_weeks_verdict_in_one_line(small_world: World) -> None:
    assert plain(audit_card(audit(told(small_world).desk)).title) == (
        "Last 7 days: 3 leads, 3 posts; 1 post works, 1 leaks and 1 is quiet")


def test_the_card_shows_each_figure_with_its_n_and_from_when_the_data_is(small_world: World) -> None:
    card = audit_card(audit(told(small_world).desk))
    pairs = dict(next(part for part in card.parts if isinstance(part, Fields)).pairs)
    assert pairs["Lead yield"] == "0.32 per 1,000 reached (3 posts)"
    assert card.footer is not None
    assert plain(card.footer) == "Data as of Wed 4 Mar 08:00."


def test_feeds_of_different_moments_are_told_apart(small_world: World) -> None:
    told(small_world).feed("comments", "2026-03-04T09:00:00Z")
    footer = audit_card(audit(small_world.desk)).footer
    assert footer is not None
    assert plain(footer) == "Data as of: comments Wed 4 Mar 09:00, leads Wed 4 Mar 08:00, posts Wed 4 Mar 08:00."


def test_every_finding_of_the_card_can_become_a_commitment(small_world: World) -> None:
    card = audit_card(audit(told(small_world).desk))
    assert [button.action for button in card.buttons] == ["make-commitment"] * len(card.buttons)
    assert "reach-without-leads" in {button.subject for button in card.buttons}


def test_a_post_that_a_finding_asks_about_is_not_named_twice(small_world: World) -> None:
    assert plain_card(audit_card(audit(told(small_world).desk))).count("Our new rye loaf") <= 1


def test_what_cannot_be_seen_is_said(small_world: World) -> None:
    gaps = audit(told(small_world).desk).cant_see
    assert "1 of 3 posts has no tagged link of its own: leads from there mostly stay unseen." in gaps
    assert any(gap.startswith("1 of 3 leads has no post. The usual reason: ") for gap in gaps)


def test_without_data_the_audit_says_what_to_import(world: World) -> None:
    card = audit_card(audit(world.desk))
    assert "import" in plain_card(card).lower()
    assert not card.buttons


def test_old_data_is_named_and_colours_the_card(small_world: World) -> None:
    later = told(small_world).at("2026-03-20T10:00:00Z")
    seen = audit(later.desk)
    assert seen.cant_see[0] == "The newest posts are 16 days old."
    assert audit_card(seen).tone == "warning"


@pytest.mark.parametrize("view", list(DAYS))
def test_every_view_has_its_window_and_a_card_without_loose_slots(small_world: World, view: View) -> None:
    seen = audit(told(small_world).desk, view)
    assert seen.window.name == f"last {DAYS[view]} days"
    assert "{" not in plain_card(audit_card(seen))


def test_the_audit_of_leads_counts_each_way_and_never_adds_time_in(small_world: World, sqlite_store: Any) -> None:
    told(small_world)
    tie_by_time(sqlite_store, "x1", "p1")
    card = audit_card(audit(small_world.desk, "leads"))
    ways = dict(pair for part in card.parts if isinstance(part, Fields) for pair in part.pairs)
    assert ways["Tag of the post"] == 26
    assert ways["Time only, not added in"] == 1
    assert document(audit(small_world.desk, "leads"))["figures"]["leads"]["tied"] == 26


def test_the_audit_of_leads_says_why_some_are_tied_to_no_post(small_world: World) -> None:
    assert "1 lead untied: it names no post, no tag and no campaign." in plain_card(
        audit_card(audit(told(small_world).desk, "leads")))


def test_the_audit_of_comments_holds_rules_about_comments_and_no_posts(small_world: World) -> None:
    said = document(audit(told(small_world).desk, "comments"))
    assert "unanswered-comments" in {each["rule"] for each in said["findings"]}
    assert not {"post-check", "reach-without-leads"} & {each["rule"] for each in said["findings"]}


def test_the_audit_of_tracking_names_links_without_a_tag_and_shared_tags(small_world: World) -> None:
    small_world.tell(
        post("a", link="https://b.example/"), post("b", link="https://b.example/?utm_campaign=x"),
        post("c", link="https://b.example/?utm_campaign=x"), post("d"), post("e", link="https://b.example/?utm_content=e"), feeds=FRESH)
    found = {each["headline"]: each["subject"] for each in document(audit(small_world.desk, "tracking"))["findings"]
             if each["rule"] == "lead-path"}
    assert found == {
        "1 of 5 posts have a link without a tag": "a", "2 of 5 posts share their tag with other posts": ["b", "c"],
        "1 of 5 posts have no link": "d",
    }


def test_a_baseline_is_the_median_and_the_middle_half_of_the_accounts_own_posts(small_world: World) -> None:
    small_world.tell(*history(), feeds=FRESH)
    reach = next(each for each in document(audit(small_world.desk))["baselines"] if each["figure"] == "reach")
    assert (reach["low"], reach["median"], reach["high"], reach["n"]) == (957.5, 1015.0, 1072.5, 24)


def test_a_baseline_forgets_what_is_older_than_90_days(small_world: World) -> None:
    small_world.tell(*history(), post("old", "2025-11-20T10:00:00Z"), reading("old", reach=99999), feeds=FRESH)
    reach = next(each for each in document(audit(small_world.desk))["baselines"] if each["figure"] == "reach")
    assert reach["n"] == 24


def test_audit_post_wants_a_post_and_other_views_want_none(small_world: World) -> None:
    with pytest.raises(UsageError, match="Which post"):
        COMMAND.run(small_world.desk, ASKER, view="post", which="")
    with pytest.raises(UsageError, match="'foo'"):
        COMMAND.run(small_world.desk, ASKER, view="week", which="foo")


def test_somebody_elses_words_in_a_post_are_never_markup(small_world: World) -> None:
    small_world.tell(*history(), *subject(), post("bad", "2026-03-01T10:00:00Z", text="**{boom}** __x__ <!channel>"),
                     lead("b1", post_id="bad"), feeds=FRESH)
    card = audit_card(audit(small_world.desk))
    working = [plain(item.headline) for part in card.parts if isinstance(part, Items) for item in part.items]
    assert any("“**{boom}** __x__ <!channel>”" in words for words in working)


def test_the_command_answers_with_card_and_document(small_world: World) -> None:
    reply = COMMAND.run(told(small_world).desk, ASKER, view="post", which="p1")
    assert reply.document["findings"][0]["subject"] == "p1"
    assert cast(Any, reply.card.buttons[0]).key == "commit-post:instagram/p1:1"


def test_a_window_without_posts_names_the_newest_and_how_to_look_at_it(world: World) -> None:
    world.tell(post("old", "2025-05-20T10:00:00Z", permalink="https://www.instagram.com/p/old/"), feeds=FRESH)
    assert audit(world.desk).cant_see[0] == (
        "No post is from the last 7 days; the newest is of 20 May 2025. Look at it with audit post https://www.instagram.com/p/old/.")


def test_a_window_with_posts_names_none_beyond_it(small_world: World) -> None:
    small_world.tell(post("new", "2026-03-03T10:00:00Z"), feeds=FRESH)
    assert not any("the newest is of" in gap for gap in audit(small_world.desk).cant_see)


def test_a_feed_that_was_never_imported_is_told_once(small_world: World) -> None:
    small_world.tell(post(), feeds={"posts": FRESH["posts"]})
    gaps = audit(small_world.desk).cant_see
    assert sum("comments" in gap for gap in gaps) == 1
