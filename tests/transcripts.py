"""Ten questions of a small bakery's social team, asked at the terminal: without a model, and with one that uses its tools well.

`python -m tests.transcripts` writes both talks to tests/data/transcripts. Nothing in them is staged: the model's server is the
strict fake, its tool calls are carried out, and each figure it tells it has read from their results.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.actions import actions
from bot.app import Options, importing, opened
from bot.app_model import close_authors
from bot.chat.console import Console
from bot.coach.desk import Desk
from bot.commands import commands
from bot.demo.files import EXPORTS, FRIDAY_FILES, MONDAY_FILES
from bot.intake.importer import import_file
from bot.model.command import Asker
from bot.render.terminal import Screen
from tests.fakes.openai_server import FakeOpenAI, Scripted, called, said

FOLDER = Path(__file__).parent / "data" / "transcripts"
NOW = "2026-03-06T12:30:00Z"
ADA = Asker("terminal:you", "Ada", "terminal", "UTC", is_admin=True)
BEFORE = ("goals leads 60 --until 2026-06-30", "commit answer the 3 oldest comments by Monday 12:00")
"""What the team has done before it asks: a goal and a promise."""
ON = "Ask on: "
"""Marks a question that is asked under the answer before it."""
_WIDTH = 92
_QUESTION = re.compile(r"The question:\n(.*)\Z", re.DOTALL)
_PASSAGE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


class Heard:
    """What the model was handed and what its tools gave, in the order in which it called them."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        messages = request["messages"]
        self.results = [json.loads(each["content"]) for each in messages if each["role"] == "tool"]
        self._handed = "\n".join(str(each["content"]) for each in messages if each["role"] == "user")

    def figure(self, what: str, *, result: int = 0, earlier: bool = False, **about: str) -> str:
        """Return a figure of a result as it is written. Raises StopIteration where there is none of that subject."""
        found = self.results[result]["figures"]
        return _written(next(each for each in found if (each["what"], each.get("about", {}), "window" in each) == (what, about, earlier)))

    def thing(self, number: int, what: str = "", *, result: int = 0) -> str:
        """Return a figure of one of the things of a result, or without `what` what it is called: a post by its first words."""
        thing = self.results[result]["things"][number]
        if what:
            return _written(next(each for each in thing["figures"] if each["what"] == what))
        words = thing["text"].split("\n")[1].split()
        return " ".join(words[:3] if thing["kind"] == "post" else words).rstrip(".,:;!?")

    def cite(self, title: str) -> str:
        """Return the number of a passage, in brackets, by the beginning of its title. Raises StopIteration where it is not."""
        known = [(number, name) for number, name in _PASSAGE.findall(self._handed)]
        known += [(str(each["source"]), each["title"]) for result in self.results for each in result.get("passages", ())]
        return f"[{next(number for number, name in known if name.startswith(title))}]"


@dataclass(frozen=True)
class Asked:
    """One question, what a good model looks up for it, and what it says then."""

    words: str
    says: Callable[[Heard], str] = lambda _: ""
    looks: tuple[tuple[str, Mapping[str, Any]], ...] = ()


ASKED: tuple[Asked, ...] = (
    Asked("Our boss wants a viral video. Is that worth it?", lambda heard: (
        f"Only if buyers are in the crowd: plan the video around the step you want viewers to take {heard.cite('Aim for leads')}. "
        f"Viral is fine when good leads or sales come along with it {heard.cite('Viral is fine')}.\n\n"
        f"From your data\n“{heard.thing(0)}” reached {heard.thing(0, 'reach')} people and brought {heard.thing(0, 'leads')} leads in the last 28 days.\n\n"
        "Next step: Ask the boss what the views are meant to bring."), (("posts", {"days": 28, "order": "leads", "limit": 3}),)),
    Asked("Which of our posts brought us orders lately?", lambda heard: (
        f"“{heard.thing(0)}” brought the most: {heard.thing(0, 'leads')} leads in the last 28 days. "
        f"“{heard.thing(1)}” comes second with {heard.thing(1, 'leads')} leads.\n\n"
        f"From the guidance\nA post with few views and many enquiries is the one to copy {heard.cite('A small post')}.\n\n"
        f"From your data\nYou got {heard.figure('leads')} leads in the last 28 days. {heard.figure('leads', kind='sale')} of the leads were sales.\n\n"
        f"Next step: Copy what “{heard.thing(0)}” did in the next post."), (("leads_by_post", {"days": 28, "limit": 3}),)),
    Asked(f"{ON}And how far did that one reach?", lambda heard: (
        f"“{heard.thing(0)}” reached {heard.thing(0, 'reach')} people in the last 28 days. "
        f"Its lead yield is {heard.thing(0, 'lead yield')} leads per 1,000 people reached.\n\n"
        "Next step: Compare the next office breakfast post with it."), (("posts", {"days": 28, "order": "leads", "limit": 1}),)),
    Asked("Do we have to answer every comment? We are only two people.", lambda heard: (
        f"No: answer every comment that deserves an answer, and start with those who showed interest {heard.cite('Which comments')}. "
        f"When comments are piling up, sort first: who asks, who complains, who shows interest {heard.cite('Answering every single')}.\n\n"
        f"From your data\nYou have {heard.figure('unanswered comments')} unanswered comments. {heard.figure('unanswered buying signals')} are unanswered buying signals. "
        f"{heard.figure('unanswered complaints')} is an unanswered complaint.\n\n"
        "Next step: Answer the buying signals today."), (("unanswered_comments", {"network": None, "limit": 3}),)),
    Asked("Somebody wrote that her loaf was burnt. What do we say?", lambda heard: (
        f"Thank her, own the fault, and invite her to a private message where you can sort it out {heard.cite('Fix the service')}.\n\n"
        f"From the guidance\nMake sure it really gets solved offline, and note it when it is done {heard.cite('Fix the service')}.\n\n"
        f"From your data\nYou have {heard.figure('unanswered complaints', result=1)} unanswered complaint.\n\n"
        "Next step: Write comments and draft a reply to it."), (
            ("guidance", {"query": "a customer complains about our product in a comment"}), ("unanswered_comments", {"network": None, "limit": 3}))),
    Asked("Are we doing better than last month?", lambda heard: (
        f"On leads, yes: you got {heard.figure('leads')} leads in the last 28 days, and {heard.figure('leads', earlier=True)} leads in the 28 days before. "
        f"On answers, no: your answered share of comments fell to {heard.figure('answered share of comments')} in the last 28 days.\n\n"
        f"From your data\nThe answered share of comments was {heard.figure('answered share of comments', earlier=True)} in the 28 days before.\n\n"
        "Next step: Answer the comments that wait."), (("compare_windows", {"days": 28}),)),
    Asked("Will we make our goal of 60 leads by the end of June?", lambda heard: (
        f"I cannot tell yet: the goal has {heard.thing(0, 'objective: leads, progress')} lead of {heard.thing(0, 'objective: leads, target')} leads so far.\n\n"
        f"From your data\nYou got {heard.figure('leads', result=1)} leads in the last 28 days.\n\n"
        "Next step: Look at it again on Monday."), (("objectives", {}), ("leads_by_post", {"days": 28, "limit": 1}))),
    Asked("Can we buy a few thousand followers to look bigger?"),
    Asked("Which hashtags should we use for the sourdough class?", lambda _: "I cannot tell: neither the guidance nor your data says anything on hashtags."),
    Asked("What did we promise to do this week?", lambda heard: (
        f"You have {heard.figure('open commitments')} open commitment. It is “{heard.thing(0)}”.\n\nNext step: Take the oldest comment first."),
        (("commitments", {"which": "open"}),)),
)


def model(request: Mapping[str, Any]) -> Scripted:
    """Answer a request as the script for its question says: look up first, then tell what was found."""
    heard = Heard(request)
    user = next(str(each["content"]) for each in request["messages"] if each["role"] == "user")
    hit = _QUESTION.search(user)
    asked = next(each for each in ASKED if hit and each.words.removeprefix(ON) == hit[1].strip())
    if asked.looks and not heard.results:
        return called(*((f"c{n}", name, json.dumps(given)) for n, (name, given) in enumerate(asked.looks)))
    return said(asked.says(heard))


def quoted() -> str:
    """Play the ten questions without a model and return all that was printed."""
    with _bakery("") as desk:
        return _talk(desk)


def written() -> str:
    """Play them with the scripted model and return all that was printed."""
    with FakeOpenAI() as server:
        server.answers = model
        try:
            with _bakery(f'[model]\nname = "scripted"\nbase_url = "{server.url}"\napi_key_env = ""\n') as desk:
                return _talk(desk)
        finally:
            close_authors()
            assert not server.refused, server.refused


TALKS: Mapping[str, Callable[[], str]] = {"quoted.txt": quoted, "written.txt": written}


def main() -> None:
    """Write both talks."""
    FOLDER.mkdir(exist_ok=True)
    for name, play in TALKS.items():
        (FOLDER / name).write_text(play(), encoding="utf-8")
        print(f"wrote {FOLDER / name}")


@contextmanager
def _bakery(config: str) -> Iterator[Desk]:
    """Open the sample team on the Friday of its week, in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.toml")
        path.write_text(config, encoding="utf-8")
        with opened(Options(config=path, store=f"sqlite:///{folder}/coach.db", team="mill-street", now=NOW)) as desk:
            for name in (*MONDAY_FILES, *FRIDAY_FILES):
                import_file(importing(desk), EXPORTS / name)
            yield desk


def _talk(desk: Desk) -> str:
    """Type the questions at a prompt; returns what stands on the screen then, without trailing spaces."""
    screen: list[str] = []
    typed: list[str] = []

    def type_in(asked: str) -> str:
        screen.append(f"{asked}{typed[-1]}\n")
        return typed.pop()

    prompt = Console(lambda: desk, ADA, commands(), actions(), type_in, lambda line: screen.append(line + "\n"), Screen(width=_WIDTH),
                     write=screen.append if desk.settings.model.name else None)
    for line in (*BEFORE, *(each.words for each in ASKED)):
        if line.startswith(ON):
            typed.append(line.removeprefix(ON))
            line = str([each.label for each in prompt.buttons].index("Ask on") + 1)
        screen.append(f"\ncoach> {line}\n")
        prompt.hear(line)
    return "\n".join(line.rstrip() for line in "".join(screen).split("\n")).strip() + "\n"


def _written(figure: Mapping[str, Any]) -> str:
    """Return a figure as a sentence has it: a share in percent, the rest with at most two decimals."""
    value = figure["value"]
    if figure["unit"] == "share":
        return f"{100 * value:.0f}%"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


if __name__ == "__main__":
    main()
