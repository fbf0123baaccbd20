"""What people read on any front: names, days, counts and figures as a careful person would write them, and few buttons."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.cli import main
from bot.coach.answers.answer_card import Shown, answer_card
from bot.coach.figures.findings import find, worded
from bot.coach.figures.post_names import with_posts
from bot.coach.nudges.nudge_card import Standing, nudge_card
from bot.commands import commands
from bot.model.answers import Answer, Source
from bot.model.card import Button, Card, Items, behind, plain, say, text
from bot.model.card_text import card_from_text, card_to_text, plain_card
from bot.model.networks import network_name, networks
from bot.render import discord, slack, terminal
from bot.rules import rules
from bot.store.store import Store
from tests.nudge_world import ADA, comment_case, rule
from tests.pictures.week import CHANNEL, played
from tests.pictures.week import Shown as Week
from tests.test_nudging_cards import words_of_ours
from tests.test_rules import seen
from tests.three_fronts import FRONTS, words_on
from tests.world import World, comment, lead, post, reading

DAY = re.compile(r"\b\d{4}-\d\d-\d\d")
SMALL_NETWORK = re.compile(r"(?<![\w./:@#-])(?:instagram|facebook|tiktok|linkedin|youtube)(?![\w./:_-])")
WRONG_COUNT = re.compile(r"(?<![\d.,])1 (?:comments|posts|leads|replies|answers|days|hours|minutes|weeks|conversations)\b")
TYPED = re.compile(r"(?:goals|lead|link|campaigns) [^.]*--\S+ \S+")
"""Commands that are shown to be typed keep the days that they take."""
BUTTONS = tuple(Button(f"Do {n}", f"do-{n}", "c1") for n in range(5))
MORE = behind(Button("Draft reply", "draft-item", "c1"), Button("Moved to DM", "moved-item", "c1"))


@pytest.fixture(scope="module")
def week() -> Week:
    """One card of every kind, as the bakery's week shows them."""
    return played()


def ours(card: Card) -> str:
    """Return a card's words without those of somebody else, and without addresses."""
    said = re.sub(r"“[^”]*”", "", plain_card(card))
    return re.sub(r"https?://\S+", "", said)


@pytest.mark.parametrize(("network", "name"), [
    ("instagram", "Instagram"), ("tiktok", "TikTok"), ("linkedin", "LinkedIn"), ("x", "X"), ("youtube", "YouTube"),
    ("facebook", "Facebook"), ("bluesky", "Bluesky"), ("weChat", "WeChat"), ("other", "another network"), (None, ""),
])
def test_a_network_is_spelled_as_it_spells_itself(network: str | None, name: str) -> None:
    assert network_name(network) == name


def test_every_network_of_the_data_has_a_name_of_its_own() -> None:
    assert len({known.name for known in networks().values()}) == len(networks())


@pytest.mark.parametrize("key", sorted(rules()))
def test_every_rule_says_what_it_counts_and_from_when_its_data_is(sqlite_store: Store, key: str) -> None:
    named = rules()[key]
    for found in find(seen(sqlite_store, named, named.rule.fires_on).desk, [named]):
        footer = nudge_card(found, Standing("c1", "UTC")).footer
        assert footer is not None
        assert re.fullmatch(r"[^,]+, [\d,]+ [a-z ]+, data as of \w{3} \d+ \w{3} \d\d:\d\d", plain(footer)), plain(footer)
        assert " case" not in plain(footer)


@pytest.mark.parametrize("key", sorted(rules()))
def test_no_rule_writes_a_network_or_a_day_as_the_data_does(sqlite_store: Store, key: str) -> None:
    named = rules()[key]
    for found in find(seen(sqlite_store, named, named.rule.fires_on).desk, [named]):
        said = ours(nudge_card(found, Standing("c1", "UTC"))) + found.commitment
        assert not SMALL_NETWORK.search(said)
        assert not DAY.search(said)



def test_nothing_in_a_week_is_written_as_machines_write(week: Week) -> None:
    for kind, card in week.cards.items():
        said = TYPED.sub("", ours(card))
        if kind in ("setup", "hostile"):
            continue
        assert not DAY.search(said), kind
        assert not SMALL_NETWORK.search(said), kind
        assert not WRONG_COUNT.search(said), kind
        assert "!" not in said, kind
        assert not re.search(r"\bn \d", said), kind


def test_no_card_of_a_week_has_a_sixth_button_in_front(week: Week) -> None:
    for kind, card in week.cards.items():
        assert sum(not button.is_more for button in card.buttons) <= 5, kind
        places = [button.is_more for button in card.buttons]
        assert places == sorted(places), kind


@pytest.mark.parametrize("kind", ["digest", "audit", "audit-post", "audit-leads", "nudge-open", "audit-posted"])
def test_no_sentence_of_ours_runs_over_twenty_five_words(week: Week, kind: str) -> None:
    for line in ours(week.cards[kind]).split("\n"):
        for sentence in re.split(r"[.?;:]\s", line):
            assert len(sentence.split()) <= 25, sentence


def test_the_digest_leads_with_a_decision_and_one_colon(week: Week) -> None:
    title = plain(week.cards["digest"].title)
    assert re.match(r"(Keep|Change|Stop): [a-z]", title)
    assert title.count(": ") == 1
    assert "…" not in ours(week.cards["digest"])


@pytest.mark.parametrize("front", FRONTS)
def test_all_five_comments_of_a_nudge_are_shown_with_what_they_stand_under(week: Week, front: str) -> None:
    said = " ".join(words_on(front, week.cards["nudge-open"]).split())
    assert said.count("days old, under “") == 5
    assert "more" not in said.split("data as of")[0].split("5. ")[1]


@pytest.mark.parametrize("opening", ["", "Answer 5 comments"])
@pytest.mark.parametrize("moved", [0, 2])
def test_five_comments_always_fit_whatever_they_are(small_world: World, opening: str, moved: int) -> None:
    small_world.tell(post(text="Fresh rye every morning, baked while the town sleeps"),
                     *(comment(f"c{n}", created_at="2026-03-02T08:00:00Z") for n in range(5)))
    with small_world.desk.records.write() as writer:
        for n in range(5):
            label = "complaint" if n < moved else "buying signal"
            writer.run("label_comment", network="instagram", comment_id=f"c{n}", label=label)
    for n in range(moved):
        commands()["comments moved"].run(small_world.desk, ADA, comment_id=f"c{n}")
    later = small_world.at("2026-03-09T09:30:00Z")
    later.feed("comments", "2026-03-09T08:00:00Z")
    [found] = find(later.desk, [rules()["unanswered-comments"]])
    card = nudge_card(with_posts(later.desk, found), Standing("c1", "UTC", opening))
    [items] = [part for part in card.parts if isinstance(part, Items)]
    assert len(items.items) == 5
    assert words_of_ours(plain_card(card)) <= 60


@pytest.mark.parametrize("key", ["hidden-influence", "off-objective-time", "slow-replies", "thank-your-regulars"])
def test_a_rule_that_says_how_many_it_asks_for_has_room_for_them(sqlite_store: Store, key: str) -> None:
    named = rules()[key]
    example = seen(sqlite_store, named, named.rule.fires_on).desk
    [found] = [each for each in find(example, [named]) if each.case.verdict == "fires"]
    first = found.case.items[0]
    five = replace(first, facts={**first.facts, "label": "Buying signal", "network": "instagram"})
    card = nudge_card(replace(found, case=replace(found.case, items=(five,) * 5)), Standing("c1", "UTC"))
    [items] = [part for part in card.parts if isinstance(part, Items)]
    assert len(items.items) == 5


@pytest.mark.parametrize(("ids", "label"), [(("c1",), "I'll take this"), (("c1", "c2"), "I'll take these")])
def test_one_thing_is_taken_as_one(ids: tuple[str, ...], label: str) -> None:
    assert nudge_card(worded(rule("a"), comment_case(*ids)), Standing("c1", "UTC")).buttons[0].label == label


@pytest.mark.parametrize("more", [MORE, MORE[:1], behind(*BUTTONS, *(Button(f"Do {n}", f"do-{n}") for n in range(5, 8)))])
def test_every_button_stays_within_reach_on_every_front(more: tuple[Button, ...]) -> None:
    first = BUTTONS[:1] if len(more) > 2 else BUTTONS
    more = tuple(each for each in more if each.key not in {known.key for known in first})
    card = Card(text("Choose"), buttons=(*first, *more))
    blocks, components = slack.render(card)[0].blocks, discord.render(card)[0].components
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    pressed = [each for row in rows for each in row if each["type"] == "button"]
    held = [option for row in rows for each in row if each["type"] == "overflow" for option in each["options"]]
    assert [each["value"] for each in pressed] == [each.key for each in first]
    assert [each["value"] for each in held] == [each.key for each in more]
    assert [each["custom_id"] for each in components[0]["components"]] == [each.key for each in first]
    assert [each["custom_id"] for row in components[1:] for each in row["components"]] == [each.key for each in more]
    shown = terminal.render(card)
    assert all(f"[{number}]\u00a0{each.label}" in shown for number, each in enumerate(card.buttons, 1))


def test_a_menu_in_slack_holds_five_at_most() -> None:
    card = Card(text("Choose"), buttons=behind(*(Button(f"Do {n}", f"do-{n}") for n in range(12))))
    menus = [each for block in slack.render(card)[0].blocks if block["type"] == "actions" for each in block["elements"]]
    assert [len(each["options"]) for each in menus] == [5, 5, 2]
    assert len({each["action_id"] for each in menus}) == 3


def test_a_kept_card_remembers_which_buttons_stand_behind() -> None:
    card = Card(text("Choose"), buttons=(*BUTTONS, *MORE))
    assert card_from_text(card_to_text(card)) == card


def test_an_answer_has_five_buttons_in_front_and_the_rest_behind() -> None:
    source = Source("a", "Aim for leads", "Aim", "A text", "a-text", "2026-01-01", "Count leads.")
    shown = Shown(Answer("strong", "guidance", "Count leads. [1]", (source,), ()), "why?", "UTC", answer_id="a1", in_thread=True)
    found = answer_card(shown).buttons
    assert [each.label for each in found if not each.is_more] == [
        "Make it a commitment", "Ask on", "Show evidence", "Helpful", "Not helpful"]
    assert [each.label for each in found if each.is_more] == ["Share", "Keep private", "Stop following"]


def test_slack_shows_a_channel_by_its_name_and_never_by_its_id(week: Week) -> None:
    for kind in ("setup", "preview"):
        messages = slack.render(week.cards[kind])
        assert CHANNEL not in "".join(message.text for message in messages)
        assert {"type": "channel", "channel_id": CHANNEL, "style": {"bold": True}} in _elements(messages) \
            or {"type": "channel", "channel_id": CHANNEL} in _elements(messages)


def test_only_the_slot_of_a_channel_becomes_one() -> None:
    card = Card(text("Kept"), (say("{words} and {channel}", words="C04MILLST", channel="<!channel>"),))
    assert all(each["type"] == "text" for each in _elements(slack.render(card)))


def _elements(messages: tuple[slack.SlackMessage, ...]) -> list[dict[str, object]]:
    return [element for message in messages for block in message.blocks if block["type"] == "rich_text"
            for group in block["elements"] for element in group["elements"]]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_an_audit_and_a_digest_count_none_one_and_two_in_plain_words(small_world: World, n: int) -> None:
    facts = [fact for number in range(n) for fact in (
        post(f"p{number}", f"2026-03-0{1 + number}T10:00:00Z", text="Rye", link=f"https://bakery.example/?utm_content=p{number}"),
        reading(f"p{number}", reach=900))]
    small_world.tell(*facts, *(comment(f"c{number}", post_id="p0") for number in range(n)),
                     *(lead(f"l{number}", "2026-03-02T12:00:00Z", utm_content="p0") for number in range(n)),
                     feeds={"posts": "2026-03-04T09:00:00Z", "comments": "2026-03-04T09:00:00Z", "leads": "2026-03-04T09:00:00Z"})
    for name in ("audit", "digest", "comments", "today"):
        said = ours(commands()[name].run(small_world.desk, ADA).card)
        assert not WRONG_COUNT.search(said), said
        assert not re.search(r"-\d+ (?:minutes|hours|days)", said), said


def test_a_quoted_post_has_no_tracking_in_its_address_and_its_link_stays_whole(small_world: World) -> None:
    link = "https://bakery.example/rye?table=4&utm_source=x&utm_content=p1"
    small_world.tell(post(text=f"Rye is back {link}", permalink="https://www.instagram.com/p/abc/?igsh=1", link=link))
    card = commands()["audit"].run(small_world.desk, ADA, view="post", which="p1").card
    assert "Rye is back https://bakery.example/rye?table=4\n" in plain_card(card).replace("”", "\n")
    assert "https://www.instagram.com/p/abc/?igsh=1" in plain_card(card)


@pytest.mark.parametrize(("words", "sentence"), [
    ("nudges explain", "nudges explain needs rule: the rule's name. Example: python -m bot nudges explain unanswered-comments"),
    ("comments draft", "comments draft needs comment id: the comment's reference as comments lists it, or its id. "
                       "Example: python -m bot comments draft 17999"),
    ("audit wek", "audit: there is no 'wek' here; did you mean week? Example: python -m bot audit"),
    ("nudges preview --days many", "nudges preview: 'many' is no whole number; write one such as 28. "
                                   "Example: python -m bot nudges preview --days 28"),
])
def test_the_terminal_says_what_a_command_still_needs(capsys: pytest.CaptureFixture[str], words: str, sentence: str) -> None:
    assert main(words.split()) == 2
    assert capsys.readouterr().err == f"{sentence}\n"


def test_the_rules_that_cannot_tell_are_named_in_words(week: Week) -> None:
    said = plain_card(week.cards["audit"])
    assert "Can't tell (reach without leads): " in said
    assert not any(f"({key})" in said for key in rules() if "-" in key)


def test_the_largest_figures_and_the_smallest_have_two_digits_that_count(week: Week) -> None:
    figures = re.findall(r"\d+\.\d+(?= (?:leads )?per 1,000)", plain_card(week.cards["audit"]) + plain_card(week.cards["audit-leads"]))
    assert figures
    assert all(len(each.replace(".", "").lstrip("0")) == 2 for each in figures), figures


def test_lists_of_promises_are_numbered_once(week: Week) -> None:
    said = terminal.render(week.cards["commitments"])
    assert "1. Answer 5 comments" in said
    assert "#" not in said
    assert all(first != second for first, second in pairwise(said.split("\n")) if first)


def test_a_single_comment_is_asked_for_as_one(small_world: World) -> None:
    small_world.tell(post(text="Rye is back"), comment("c1", created_at="2026-03-03T08:00:00Z"))
    [found] = find(small_world.desk, [rules()["unanswered-comments"]])
    said = plain_card(nudge_card(found, Standing("c1", "UTC")))
    assert said.startswith("Answer 1 comment (2 minutes): it has waited 25 hours\n")
    assert "Answer it now." in said


def test_the_digest_does_not_say_twice_that_it_cannot_see(small_world: World) -> None:
    small_world.tell(post(text="Rye is back"), comment("c1", created_at="2026-03-03T08:00:00Z"), lead("l1"))
    said = plain_card(commands()["digest"].run(small_world.desk, ADA).card)
    assert "What I can't see: " in said
    assert "Can't tell (" not in said


@pytest.mark.parametrize("front", FRONTS)
def test_the_digest_reads_alike_on_every_front(week: Week, front: str) -> None:
    said = " ".join(words_on(front, week.cards["digest"]).split())
    for words in ("Change: rework a post. It reached 14,480 people", "usually 5 (2 to 19)", "brought 3 leads.",
                  "Usually: middle of 8 weeks (lowest to highest)."):
        assert words in said
