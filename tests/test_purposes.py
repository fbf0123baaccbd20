"""What posts are: told in memory for readers, kept by slots, a person's word for ever, and how rules count with it."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from bot.app import duties
from bot.coach.audits.audit import audit
from bot.coach.figures.findings import cases
from bot.coach.figures.purposes import keep_purposes, label_post
from bot.commands import commands
from bot.errors import UsageError
from bot.model.card import plain
from bot.model.facts import Post
from bot.model.rule import Case
from bot.rules import rules
from bot.rules._post_examples import ASKING, OFFERS, TEACHING, posts_saying
from bot.rules._purposes import HELD, SELLING, Held, chance_of_so_few, chance_of_so_many, chance_unseen, stories
from tests.world import World, post

OFFER = "20% off all running shoes until Sunday"


def kept(world: World) -> list[tuple[Any, Any]]:
    """Return what is kept of the posts p1, p0 and so on."""
    rows = [row for each in world.desk.records.rows("posts")
            for row in world.desk.records.rows("post_purpose", network=each["network"], post_id=each["post_id"])]
    return [(row["purpose"], row["purpose_by"]) for row in rows]


def verdicts(world: World, key: str) -> list[Case]:
    """Return what one rule sees."""
    return cases(world.desk, rules()[key])


def rows(n: int, purpose: str = SELLING, by: str = "text") -> list[dict[str, str]]:
    """Return posts of a kind."""
    return [{"network": "instagram", "post_id": f"{by}{purpose}{number}", "text": f"{by} {purpose} {number}", "purpose": purpose,
             "purpose_by": by} for number in range(n)]


def test_an_import_tells_nothing(small_world: World) -> None:
    small_world.tell(post(text=OFFER))
    assert kept(small_world) == [(None, None)]


def test_reading_writes_nothing(world: World) -> None:
    world.tell(*posts_saying(*OFFERS))
    audit(world.desk, "month")
    assert set(kept(world)) == {(None, None)}


def test_the_posts_of_the_last_days_are_kept_once(world: World) -> None:
    world.tell(post(text=OFFER), post("old", "2025-11-02T10:00:00Z", text=OFFER), post("mute", text="🔥"))
    assert keep_purposes(world.desk) == 1
    assert keep_purposes(world.desk) == 0
    assert sorted(kept(world), key=str) == [("promotional", "text"), (None, None), (None, None)]


def test_a_slot_keeps_what_it_tells(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    small_world.tell(post(text=OFFER))
    monkeypatch.setattr("bot.coach.nudges.speaking.at_slot", lambda *_: "quiet")
    duties().take(small_world.desk, object(), small_world.desk.now)  # type: ignore[arg-type]
    assert kept(small_world) == [("promotional", "text")]


def test_a_persons_word_stays_over_later_imports_and_tellings(world: World) -> None:
    world.tell(post(text=OFFER))
    said = label_post(world.desk, "p1", "Behind-the-scenes")
    world.tell(post(text=f"{OFFER}, and on boots"), as_of="2026-03-04T09:00:00Z")
    keep_purposes(world.desk)
    assert kept(world) == [("behind the scenes", "person")]
    assert said.document["undo"] == "posts label instagram:p1 promotional"


def test_new_words_of_a_post_are_told_anew(world: World) -> None:
    world.tell(post(text=OFFER), as_of="2026-03-01T09:00:00Z")
    keep_purposes(world.desk)
    world.tell(post(text=ASKING[0]), as_of="2026-03-02T09:00:00Z")
    assert kept(world) == [(None, None)]
    keep_purposes(world.desk)
    assert kept(world) == [("invitation to answer", "text")]


def test_the_same_words_again_are_not_told_anew(small_world: World) -> None:
    small_world.tell(post(text=OFFER), as_of="2026-03-01T09:00:00Z")
    keep_purposes(small_world.desk)
    small_world.tell(post(text=OFFER), as_of="2026-03-02T09:00:00Z")
    assert kept(small_world) == [("promotional", "text")]


def test_the_same_word_of_a_person_twice_changes_nothing(small_world: World) -> None:
    small_world.tell(post(text=OFFER))
    label_post(small_world.desk, "p1", "teaching")
    assert "already" in label_post(small_world.desk, "p1", "teaching").document["said"]


def test_an_unknown_kind_of_post_is_refused_with_those_there_are(small_world: World) -> None:
    small_world.tell(post(text=OFFER))
    with pytest.raises(UsageError, match="choose from promotional, teaching"):
        label_post(small_world.desk, "p1", "advert")


def test_the_command_keeps_a_persons_word(small_world: World) -> None:
    small_world.tell(post(text=None))
    reply = commands()["posts label"].run(small_world.desk, None, post="p1", kind="behind the scenes")
    assert plain(reply.card.title) == "Kept as behind the scenes"
    assert kept(small_world) == [("behind the scenes", "person")]


def test_classify_tells_kinds_of_posts(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from bot.cli_run import classify

    monkeypatch.setattr("sys.stdin", StringIO('{"id": 1, "text": "' + OFFER + '"}\n'))
    assert classify({"posts": True}) == 0
    assert capsys.readouterr().out == '{"id": 1, "label": "promotional"}\n'


def test_the_same_words_on_two_networks_are_one_story() -> None:
    told = [{"network": each, "account": None, "published_at": "2026-03-02T09:00:00Z", "post_id": "p", "text": f"Rye is back! {tag}", "purpose": SELLING, "purpose_by": by}
            for each, tag, by in (("instagram", "#rye", "text"), ("facebook", "https://b.example", "person"))]
    assert [row["network"] for row in stories(told)] == ["facebook"]


def test_misreading_makes_a_finding_less_sure() -> None:
    sure = Held(1000, 1000, 0, 1000)
    assert chance_of_so_many(rows(12), (SELLING,), sure, 0.5) < chance_of_so_many(rows(12), (SELLING,), Held(8, 10, 4, 10), 0.5)
    assert chance_of_so_few(rows(12, "teaching"), (SELLING,), sure, 0.3) < chance_of_so_few(
        rows(12, "teaching"), (SELLING,), Held(5, 10, 0, 10), 0.3)


def test_a_persons_word_is_not_misread() -> None:
    doubtful = Held(5, 10, 5, 10)
    assert chance_of_so_many(rows(10, by="person"), (SELLING,), doubtful, 0.5) == pytest.approx(0.5**10)
    assert chance_unseen(rows(6, "teaching", by="person"), doubtful, 4) == 0.0


def test_many_offers_among_few_posts_cannot_be_told(small_world: World) -> None:
    small_world.tell(*posts_saying(*OFFERS[:5]))
    (case,) = verdicts(small_world, "always-selling")
    assert (case.verdict, case.facts["selling"]) == ("cant-tell", 5)
    assert "10 are needed" in (case.reason or "")


def test_posts_without_words_keep_absence_from_being_claimed(small_world: World) -> None:
    silent = [post(f"v{n}", f"2026-02-{20 + n}T10:00:00Z", kind="video") for n in range(4)]
    small_world.tell(*posts_saying(*OFFERS[:7], *TEACHING), *silent)
    for key in ("nobody-asked", "no-human-face"):
        (case,) = verdicts(small_world, key)
        assert case.verdict == "cant-tell"
        assert "no words" in (case.reason or "")


def test_a_persons_word_ends_the_finding(small_world: World) -> None:
    small_world.tell(*posts_saying(*OFFERS[:7], *TEACHING))
    assert [case.verdict for case in verdicts(small_world, "no-human-face")] == ["fires"]
    label_post(small_world.desk, "p3", "behind the scenes")
    assert verdicts(small_world, "no-human-face") == []


def test_an_old_import_is_no_ground_for_saying_that_nobody_asked(small_world: World) -> None:
    small_world.tell(*posts_saying(*OFFERS[:6]), as_of="2026-02-20T10:00:00Z")
    (case,) = verdicts(small_world, "nobody-asked")
    assert "newest posts" in (case.reason or "")


def test_a_question_at_the_end_of_an_offer_asks(small_world: World) -> None:
    small_world.tell(*posts_saying(*OFFERS[:5], "New rye loaf from Monday. Who is in? 🙋 #rye"))
    assert verdicts(small_world, "nobody-asked") == []


def test_posts_that_only_sell_lack_every_kind_of_value(small_world: World) -> None:
    small_world.tell(*posts_saying(*OFFERS))
    (case,) = verdicts(small_world, "value-mix")
    assert case.verdict == "fires"
    assert [case.facts[kind] for kind in ("teaching", "encouraging", "entertaining")] == [0, 0, 0]


def test_one_kind_of_value_alone_leaves_the_others_missing(small_world: World) -> None:
    lessons = [Post("instagram", f"t{n}", f"2026-02-{1 + n % 26:02d}T12:00:00Z", text=f"Tip {n}: freeze fresh herbs in olive oil number {n}")
               for n in range(5, 26)]
    small_world.tell(*lessons, *(replace(each, post_id=f"u{each.post_id}", text=f"{each.text} and water {each.post_id}") for each in lessons))
    (case,) = verdicts(small_world, "value-mix")
    assert case.verdict == "fires"
    assert case.facts["lacking"] == "encouraging and entertaining"


def test_every_kind_that_a_rule_counts_has_its_measured_error() -> None:
    assert {"promotional", "behind the scenes", "teaching", "encouraging", "entertaining"} == set(HELD)


def inside_looks(n: int, others: int, **values: Any) -> list[Post]:
    """Return so many clear looks inside among other posts, each with words of its own."""
    return [post(f"o{k}", f"2026-02-{3 + k % 26:02d}T1{k % 9}:00:00Z", text=f"20% off all running shoes number {k} until Sunday")
            for k in range(others)] + [
        post(f"i{k}", f"2026-02-2{k}T09:00:00Z", text=f"Meet the team: this is Anna {k}, our head baker, up since two.", **values) for k in range(n)]


@pytest.mark.parametrize(("n", "others", "expected"), [
    (0, 24, ["fires"]), (1, 24, ["fires"]), (2, 24, []), (1, 12, []),
])
def test_one_post_that_seems_an_inside_look_may_be_misread_among_many(small_world: World, n: int, others: int, expected: list[str]) -> None:
    small_world.tell(*inside_looks(n, others))
    assert [case.verdict for case in verdicts(small_world, "no-human-face")] == expected


def test_a_persons_word_on_the_one_that_seems_an_inside_look_ends_the_finding(small_world: World) -> None:
    small_world.tell(*inside_looks(1, 24))
    label_post(small_world.desk, "i0", "behind the scenes")
    assert verdicts(small_world, "no-human-face") == []


def test_more_looks_must_be_ruled_out_for_one_that_seems_to_be_one(small_world: World) -> None:
    small_world.tell(*inside_looks(1, 24))
    (case,) = verdicts(small_world, "no-human-face")
    assert (case.facts["few"], case.facts["looks"]) == ("only 1", "6")


def test_few_told_of_many_hidden_are_less_likely_than_none_of_few() -> None:
    sure = Held(90, 100, 1, 100)
    assert chance_unseen(rows(30, "teaching"), sure, 6, 1) < 0.001
    assert chance_unseen(rows(30, "teaching"), sure, 2, 1) == pytest.approx(1 - (1 - sure.missed) ** 2)


def test_a_videos_title_is_too_little_to_say_what_it_is(world: World) -> None:
    titles = ("Mastering rye: from starter to crust", "Ten years of baking", "How to feed a starter", *OFFERS)
    world.tell(*(post(f"v{n}", f"2026-02-{n + 10}T10:00:00Z", network="youtube", text=title) for n, title in enumerate(titles)))
    assert keep_purposes(world.desk) == 0
    for key in ("value-mix", "always-selling"):
        assert [case.verdict for case in verdicts(world, key)] in ([], ["cant-tell"])


def test_a_person_can_say_what_a_video_is(world: World) -> None:
    world.tell(post("v1", network="youtube", text="How to feed a starter"))
    label_post(world.desk, "youtube:v1", "teaching")
    assert kept(world) == [("teaching", "person")]
