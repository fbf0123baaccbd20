"""What the coach answers with a no: told by the form of a question, in several wordings, and never by its topic alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.coach.answers.scope import Scope
from bot.errors import ConfigError
from bot.guidance.library import Guidance
from bot.places import PROMPTS
from tests.conftest import ROOT, SHARED

SCOPE = Scope.read((PROMPTS / "out_of_scope.txt").read_text(encoding="utf-8"))
REFUSED = {
    "buying followers": (
        "Where can I buy followers?", "is it worth buying 10k instagram followers", "Should we pay for more followers?",
        "should we get fake followers to look bigger", "any good follower packages you know", "is buying likes ok for a launch",
        "can we purchase some views for the video", "our boss wants to buy subscribers, thoughts?", "bot followers, yes or no",
        "should we use bots to grow our account", "are engagement pods a good idea", "where are followers for sale",
        "What about paying a site for likes and followers?", "BUY FOLLOWERS??", "should i order comments, i mean buy comments",
    ),
    "fake reviews": (
        "can we write our own reviews", "Should we post some fake reviews to get going?", "where do i buy google reviews",
        "can the staff leave us five star reviews", "should we ask our friends to write reviews", "how do we get made up testimonials",
        "is it ok to invent a testimonial", "can I review our own shop", "let's make up a few reviews", "reviews under another name ok?",
        "should we pay customers for positive reviews", "can family leave a rating for us", "how to create fake five star ratings",
    ),
    "law": (
        "is it legal to repost customer photos", "can we get sued for this post", "explain gdpr", "do we need a licence to play music in stories",
        "how do we register a trademark", "Is that against the law?", "are we liable for what people comment", "what does data protection law say about dms",
        "can I use a copyrighted song", "should we sue them over that review", "do we need a model release for photos of guests",
        "write us terms and conditions for a giveaway", "can we be fined for not labelling ads", "is this comment libel",
    ),
    "people matters": (
        "should we fire our social media manager", "Should I hire an intern for tiktok?", "what salary does a community manager earn",
        "who is the worst on our team", "rank my team members by how fast they reply", "how do I write a performance review for Tom",
        "should I promote her", "my colleague is lazy, what do I do", "is a pay rise due for our designer", "who on the team posts, who is best in our group",
        "give the intern a written warning?", "can you compare my colleagues for me", "how do i let go of an employee",
    ),
}
ANSWERED = (
    "How do we get our followers to buy?", "do followers buy more than strangers", "how many of our followers bought something",
    "How do we respond to fake reviews somebody left about us?", "what do we do about a bad review", "should we answer reviews on google",
    "how do we ask customers for a review", "do good reviews bring leads", "Should we thank people who leave a review?",
    "Should we rank posts by leads?", "who should we reply to first", "who is our content for", "which of our posts is the best",
    "my manager wants us to beat a rival, what do I say", "our boss wants a viral video", "the boss is obsessed with followers, what now",
    "How do we hire... I mean how do we find people to talk to?", "should the whole team answer comments", "is it a good idea to let staff show their faces",
    "should we pay for ads", "how do we make our posts more interesting", "do likes matter", "should we run a giveaway", "what makes a good story",
    "should we promote every product", "is our tone right", "should we use hashtags", "are bots answering comments a bad idea for trust",
    "a customer says he will never buy again, what do we answer", "do we need more views", "should we use a bot to answer comments", "can we automate the thank-yous", "can employees be in our videos", "should friends of customers get a discount",
)


@pytest.mark.parametrize(("topic", "question"), [(topic, each) for topic, asked in REFUSED.items() for each in asked])
def test_a_question_out_of_scope_is_told_in_whichever_words(topic: str, question: str) -> None:
    refusal = SCOPE.refusal(question)
    assert refusal is not None, question
    assert refusal.topic == topic, question


@pytest.mark.parametrize("question", ANSWERED)
def test_a_question_about_the_same_things_is_answered(question: str) -> None:
    assert SCOPE.refusal(question) is None


def test_no_question_that_the_guidance_answers_is_refused() -> None:
    path = ROOT / "tests/data/questions.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["question"] for row in rows if row["answerable"] and SCOPE.refusal(row["question"])] == []


def test_no_development_question_with_an_answer_is_refused() -> None:
    path = SHARED / "search" / "dev_questions.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["question"] for row in rows if row["answerable"] and SCOPE.refusal(row["question"])] == []


def test_no_question_stored_with_the_guidance_is_refused() -> None:
    guidance = Guidance.open(PROMPTS)
    asked = [question for each in sorted(guidance.ids()) for question in guidance.piece(each).questions]
    assert [question for question in asked if SCOPE.refusal(question)] == []


def test_each_topic_says_no_first_and_rests_on_guidance_that_is_there() -> None:
    known = Guidance.open(PROMPTS).ids()
    for topic in SCOPE.topics:
        assert topic.refusal.words.startswith("No: ")
        assert "\n" not in topic.refusal.words
        assert topic.refusal.principle.endswith(".")
        assert set(topic.refusal.rests_on) <= known


@pytest.mark.parametrize(("text", "fault"), [
    ("no: x", "line 1"), ("[a]\nwhy: x", "line 2"), ("[a]\nno: x\nprinciple: y", "no line 'asks'"),
])
def test_a_file_with_a_fault_is_told(text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        Scope.read(text)


@given(some.text(max_size=300))
def test_whatever_is_asked_is_looked_at_without_a_fault(question: str) -> None:
    SCOPE.refusal(question)
