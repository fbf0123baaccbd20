"""An answer as a card: the answer first, its sources, the team's own figures apart, a next step, and who wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model.answers import Answer, Source
from bot.model.card import Button, Card, Items, Paragraph, Part, Quote, Text, behind, quoted, say, text
from bot.model.measured import BESIDE, TEAM_SEES
from bot.model.sections import Sections, sections
from bot.model.words import count, day_and_time, listed, rests_on, shorten

if TYPE_CHECKING:
    from bot.coach.answers.data_answers import Told
    from bot.model.measured import Measured, Reading
    from bot.model.refusal import Refusal

NEARBY = " I do have guidance on these: "
"""What the guidance says between its refusal and the questions it could answer instead."""
_FIRST_LINE = 140
_PASSAGE_LETTERS = 300
_FOOTERS = {"guidance": "Quoted from the guidance, no AI used", "model": "Written by AI from these sources"}
_OWN_FIGURES = "From your own figures, no AI used"


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer with what its card says besides. `notice`: why it is quoted or broke off; `readings`: the data behind it.

    `answer_id` is empty where the answer could not be kept: then its buttons that need it are left out. `has_buttons`:
    false where none could be pressed. `told`: what the team's data says where the answer is that. `withheld`: how many of
    the model's sentences were held back, `invented` of them for their figures. `in_public`: others read it already.
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
    told: Told | None = None
    withheld: int = 0
    invented: int = 0
    in_public: bool = False

    @property
    def parts(self) -> Sections:
        """The written answer in its parts; all of a quoted one is the answer."""
        return sections(self.answer.answer) if self.answer.by == "model" else Sections(tuple(_lines(self.answer.answer)))

    @property
    def is_private(self) -> bool:
        """Whether it rests on what the asker alone may see, so that it cannot be shared."""
        read = (piece.details.get("seen_by", TEAM_SEES) for reading in self.readings for piece in reading.pieces)
        return bool(self.told and self.told.is_private) or any(who != TEAM_SEES for who in read)

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
    if shown.told is not None:
        return _told_card(shown, shown.told)
    if answer.tier == "none":
        first, *more = _refused(answer.answer)
        return Card(quoted(first), (*(say("{line}", line=line) for line in more if line.strip()), *_notice(shown)),
                    _missing(shown))
    title, rest = _first(shown.parts.answer, "The answer" if answer.by == "model" else "What the guidance says")
    lines = [say("{line}", line=line) for line in rest]
    return Card(title, (*lines, *_below(shown)), _buttons(shown), _footer(shown))


def rest_card(shown: Shown) -> Card:
    """Return what is left to show where a written answer was watched as it came: its sources and buttons."""
    return Card(text("What it rests on"), tuple(_sources_and_window(shown)), _buttons(shown), _footer(shown))


def withheld_words(shown: Shown) -> str:
    """Return how many sentences the check held back and why, empty where none was."""
    if not shown.withheld:
        return ""
    said = f"{count(shown.withheld, 'sentence')} withheld"
    if shown.invented == shown.withheld:
        return f"{said}: {'its figure stands' if shown.withheld == 1 else 'their figures stand'} in no source"
    if shown.invented:
        return f"{said}, {shown.invented:,} of them for figures that stand in no source"
    return f"{said}: no source bears {'it' if shown.withheld == 1 else 'them'} out"


def window_line(span: str, n: int, as_of: str | None, zone: str) -> str:
    """Return what figures rest on in one line: the window, how many there are, and the moment the data is from.

    >>> window_line("last 28 days", 26, "2026-03-01T20:00:00Z", "UTC")
    'last 28 days, 26 in all, data as of Sun 1 Mar 20:00'
    """
    return rests_on(span, f"{n:,} in all", as_of, zone) + ("" if as_of else ", nothing imported yet")


def _told_card(shown: Shown, told: Told) -> Card:
    """Return what the team's data says: the answer, somebody else's words, what each figure rests on, where more is."""
    first, *others = told.lines
    parts: list[Part] = [say("{line}", line=line) for line in others]
    parts += [Items(told.items)] if told.items else []
    parts += _rests_on(told, shown.zone)
    parts += [Paragraph(Text(told.more))] if told.more else []
    parts += _notice(shown)
    if not told.is_known:
        return Card(quoted(first), tuple(parts), (Button("Import data", "import-how"),) if shown.has_buttons else ())
    return Card(quoted(first), tuple(parts), _buttons(shown), _footer(shown))


def _rests_on(told: Told, zone: str) -> list[Paragraph]:
    """Return what the figures rest on, a line for each window and moment that the data is from."""
    counted: dict[tuple[str, str | None], list[str]] = {}
    for each in told.facts:
        counted.setdefault((each.figure.window.name, each.figure.as_of), []).append(each.cases)
    lines = [rests_on(window, listed(tuple(dict.fromkeys(cases))), as_of, zone)
             for (window, as_of), cases in counted.items()]
    return [say("__{line}.__", line=f"{line[:1].upper()}{line[1:]}") for line in lines]


def _footer(shown: Shown) -> Text:
    """Return who wrote it, what was held back, and why it cannot be shared where it cannot."""
    private = ["It rests on promises that only you see, so it can't be shared"] if shown.is_private else []
    by = _FOOTERS[shown.answer.by] if shown.told is None else _OWN_FIGURES
    return text("{said}.", said=". ".join([by, *filter(None, [withheld_words(shown)]), *private]))


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
    moment = min((str(each["as_of"]) for each in shown.answer.facts if each.get("as_of")), default=None)
    return [say("**From your data**"), *(say("{fact}", fact=f"{each[:1].upper()}{each[1:]}") for each in words),
            *([say("__Data as of {moment}.__", moment=day_and_time(moment, shown.zone))] if moment else [])]


def _windows(shown: Shown) -> list[Paragraph]:
    """Return in one quiet line each what was read: which window, how many cases, and how old the data is.

    What was at hand unasked is left out where the answer tells nothing that stands there alone.
    """
    lines = [f"{each.of.capitalize()}: {window_line(each.span.name if each.span else '', each.n, each.as_of, shown.zone)}."
             for each in shown.readings
             if each.figures and each.as_of and (each.of != BESIDE or _is_told(each, shown))]
    return [say("__{line}__", line=line) for line in dict.fromkeys(lines)]


def _is_told(reading: Reading, shown: Shown) -> bool:
    """Tell whether an answer tells a figure that this reading alone has, plain, rounded or in percent."""
    said = {number.rstrip(".,") for number in re.findall(r"(?<!\[)\b\d[\d.,]*", shown.answer.answer)}
    others = {each.value for other in shown.readings if other is not reading for each in other.figures}
    return any(said & _as_said(each) for each in reading.figures if each.value not in others)


def _as_said(figure: Measured) -> set[str]:
    if figure.unit == "share":
        return {f"{100 * figure.value:.0f}", f"{100 * figure.value:.1f}"}
    return {f"{figure.value:,.{places}f}" for places in ((0,) if float(figure.value).is_integer() else (1, 2))}


def _notice(shown: Shown) -> list[Part]:
    if not shown.notice:
        return []
    if shown.answer.by == "model":
        return [say("__The answer ends here: {why}__", why=shown.notice)]
    if shown.told is not None or shown.answer.tier == "none":
        return [say("__Not written by AI: {why}__", why=shown.notice)]
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
    evidence = Button("Show evidence", "show-evidence", key)
    first = (
        *([Button("Try again", "try-again", key)] if shown.may_help else []),
        *([Button("Make it a commitment", "commit-answer", key)] if shown.next_step else []),
        Button("Ask on", "ask-on", key),
        *([] if shown.may_help else [evidence]),
        *([Button("Helpful", "helpful", key), Button("Not helpful", "not-helpful", key)] if shown.told is None else []),
    )
    more = (
        *([evidence] if shown.may_help else []), *_missing(shown),
        *([] if shown.in_public or shown.is_private else [
            Button("Share", "share-answer", key), Button("Keep private", "keep-private", key)]),
        *([Button("Stop following", "stop-following", key)] if shown.in_thread else []),
    )
    return (*first, *behind(*more))


def _missing(shown: Shown) -> tuple[Button, ...]:
    if shown.answer.tier == "strong" or not shown.has_buttons:
        return ()
    return (Button("Add guidance", "add-guidance", _carried(shown.question)),)


def _carried(question: str) -> str:
    from bot.coach.answers.asked_before import carried

    return carried(question)
