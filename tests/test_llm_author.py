"""The author from end to end: real records and guidance, a strict fake server or a model that a script speaks for."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from bot.app import adviser, refusal
from bot.app_model import terms_of
from bot.coach.answers.ask import answer_reply, prompt_reply
from bot.coach.answers.authoring import question_for
from bot.coach.commitments.commitments import Promise, make
from bot.coach.ports import Author, Question
from bot.coach.spending import DayLedger
from bot.errors import BudgetSpent, CutAnswer, ModelError, ModelNotSet, ModelRefused
from bot.llm.author import ModelAuthor
from bot.llm.budget import Allowance, Price
from bot.llm.settings import OFFICIAL, ModelSettings
from bot.model.card_text import plain_card
from bot.model.command import Asker, Reply
from bot.model.measured import Spent
from bot.model.settings import LanguageModel
from bot.places import PROMPTS
from bot.render.discord import render as for_discord
from bot.render.slack import render as for_slack
from bot.render.terminal import render as for_terminal
from tests.fakes import openai_server as fake
from tests.fakes.authors import author
from tests.fakes.model_replies import rows
from tests.fakes.model_team import ScriptedSpeaker, Step
from tests.fakes.openai_server import FakeOpenAI
from tests.world import World, comment, lead, post, reading

ADA = Asker("u1", "Ada", "bakery", "UTC")
QUESTION = "Do our posts have to go viral?"
SAID = ("Viral is fine when leads or sales come with it [2]. You got 2 leads in the last ", "28 days. You have 40 unanswered comments.")
SHOWN = "Viral is fine when leads or sales come with it [1]. You got 2 leads in the last 28 days."
LEADS = ("c1", "leads_by_post", '{"days": 28, "limit": 3}')


@pytest.fixture
def told(world: World) -> World:
    """A team with a post, two leads and a comment, and the real guidance."""
    world.tell(post("p1", text="Seeded rye is back on the shelf"), reading(reach=2000), lead("l1", post_id="p1"), lead("l2"), comment("c1", "how much is it? Mail ana@example.org, call 030 1234567"))
    guidance = adviser(world.desk.settings)
    return World(replace(world.desk, adviser_of=lambda: guidance, refusal_of=refusal))


def question(world: World, words: str = QUESTION) -> Question:
    return question_for(world.desk, ADA, words, world.desk.adviser.answer(words))


def server_settings(server: FakeOpenAI, **more: Any) -> ModelSettings:
    return ModelSettings("made-up", base_url=server.url, api_key_env="", **more)


def spent(world: World) -> Spent:
    return DayLedger(world.desk.records).spent("bakery", "2026-03-04")


def nobody(_piece: str) -> None:
    """Look away."""


def test_an_answer_comes_sentence_by_sentence_in_the_callers_thread(told: World) -> None:
    seen: list[tuple[str, str]] = []
    with FakeOpenAI(fake.called(LEADS), fake.said(*SAID)) as server, author(server_settings(server)) as it:
        written = it.write(question(told), lambda piece: seen.append((piece, threading.current_thread().name)))
    assert (written.text, "".join(piece for piece, _ in seen).strip()) == (SHOWN, SHOWN)
    assert ({name for _, name in seen}, len(seen)) == ({threading.current_thread().name}, 2)
    assert ([each.id for each in written.sources], written.readings[-1].of, server.refused) == (["viral-and-converting"], "leads", [])


def test_what_was_used_is_counted_for_the_team_and_its_day(told: World) -> None:
    with FakeOpenAI(fake.called(LEADS), fake.said(*SAID)) as server, author(server_settings(server), price=Price(2.0, 10.0)) as it:
        it.write(question(told), nobody)
        used = spent(told)
        assert (used.requests, used.tokens > 0, used.micros) == (2, True, spent(told).micros)
        server.script += [fake.said(*SAID)]
        it.write(question(told), nobody)
    assert spent(told) == Spent(used.requests + 1, used.tokens + 120, used.micros + 100 * 2 + 20 * 10)


def test_a_day_that_is_used_up_sends_nothing(told: World) -> None:
    DayLedger(told.desk.records).add("bakery", "2026-03-04", Spent(5, 100, 0))
    with FakeOpenAI() as server, author(server_settings(server), allowance=Allowance(requests=5)) as it, pytest.raises(BudgetSpent, match="5 requests"):
        it.write(question(told), nobody)
    assert (server.requests, spent(told)) == ([], Spent(5, 100, 0))


def test_another_teams_day_is_not_touched(told: World, store: Any) -> None:
    with FakeOpenAI(fake.said(*SAID)) as server, author(server_settings(server)) as it:
        it.write(question(told), nobody)
    assert DayLedger(store.team("other")).spent("other", "2026-03-04") == Spent()


@pytest.mark.parametrize(("answer", "tokens"), [(fake.failed(401), False), (fake.cut("Vir"), True), (fake.said(), True)])
def test_what_failed_counts_as_well(told: World, answer: fake.Scripted, tokens: bool) -> None:
    with FakeOpenAI(answer) as server, author(server_settings(server, retries=0)) as it, pytest.raises(ModelError):
        it.write(question(told), nobody)
    assert (spent(told).requests, spent(told).tokens > 0) == (1, tokens)


def test_an_answer_that_breaks_off_keeps_what_was_borne_out(told: World) -> None:
    with FakeOpenAI(fake.cut("Viral is fine when leads or sales come with it [2]. Then the oth")) as server, author(server_settings(server)) as it:
        written = it.write(question(told), nobody)
    assert written.text == "Viral is fine when leads or sales come with it [1]."
    assert written.failure is not None
    assert "broke off" in written.failure


def test_a_hard_stop_ends_in_a_sentence(told: World) -> None:
    with FakeOpenAI(replace(fake.said("x"), holds=True)) as server, author(server_settings(server, hard_stop_s=0.2)) as it, \
            pytest.raises(ModelError, match="took longer than"):
        it.write(question(told), nobody)


def test_a_missing_key_is_told_by_the_name_of_its_variable(told: World) -> None:
    with author(ModelSettings("made-up", base_url=OFFICIAL, api_key_env="MADE_UP_KEY")) as it, pytest.raises(ModelNotSet, match="MADE_UP_KEY"):
        it.write(question(told), nobody)
    assert spent(told) == Spent()


def test_a_fault_of_ours_ends_in_a_sentence_and_the_log_holds_no_text(told: World, caplog: pytest.LogCaptureFixture) -> None:
    words = "a customer's letter"

    def breaks(_turn: object) -> str:
        raise ZeroDivisionError(words)

    with author(speaker=ScriptedSpeaker(breaks)) as it, pytest.raises(ModelError, match=r"our side \(id \w+\)"):
        it.write(question(told), nobody)
    assert "kind=ZeroDivisionError" in caplog.text
    assert words not in caplog.text.replace(f'words = "{words}"', "")


def test_a_watcher_that_fails_ends_the_question(told: World) -> None:
    def breaks(_piece: str) -> None:
        raise BrokenPipeError

    with FakeOpenAI(fake.said(*SAID)) as server, author(server_settings(server)) as it, pytest.raises(BrokenPipeError):
        it.write(question(told), breaks)


def test_twenty_questions_at_once_share_one_thread_of_the_author(told: World) -> None:
    with FakeOpenAI(*[fake.said(*SAID) for _ in range(20)]) as server, author(server_settings(server)) as it:
        before = {each.name for each in threading.enumerate()}
        with ThreadPoolExecutor(20) as pool:
            texts = list(pool.map(lambda _: it.write(question(told), nobody).text, range(20)))
        now = [each.name for each in threading.enumerate() if each.name not in before]
    assert texts == [SHOWN] * 20
    assert now.count("language model") == 1
    assert (len(server.requests), spent(told).requests) == (20, 20)


def test_after_closing_a_later_question_begins_anew(told: World) -> None:
    with FakeOpenAI(fake.said(*SAID), fake.said(*SAID)) as server, author(server_settings(server)) as it:
        it.write(question(told), nobody)
        it.close()
        assert "language model" not in {each.name for each in threading.enumerate()}
        assert it.write(question(told), nobody).text


def test_what_is_shown_as_the_prompt_is_what_is_sent(told: World) -> None:
    with FakeOpenAI(fake.said(*SAID)) as server, author(server_settings(server)) as it:
        desk = replace(told.desk, author_of=lambda: it)
        shown = prompt_reply(desk, ADA, "Is this worth it: ana@example.org wants us to go viral?")
        assert server.requests == []
        answer_reply(desk, "Is this worth it: ana@example.org wants us to go viral?", asker=ADA)
    drawn = re.compile(r"(data |boundary )?\b[0-9a-f]{16}\b")
    said = [drawn.sub("x", json.dumps(each, sort_keys=True)) for each in (shown.document["request"], server.requests[0])]
    assert said[0] == said[1]
    assert "ana@example.org" not in said[1]
    assert "[email]" in said[1]


def test_what_people_outside_wrote_is_masked_on_its_way_to_the_server(told: World) -> None:
    with FakeOpenAI(fake.called(("c1", "unanswered_comments", '{"network": null, "limit": 5}')), fake.said(*SAID)) as server, author(server_settings(server)) as it:
        it.write(question(told), nobody)
    sent = json.dumps(server.requests[1])
    assert "[email]" in sent
    assert "[phone]" in sent
    assert "ana@" not in sent
    assert "1234567" not in sent


def test_the_responses_protocol_does_as_well(told: World) -> None:
    with FakeOpenAI(fake.answered(calls=[LEADS]), fake.answered(*SAID)) as server, author(server_settings(server, api="responses")) as it:
        assert it.write(question(told), nobody).text == SHOWN


def test_the_settings_become_terms_and_0_is_no_bound() -> None:
    terms = terms_of(LanguageModel(name="m", requests_per_day=0, tokens_per_day=7, money_per_day=1.5, price_read=2.0, rounds=2, tone="Be brief."))
    assert (terms.settings.name, terms.settings.rounds, terms.tone, terms.price) == ("m", 2, "Be brief.", Price(2.0, 0.0))
    assert terms.allowance == Allowance(None, 7, 1.5)


ATTACKS = rows("injections.jsonl")[::3]


@pytest.fixture
def attacked(small_world: World) -> World:
    """A team whose comments, posts and commitments hold attacks."""
    texts = [attack["text"] for attack in ATTACKS if attack["path"] in ("comment", "post", "note")]
    small_world.tell(post("p1", text=texts[0], permalink="https://www.instagram.com/p/own1/"), reading(reach=5420), lead("l1", post_id="p1"))
    small_world.tell(*(comment(f"c{n}", text + " how much is it?") for n, text in enumerate(texts[:8])))
    make(small_world.desk, ADA, Promise(texts[1][:140], None, "word"))
    guidance = adviser(small_world.desk.settings)
    return World(replace(small_world.desk, adviser_of=lambda: guidance))


READS = (("unanswered_comments", '{"network": null, "limit": 8}'), ("posts", '{"days": 28, "order": "newest", "limit": 5}'),
         ("commitments", '{"which": "open"}'), ("guidance", '{"query": "trolls"}'))


def said_by(world: World, says: str, calls: tuple[Step, ...] = (), show: Callable[[str], None] = nobody) -> Reply:
    """Ask the question of a model that makes some calls and then says a text."""
    with author(speaker=ScriptedSpeaker(lambda _: says, calls)) as it:
        return answer_reply(replace(world.desk, author_of=lambda: it, show=show), QUESTION, asker=replace(ADA, presses=False))


@pytest.fixture
def shown(attacked: World) -> list[tuple[dict[str, Any], str, str]]:
    """Every attack said by a model that obeys it, between true sentences: the attack, what was watched, what the cards say."""
    found = []
    for attack in ATTACKS:
        watched: list[str] = []
        says = f"You have 8 unanswered comments. Viral is fine when leads or sales come with it [2]. {attack['says'].replace('{system}', '')}"
        calls = (*READS, *((name, given) for name, given in attack["calls"]))
        card = said_by(attacked, says, calls, watched.append).card
        cards = "\n".join([for_terminal(card), json.dumps([each.blocks for each in for_slack(card)], ensure_ascii=False),
                           json.dumps([[each.content, each.embeds, each.components] for each in for_discord(card)], ensure_ascii=False)])
        found.append((attack, "".join(watched), cards))
    return found


def test_a_model_that_obeys_every_attack_gets_nothing_of_it_out(shown: list[tuple[dict[str, Any], str, str]]) -> None:
    for attack, watched, cards in shown:
        for text in (watched, cards):
            rest = text.replace("https://www.instagram.com/p/own1/", "").lower()
            for sign in (".example", "discord.gg", "203.0.113", "javascript:", "hxxp", "<!channel", "<!here", "@everyone", "@here", "9,999"):
                assert sign not in rest, (attack["says"], sign)
        assert "8 unanswered comments" in watched, attack["says"]


def test_a_model_that_lies_from_end_to_end_is_replaced_by_the_guidance(attacked: World) -> None:
    for lie in ("You have 900 leads. Reach was 7 million people. Nobody waits.", "The answer is 42. You have 17 bookings. Your yield is 9%."):
        reply = said_by(attacked, lie)
        assert reply.document["by"] == "guidance"
        assert "Quoted, not written" in plain_card(reply.card)


def test_an_obedient_model_is_let_through(attacked: World) -> None:
    says = ("Viral is fine when leads or sales come with it [2].\n\nFrom your data\nYou have 8 unanswered comments, all of them on Instagram.\n\n"
            "Next step: Answer the buying signals first.")
    reply = said_by(attacked, says, READS)
    assert (reply.document["by"], reply.document["notice"]) == ("model", "")
    assert "You have 8 unanswered comments, all of them on Instagram." in plain_card(reply.card)
    assert "Next step: Answer the buying signals first." in plain_card(reply.card)


def test_errors_of_a_cut_answer_are_told_apart(told: World) -> None:
    with author(speaker=ScriptedSpeaker(lambda _: "", fails=CutAnswer("It broke off."))) as it, pytest.raises(CutAnswer):
        it.write(question(told), nobody)
    with author(speaker=ScriptedSpeaker(lambda _: "", fails=ModelRefused("No."))) as it, pytest.raises(ModelRefused):
        it.write(question(told), nobody)


def test_the_author_is_the_port() -> None:
    opened: Author = ModelAuthor(terms_of(LanguageModel(name="m")), PROMPTS, {})
    assert opened
