"""An answer as a card: the answer first, its sources, the team's own figures apart, a next step, and who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model.answers import Answer, Source
from bot.model.card import Button, Card, Paragraph, Part, Quote, Text, quoted, say, text
from bot.model.sections import Sections, sections
from bot.model.words import count, day_and_time, shorten

if TYPE_CHECKING:
    from bot.model.measured import Reading
    from bot.model.refusal import Refusal

NEARBY = " You could ask: "
"""What the guidance says between its refusal and the questions it could answer instead."""
_FIRST_LINE = 140
_PASSAGE_LETTERS = 300
_FOOTERS = {"guidance": "Quoted from the guidance, no AI used", "model": "Written by AI from these sources"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer with what its card says besides. `notice`: why it is quoted or broke off; `readings`: what the model read.

    `answer_id` is empty where the answer could not be kept: then its buttons that need it are left out. `has_buttons`:
    false where none could be pressed.
    """

    answer: Answer
    question: str
    zone: str
    answer_id: str = ""
    notice: str = ""
    may_help: bool = False
    readings: tuple[Reading, ...] = ()
    in_thread: bool = False
    has_buttons: bool = True

    @property
    def parts(self) -> Sections:
        """The written answer in its parts; all of a quoted one is the answer."""
        return sections(self.answer.answer) if self.answer.by == "model" else Sections(tuple(_lines(self.answer.answer)))

    @property
    def next_step(self) -> str:
        """What to do next, as somebody might promise it."""
        if self.parts.step:
            return " ".join(self.parts.step)
        if self.answer.tier != "strong":
            return ""
        waits = _waiting(self.answer)
        if waits:
            return f"Answer the {count(waits, 'comment')} that wait"
        return f"Act on: {self.answer.sources[0].title}" if self.answer.sources else ""


def refusal_card(refusal: Refusal) -> Card:
    """Return the card of a question that is none for the coach."""
    rests_on = [say("__Guidance: {pieces}.__", pieces=", ".join(refusal.rests_on))] if refusal.rests_on else []
    return Card(text("{no}", no=refusal.words), (say("{principle}", principle=refusal.principle), *rests_on))


def answer_card(shown: Shown) -> Card:
    """Return an answer's card. The guidance's words and the model's are values, never markup of ours."""
    answer = shown.answer
    if answer.tier == "none":
        first, *more = _refused(answer.answer)
        return Card(quoted(first), tuple(say("{line}", line=line) for line in more if line.strip()),
                    _missing(shown))
    title, rest = _first(shown.parts.answer, "The answer" if answer.by == "model" else "What the guidance says")
    lines = [say("{line}", line=line) for line in rest]
    return Card(title, (*lines, *_below(shown)), _buttons(shown), text("{by}.", by=_FOOTERS[answer.by]))


def rest_card(shown: Shown) -> Card:
    """Return what is left to show where a written answer was watched as it came: its sources and buttons."""
    return Card(text("What it rests on"), tuple(_sources_and_window(shown)), _buttons(shown),
                text("{by}.", by=_FOOTERS[shown.answer.by]))


def window_line(span: str, n: int, as_of: str | None, zone: str) -> str:
    """Return what figures rest on in one line: window, n and the moment the data is from.

    >>> window_line("last 28 days", 26, "2026-03-01T20:00:00Z", "UTC")
    'last 28 days, n 26, as of Sun 1 Mar 20:00'
    """
    moment = f"as of {day_and_time(as_of, zone)}" if as_of else "as of no import yet"
    return ", ".join([*([span] if span else []), f"n {n:,}", moment])


def _below(shown: Shown) -> list[Part]:
    """Return what stands beneath the answer itself."""
    answer, written = shown.answer, shown.parts
    parts: list[Part] = []
    if answer.sources or written.guidance:
        parts += [say("**From the guidance**"), *(say("{line}", line=line) for line in written.guidance)]
        parts += [_cited(n, each) for n, each in enumerate(answer.sources, 1) if _is_cited(n, answer)]
    if answer.tier == "weak" and answer.by == "guidance":
        parts += [Quote(shorten(each.passage, _PASSAGE_LETTERS), each.title) for each in answer.sources[:1]]
    parts += _data(shown)
    if written.step:
        parts.append(say("**Next step:** {step}", step=" ".join(written.step)))
    elif answer.tier == "strong":
        parts.append(_next_step(answer))
    return [*parts, *_notice(shown)]


def _refused(words: str) -> list[str]:
    """Return a refusal line by line: the sentence, then each question that could be asked instead."""
    said, offer, questions = words.partition(NEARBY)
    asked = [f"{each.strip()}?" for each in questions.split("?") if each.strip()]
    return [said.strip(), *([offer.strip(), *asked] if asked else []), ""] if offer else words.split("\n")


def _is_cited(number: int, answer: Answer) -> bool:
    """Tell whether a quoted answer cites a source; where it cites none, each of them stands for all of it."""
    return f"[{number}]" in answer.answer or "[1]" not in answer.answer


def _sources_and_window(shown: Shown) -> list[Part]:
    parts: list[Part] = [_cited(n, each) for n, each in enumerate(shown.answer.sources, 1)]
    return [*parts, *_windows(shown), *_notice(shown)]


def _data(shown: Shown) -> list[Part]:
    """Return the team's own figures: as the model told them, or those that belong to the question."""
    if shown.parts.data:
        return [say("**From your data**"), *(say("{line}", line=line) for line in shown.parts.data), *_windows(shown)]
    if shown.answer.by == "model" or not shown.answer.facts:
        return list(_windows(shown)) if shown.answer.by == "model" else []
    words = [str(each.get("words") or each.get("name")) for each in shown.answer.facts]
    return [say("**From your data**"), *(say("{fact}", fact=each) for each in words)]


def _windows(shown: Shown) -> list[Paragraph]:
    """Return in one quiet line each what was read: which window, how many cases, and how old the data is."""
    lines = [f"{each.of.capitalize()}: {window_line(each.span.name if each.span else '', each.n, each.as_of, shown.zone)}."
             for each in shown.readings if each.figures and each.as_of]
    return [say("__{line}__", line=line) for line in dict.fromkeys(lines)]


def _notice(shown: Shown) -> list[Part]:
    if not shown.notice:
        return []
    if shown.answer.by == "model":
        return [say("__The answer ends here: {why}__", why=shown.notice)]
    return [say("__Quoted, not written: {why}__", why=shown.notice)]


def _lines(words: str) -> list[str]:
    return [line for line in words.split("\n") if line.strip()]


def _first(lines: tuple[str, ...], otherwise: str) -> tuple[Text, list[str]]:
    """Return the answer's first line as the title and what remains, so that no word stands twice."""
    first, *more = lines or ("",)
    if len(first) <= _FIRST_LINE:
        return (quoted(first) if first else text(otherwise)), more
    for place in range(len(first) - 1):
        if first[place] in ".?!" and first[place + 1] == " " and 20 <= place < _FIRST_LINE:
            return quoted(first[: place + 1]), [first[place + 2:], *more]
    return text(otherwise), [first, *more]


def _cited(number: int, source: Source) -> Paragraph:
    where = f", {source.section}" if source.section and source.section != source.title else ""
    dated = f", {source.date}" if source.date else ""
    whose = "Your own guidance" if source.origin == "team" else source.source
    return say("[{n}] **{title}**{where}. __{whose}{dated}__", n=number, title=source.title, where=where, whose=whose,
               dated=dated)


def _waiting(answer: Answer) -> int:
    return next((int(str(each["value"])) for each in answer.facts if each.get("name") == "comments waiting"), 0)


def _next_step(answer: Answer) -> Paragraph:
    waits = _waiting(answer)
    if waits:
        return say("**Next step:** take those who wait first ({waiting}); **comments** lists them in order.",
                   waiting=count(waits, "comment"))
    return say("**Next step:** choose one thing of this and promise it: **commit ... by Friday 15:00**.")


def _buttons(shown: Shown) -> tuple[Button, ...]:
    key = shown.answer_id
    if not shown.has_buttons:
        return ()
    if not key:
        return (Button("Ask on", "ask-on", _carried(shown.question)), *_missing(shown))
    return (
        *([Button("Try again", "try-again", key)] if shown.may_help else []),
        *([Button("Make it a commitment", "commit-answer", key)] if shown.next_step else []),
        Button("Ask on", "ask-on", key),
        Button("Show evidence", "show-evidence", key), Button("Share", "share-answer", key),
        Button("Keep private", "keep-private", key), Button("Helpful", "helpful", key),
        Button("Not helpful", "not-helpful", key),
        *([Button("Stop following", "stop-following", key)] if shown.in_thread else []), *_missing(shown),
    )


def _missing(shown: Shown) -> tuple[Button, ...]:
    if shown.answer.tier == "strong" or not shown.has_buttons:
        return ()
    return (Button("Add guidance", "add-guidance", _carried(shown.question)),)


def _carried(question: str) -> str:
    from bot.coach.asked_before import carried

    return carried(question)
