"""Tagged links: the address stays what it was, the code is a post's own, and leads find the post by it."""

from __future__ import annotations

import contextlib
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.leads.post_codes import make_link
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import Items
from bot.model.card_text import plain_card
from bot.model.codes import LETTERS, SIGNS, is_code, new_code
from bot.model.command import Asker, Reply
from bot.model.facts import Campaign
from bot.model.tagged_links import TAGS, checked_address, tagged, tags_of_link, without_tags
from tests.world import World, lead, post

ASKER = Asker("u1", "Ann", "terminal", "UTC")
MENU = "https://bakery.example/menu"
CODE = re.compile(rf"[{LETTERS}][{SIGNS}]{{3}}")


def link(world: World, address: str = MENU, **values: Any) -> Reply:
    """Run the command."""
    return commands()["link"].run(world.desk, ASKER, address=address, **values)


def code_and_link(world: World, **values: Any) -> tuple[str, str]:
    """Make a link and return its code and itself."""
    document = link(world, **values).document
    return document["code"], document["link"]


def tie(world: World, code: str, words: str) -> Reply:
    """Say which post carries a code."""
    return commands()["link tie"].run(world.desk, ASKER, code=code, post=words)


def tags(reply: Reply) -> dict[str, list[str]]:
    """Return the query of the link that was made."""
    return parse_qs(urlsplit(reply.document["link"]).query)


def came_by(world: World) -> dict[str, tuple[str | None, str | None]]:
    """Return the way and the post of every lead."""
    return {row["lead_id"]: (row["tied_by"], row["tied_post_id"]) for row in world.desk.records.rows("leads")}


def test_a_link_carries_the_four_tags_and_a_short_code(world: World) -> None:
    reply = link(world, campaign="Spring Bake", post="instagram")
    said = tags(reply)
    assert CODE.fullmatch(reply.document["code"])
    assert said == {"utm_source": ["instagram"], "utm_medium": ["social"], "utm_campaign": ["spring-bake"],
                    "utm_content": [reply.document["code"]]}


def test_the_link_stands_on_the_card_whole_and_with_one_line_on_its_use(small_world: World) -> None:
    reply = link(small_world)
    [item] = next(part for part in reply.card.parts if isinstance(part, Items)).items
    assert item.url == reply.document["link"]
    assert "Put it into one post and into no other" in plain_card(reply.card)


@pytest.mark.parametrize(("address", "made"), [
    ("https://b.example", "https://b.example/?utm_content=k"), ("https://b.example/a?", "https://b.example/a?utm_content=k"),
    ("https://b.example/a?x=1&x=2&y=%20z&flag", "https://b.example/a?x=1&x=2&y=%20z&flag&utm_content=k"),
    ("https://b.example/a?x=1#part?of=it", "https://b.example/a?x=1&utm_content=k#part?of=it"),
    ("https://b.example:8080/ä?q=ü#", "https://b.example:8080/ä?q=ü&utm_content=k#"),
    ("https://b.example/?UTM_Content=old&utm_term=t", "https://b.example/?utm_term=t&utm_content=k"),
])
def test_other_query_words_and_the_fragment_survive(address: str, made: str) -> None:
    assert tagged(checked_address(address), {"utm_content": "k"}) == made


ADDRESSES = st.builds(
    lambda path, pairs, part: f"https://b.example/{path}" + ("?" + "&".join(pairs) if pairs else "") + (f"#{part}" if part else ""),
    st.from_regex(r"[a-z0-9/%._-]{0,12}", fullmatch=True),
    st.lists(st.from_regex(r"[a-z]{1,5}(=[a-z0-9%+]{0,5})?", fullmatch=True), max_size=4), st.from_regex(r"[a-z0-9?=&/]{0,8}", fullmatch=True))


@given(ADDRESSES)
def test_taking_the_tags_off_again_gives_the_address_back(address: str) -> None:
    made = tagged(address, dict.fromkeys(TAGS, "a b&c#d"))
    assert tags_of_link(made) == dict.fromkeys(TAGS, "a b&c#d")
    assert without_tags(made) == without_tags(address)


@given(st.text(max_size=80))
def test_a_wild_address_is_refused_in_a_sentence_or_carries_the_tag(words: str) -> None:
    with contextlib.suppress(ValueError):
        assert tags_of_link(tagged(checked_address(words), {"utm_content": "k7mp"}))["utm_content"] == "k7mp"


@pytest.mark.parametrize(("address", "said"), [
    ("ftp://b.example/x", "'ftp://b.example/x' cannot carry a tag; give one that begins with https"),
    ("javascript:alert(1)", "cannot carry a tag"), ("b.example/menu", "write https://b.example/menu"),
    ("mailto:a@b.example", "cannot carry a tag"), ("https://", "names no site"), ("https://[::1", "names no site"),
    ("https://b.example:99999/", "names no site"), ("https://b.example/a b", "has a space"), ("https://b.example/\nx", "has a space"),
    ("https://ann:secret@b.example/", "a name or a password in it"), ("https://b.example/" + "x" * 2000, "2,018 letters"),
    ("menu", "'menu' cannot carry a tag"),
])
def test_what_is_no_web_address_is_refused_with_a_sentence(small_world: World, address: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        link(small_world, address)
    assert small_world.desk.records.rows("newest_post_codes") == []


def test_a_password_in_an_address_is_not_repeated(small_world: World) -> None:
    with pytest.raises(UsageError) as refused:
        link(small_world, "https://ann:secret@b.example/")
    assert "secret" not in str(refused.value)


def test_the_marks_that_a_chat_puts_around_a_link_are_taken_off(small_world: World) -> None:
    assert link(small_world, f"<{MENU}|bakery.example>").document["link"].startswith(f"{MENU}?utm_source")


def test_the_same_again_gives_a_new_code_and_says_so(world: World) -> None:
    first = link(world, campaign="Spring bake", post="instagram")
    again = link(world, campaign="spring-bake", post="ig")
    assert again.document["code"] != first.document["code"]
    assert again.document["made_before"] == first.document["code"]
    assert f"the link you made before keeps {first.document['code']}" in plain_card(again.card)
    assert first.document["made_before"] is None


def test_a_code_that_is_a_tag_or_an_id_of_the_team_already_is_not_given(world: World) -> None:
    world.tell(post("cccc"), post("p2", link="https://b.example/?utm_content=dddd"), lead("l1", utm_content="ffff"))
    drawn = iter([0] * 4 + [1] * 4 + [2] * 4 + [3] * 4)
    reply = make_link(world.desk, ASKER, MENU, campaign=None, post=None, draw=lambda _: next(drawn))
    assert reply.document["code"] == "gggg"


@given(st.integers(0, 10**9))
def test_a_code_has_no_sign_that_looks_like_another(seed: int) -> None:
    import random

    code = new_code(random.Random(seed).randrange)
    assert CODE.fullmatch(code)
    assert is_code(code.upper())
    assert not set(code) & set("01oliszb")


def test_tags_that_an_address_has_stay_where_nothing_else_is_said(small_world: World) -> None:
    reply = link(small_world, f"{MENU}?utm_source=newsletter&utm_medium=email&utm_campaign=Easter&utm_content=old&utm_term=x")
    assert {name: values[0] for name, values in tags(reply).items()} == {
        "utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "easter", "utm_term": "x",
        "utm_content": reply.document["code"]}
    assert "had the tag old already" in plain_card(reply.card)


@pytest.mark.parametrize(("words", "source"), [
    ("instagram", "instagram"), ("IG", "instagram"), ("rye story on instagram", "instagram"), ("reel on x", "x"),
    ("the x factor", "social"), ("instagram and facebook", "social"), ("a flyer", "social"),
])
def test_the_network_is_the_source_where_one_is_named(small_world: World, words: str, source: str) -> None:
    assert tags(link(small_world, post=words))["utm_source"] == [source]


def test_a_later_post_with_the_link_gets_the_leads_of_its_code(world: World) -> None:
    code, made = code_and_link(world)
    world.tell(lead("l1", utm_content=code), lead("l2", utm_content=code.upper()))
    reasons = {row["tied_reason"] for row in world.desk.records.rows("leads")}
    assert reasons == {"its post code stands in no imported post yet"}
    world.tell(post("p1", text=f"Our menu: {made}"))
    assert came_by(world) == {"l1": ("utm_content", "p1"), "l2": ("utm_content", "p1")}


def test_a_code_that_two_posts_carry_ties_no_lead_and_says_so(world: World) -> None:
    code, made = code_and_link(world)
    world.tell(post("p1", link=made), post("p2", link=made), lead("l1", utm_content=code))
    [row] = world.desk.records.rows("leads")
    assert (row["tied_by"], row["tied_reason"]) == (None, "several posts carry its post code")


def test_a_code_counts_before_a_campaign(world: World) -> None:
    made = link(world, campaign="spring")
    world.tell(post("p1", link="https://b.example/?utm_campaign=spring"), lead("l1", utm_content=made.document["code"], utm_campaign="spring"))
    assert came_by(world)["l1"] == ("utm_campaign", "p1")
    world.tell(post("p2", link=made.document["link"]))
    assert came_by(world)["l1"] == ("utm_content", "p2")


def test_a_person_says_which_post_carries_a_code_where_the_export_shows_no_link(world: World) -> None:
    code = link(world, campaign="spring", post="instagram").document["code"]
    world.tell(post("p1", text="Rye day"), lead("l1", utm_content=code))
    tie(world, code.upper(), "p1")
    assert came_by(world)["l1"] == ("utm_content", "p1")
    world.tell(post("p1", text="Rye day, newer words"), as_of="2026-03-05T00:00:00Z")
    assert came_by(world)["l1"] == ("utm_content", "p1")


def test_a_post_that_was_said_to_carry_a_link_has_one_with_a_tag_of_its_own(world: World) -> None:
    code = link(world).document["code"]
    world.tell(post("p1"))
    tie(world, code, "p1")
    [check] = [each for each in commands()["audit"].run(world.desk, ASKER, view="post", which="p1").document["findings"]
               if each["rule"] == "post-check"]
    assert (check["facts"]["has_link"], check["facts"]["has_own_tag"]) == (True, True)


def test_a_code_moves_with_its_leads_when_a_person_says_another_post(world: World) -> None:
    code = link(world).document["code"]
    world.tell(post("p1"), post("p2"), lead("l1", utm_content=code))
    tie(world, code, "p1")
    undo = tie(world, code, "p2").document["undo"]
    assert came_by(world)["l1"] == ("utm_content", "p2")
    assert undo == f"link tie {code} instagram:p1"
    assert {row["post_id"]: row["link"] for row in world.desk.records.rows("posts")}["p1"] is None


def test_what_was_said_of_a_code_can_be_taken_back(world: World) -> None:
    code = link(world).document["code"]
    world.tell(post("p1"), lead("l1", utm_content=code))
    tie(world, code, "p1")
    tie(world, code, "none")
    assert came_by(world)["l1"] == (None, None)


def test_a_post_with_a_link_of_its_own_keeps_it_and_still_gets_the_codes_leads(world: World) -> None:
    code = link(world).document["code"]
    world.tell(post("p1", link="https://b.example/?utm_content=own"), lead("l1", utm_content=code), lead("l2", utm_content="own"))
    tie(world, code, "p1")
    world.tell(post("p1", text="again", link="https://b.example/?utm_content=own"), as_of="2026-03-05T00:00:00Z")
    assert came_by(world) == {"l1": ("utm_content", "p1"), "l2": ("utm_content", "p1")}
    assert world.desk.records.rows("posts")[0]["link"] == "https://b.example/?utm_content=own"


def test_a_link_made_for_an_imported_post_is_that_posts_at_once(world: World) -> None:
    world.tell(post("p1", text="Rye day"))
    reply = link(world, post="p1")
    world.tell(lead("l1", utm_content=reply.document["code"]))
    assert came_by(world)["l1"] == ("utm_content", "p1")
    assert tags(reply)["utm_source"] == ["instagram"]
    assert "Put it into “Rye day”" in plain_card(reply.card)


def test_leads_can_be_told_for_a_code(world: World) -> None:
    code, made = code_and_link(world)
    commands()["lead"].run(world.desk, ASKER, leads=f"2 from {code}")
    commands()["lead"].run(world.desk, ASKER, leads=f"1 from {made}")
    assert set(came_by(world).values()) == {("told", None)}
    world.tell(post("p1", link=made))
    assert set(came_by(world).values()) == {("told", "p1")}
    reply = commands()["lead"].run(world.desk, ASKER, leads=f"3 from {code.upper()}")
    assert reply.document["post_id"] == "p1"


def test_leads_told_for_a_code_follow_what_a_person_says_of_it(world: World) -> None:
    code, _ = code_and_link(world)
    commands()["lead"].run(world.desk, ASKER, leads=f"1 from {code}")
    world.tell(post("p1", link="https://b.example/?utm_content=own"))
    tie(world, code, "p1")
    assert set(came_by(world).values()) == {("told", "p1")}


@pytest.mark.parametrize(("code", "words", "said"), [
    ("zzzz", "p1", "no post code 'zzzz'"), (None, "gone", "No imported post fits"),
])
def test_an_unknown_code_or_post_is_named(small_world: World, code: str | None, words: str, said: str) -> None:
    small_world.tell(post("p1"))
    made = link(small_world).document["code"]
    with pytest.raises(UsageError, match=said):
        tie(small_world, code or made, words)


@pytest.mark.parametrize(("words", "said"), [
    ("https://instagram.com/p/C4x/", "is not imported yet. Leave --post out"), ("17999000111", "not imported yet"),
    ("x" * 121, "keep them to 120"),
])
def test_a_post_that_cannot_be_meant_is_asked_back(small_world: World, words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        link(small_world, post=words)


def test_a_campaign_that_nobody_listed_is_named_and_a_listed_one_is_not(small_world: World) -> None:
    small_world.tell(Campaign("Spring bake"))
    assert "is not listed yet" in plain_card(link(small_world, campaign="Autumn fair").card)
    assert "if you mean Spring bake" in plain_card(link(small_world, campaign="Sprin bake").card)
    assert "campaign" not in plain_card(link(small_world, campaign="spring_bake").card).replace("utm_campaign", "")


def test_without_an_address_the_newest_links_are_listed_with_their_leads(world: World) -> None:
    code, made = code_and_link(world, post="rye story")
    world.tell(post("p1", link=made), lead("l1", utm_content=code.upper()), lead("l2", utm_content="other"))
    reply = link(world, "")
    assert [(row["code"], row["leads"], row["posts"]) for row in reply.document] == [(code, 1, 1)]
    assert f"{code} for rye story: 1 lead" in plain_card(reply.card)


def test_without_any_link_the_list_says_how_to_make_one(small_world: World) -> None:
    assert "link https://your-site.example/page" in plain_card(link(small_world, "").card)


def test_tags_without_an_address_are_asked_back(small_world: World) -> None:
    with pytest.raises(UsageError, match="Where should the link lead"):
        link(small_world, "", campaign="x")


def test_codes_are_a_teams_own(store: Any) -> None:
    from tests.world import desk_for

    ours, theirs = World(desk_for(store.team("ours"))), World(desk_for(store.team("theirs")))
    codes = {make_link(world.desk, ASKER, MENU, campaign=None, post=None, draw=lambda _: 0).document["code"]
             for world in (ours, theirs)}
    assert codes == {"cccc"}
    theirs.tell(post("p1"), lead("l1", utm_content="cccc"))
    tie(theirs, "cccc", "p1")
    ours.tell(post("p1"), lead("l1", utm_content="cccc"))
    assert came_by(ours)["l1"] == (None, None)
