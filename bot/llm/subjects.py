"""What a figure in a sentence is about: the metric it counts, what narrows it, its window and its part in a comparison.

Where a sentence could be read two ways the narrower claim is assumed: a true sentence withheld costs less than a false one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.llm.figures import Figure
from bot.llm.lexicon import NARROWS, Mention, mentions
from bot.llm.numerals import WORDS, worth

Role = Literal["", "before", "after"]
_BOUNDARY = re.compile(r"[,;()–—]|\s-\s|\b(?:and|but|while|whereas|versus|vs|than|against|though|plus|another|the other)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|and|or|&|plus|,\s*and)\s*(?:the\s+|on\s+|from\s+)?", re.IGNORECASE)
_TOTAL = re.compile(
    r"\b(?:in all|in total|altogether|overall|all told|across (?:all|every|your)|all networks|all "
    r"accounts|total of)\b", re.IGNORECASE)
_WINDOW = re.compile(
    rf"(?P<lead>(?:in\s+|over\s+|for\s+|of\s+)?the\s+|last\s+|past\s+|previous\s+|prior\s+"
        rf"|preceding\s+|these\s+|latest\s+|this\s+)+(?P<n>\d{{1,3}}|{WORDS})[\s-](?P<unit>day|week"
        rf"|month)s?(?P<tail>\s+before(?:\s+that)?|\s+earlier|\s+prior)?"
    r"|(?P<lead2>last|past|this|previous|prior|preceding|the)\s+(?P<unit2>week|month|fortnight"
        r"|quarter|year)(?P<tail2>\s+before(?:\s+that)?|\s+earlier)?"
    r"|(?P<day>\b(?:yesterday|today)\b)|(?P<now>\b(?:now|currently|at present|at the moment)\b)"
        r"|(?P<earlier>\b(?:before that|the (?:period|window) before|previously|previous (?:period"
        r"|window)|earlier (?:period|window)))", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|(?<!make\s)(?<!made\s)(?<!makes\s)up|down|rose|fell|grew|dropped|increased|decreased"
    r"|declined|climbed|slipped|sank|rise of|growth of|fall of|drop of|increase of|decrease of|decline of"
    r"|change of|gain of|loss of)\s+(?:about\s+|around\s+|roughly\s+|some\s+|nearly\s+|almost\s+"
    r"|only\s+)?$", re.IGNORECASE)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:\w+\s+)?(?:more|fewer|less|higher|lower|up|down|better|worse|growth|increase|decrease|drop"
    r"|rise|decline|change|above|below|ahead|behind)\b", re.IGNORECASE)
_UP = re.compile(
    r"\b(?:rose|rise|risen|rising|grew|grow|growth|growing|grown|gained|gain|up|increased?|increase of"
    r"|climbed|more|higher|better|ahead|above|added|jumped|improved|doubled|tripled)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:fell|fall|fallen|falling|dropped|drop|down|decreased?|declined?|shrank|shrunk|lost|fewer|less"
    r"|lower|worse|behind|below|slipped|sank|halved|slid)\b", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:about\s+|around\s+|roughly\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:about\s+|around\s+|roughly\s+|only\s+|a\s+)?$", re.IGNORECASE)
_OF_WHOLE = re.compile(r"\b(?:of|out\s+of)\s+(?:the\s+|your\s+|all\s+|these\s+|those\s+|a\s+total\s+of\s+)*$", re.IGNORECASE)
_POST_POINTER = re.compile(r"\b(?:post|video|reel|carousel|story|photo|image|it|its|that|this|one|which)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WindowMention:
    """A window that a sentence names: its length in days (None: not said) and how many of them lie after it."""

    start: int
    end: int
    days: int | None
    offset: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence read: its mentions (those of the team's own names too) and the windows it names."""

    text: str
    mentions: tuple[Mention, ...]
    windows: tuple[WindowMention, ...]
    cuts: tuple[int, ...]

    @property
    def concepts(self) -> frozenset[str]:
        """Every metric the sentence names."""
        return frozenset().union(*(mention.concepts for mention in self.mentions)) if self.mentions else frozenset()

    def values(self, dim: str) -> frozenset[str]:
        """Every value the sentence names of a dimension."""
        return frozenset(mention.dims[dim] for mention in self.mentions if dim in mention.dims)


@dataclass(frozen=True, slots=True)
class Subject:
    """What one figure is said to be about. `head`: the metric right behind it; `noun`: that word where the lexicon has none.

    `is_whole`: it stands behind "of", as the whole that a part is taken from. `direction`: 1 up, -1 down, 0 not said.
    """

    head: frozenset[str]
    noun: str
    dims: Mapping[str, frozenset[str]]
    window: WindowMention | None
    is_whole: bool = False
    is_change: bool = False
    direction: int = 0
    role: Role = ""
    segment: tuple[int, int] = (0, 0)
    names_a_post: bool = False
    loose: frozenset[str] = field(default_factory=frozenset)


def read(sentence: str, names: Mapping[tuple[str, str], Sequence[str]]) -> Reading:
    """Read a sentence's mentions. `names`: the words by which the team's own posts, accounts and objectives are called."""
    windows = tuple(_windows(sentence))
    own = list(_own(sentence, names))
    covered = [*((each.start, each.end) for each in windows), *((each.start, each.end) for each in own)]
    plain = [each for each in mentions(sentence) if not any(each.start < end and start < each.end for start, end in covered)]
    found = tuple(sorted((*own, *plain), key=lambda each: each.start))
    return Reading(sentence, found, windows, _cuts(sentence, found))


def subject_of(figure: Figure, reading: Reading, all_figures: Sequence[Figure]) -> Subject:
    """Return what a figure of the sentence is about."""
    text = reading.text
    segment = _segment(figure.start, reading)
    before, after = text[:figure.start], text[figure.end:]
    whole = bool(_OF_WHOLE.search(before)) and figure.unit == "count" and any(each.end <= figure.start for each in all_figures)
    head = _head(figure, reading)
    noun = "" if head else figure.noun
    concepts = head or _nearest_concepts(figure, reading, segment)
    dims, loose = _dims(figure, reading, segment, [each for each in all_figures if each is not figure])
    change = figure.unit in ("points",) or (bool(_CHANGE_BEFORE.search(before)) and not _FROM.search(before)) or (bool(_CHANGE_AFTER.match(after)) and not re.match(r"\s*more\s+than", after))
    clause = text[segment[0]:segment[1]]
    return Subject(
        concepts, noun, dims, _window(figure, reading), whole, change, _direction(clause), _role(figure, text, all_figures), segment,
        bool(_POST_POINTER.search(text)), loose)


def _direction(clause: str) -> int:
    up, down = bool(_UP.search(clause)), bool(_DOWN.search(clause))
    return 0 if up == down else 1 if up else -1


def _role(figure: Figure, text: str, figures: Iterable[Figure]) -> Role:
    if _FROM.search(text[:figure.start]):
        return "before" if re.search(r"\b(?:to|up|down|rose|fell|grew|dropped|climbed|increased|decreased)\b", text, re.IGNORECASE) else ""
    if _TO.search(text[:figure.start]) and any(_FROM.search(text[:each.start]) for each in figures if each.end <= figure.start):
        return "after"
    return ""


def _windows(text: str) -> Iterable[WindowMention]:
    for hit in _WINDOW.finditer(text):
        if hit["earlier"] or hit["now"]:
            yield WindowMention(*hit.span(), None, int(bool(hit["earlier"])))
            continue
        if hit["day"]:
            yield WindowMention(*hit.span(), 1, 0)
            continue
        unit = (hit["unit"] or hit["unit2"]).lower()
        written = hit["n"] or "1"
        many = int(written) if written.isdigit() else int(worth(written))
        lead = (hit["lead"] or hit["lead2"] or "").lower()
        tail = hit["tail"] or hit["tail2"]
        if not tail and lead.strip().endswith("the") and not re.search(r"last|past|previous|prior|preceding|latest", lead):
            if hit["unit2"]:
                continue
            offset = 0
        else:
            offset = 1 if tail or re.search(r"previous|prior|preceding", lead) else 0
        yield WindowMention(*hit.span(), many * _DAYS[unit], offset)


def _own(text: str, names: Mapping[tuple[str, str], Sequence[str]]) -> Iterable[Mention]:
    lower = text.lower()
    taken: list[tuple[int, int]] = []
    pairs = sorted(((alias, key) for key, aliases in names.items() for alias in aliases), key=lambda pair: -len(pair[0]))
    for alias, (dim, value) in pairs:
        for hit in re.finditer(rf"(?<!\w){re.escape(alias.lower())}(?!\w)", lower) if alias else ():
            if not any(hit.start() < end and start < hit.end() for start, end in taken):
                taken.append(hit.span())
                yield Mention(*hit.span(), frozenset({dim} & {"objective", "commitment"}), {dim: value.lower()})


def _cuts(text: str, found: Sequence[Mention]) -> tuple[int, ...]:
    """Where the sentence falls into parts; names that are only listed together stay together."""
    cuts = []
    for hit in _BOUNDARY.finditer(text):
        if hit[0] == "," and text[hit.end():hit.end() + 1].isdigit() and text[hit.start() - 1:hit.start()].isdigit():
            continue
        left = max((each for each in found if each.end <= hit.start()), key=lambda each: each.end, default=None)
        right = min((each for each in found if each.start >= hit.end()), key=lambda each: each.start, default=None)
        if left and right and set(left.dims) & set(right.dims) and _JOINED.fullmatch(text[left.end:right.start]):
            continue
        cuts.append(hit.start())
    return tuple(cuts)


def _segment(place: int, reading: Reading) -> tuple[int, int]:
    start = max((cut for cut in reading.cuts if cut <= place), default=0)
    return start, min((cut for cut in reading.cuts if cut > place), default=len(reading.text))


def _head(figure: Figure, reading: Reading) -> frozenset[str]:
    """The metric right behind the figure, with at most three words between, none of them a verb or preposition."""
    if figure.unit in ("hours", "business hours", "days", "money"):
        return frozenset()
    for mention in reading.mentions:
        between = reading.text[figure.end:mention.start] if mention.start >= figure.end - len(figure.noun) else None
        if between is None or not mention.concepts or len(between) > 48:
            continue
        if re.search(r"[,;:.()]", between):
            break
        words = between.lower().split()
        if words[:1] == ["of"]:
            words = [word for word in words[1:] if word not in ("the", "your", "all", "these", "those", "our", "this")]
        if mention.concepts == {"people"} and reading.text[mention.end:mention.end + 1] in ("'", "’"):
            continue
        if len(words) > 3 or any(word in _STOPPERS for word in words):
            break
        return mention.concepts if mention.concepts != {"people"} else frozenset()
    return frozenset()


_STOPPERS_TEXT = """
of in on at to for from by with per and or is are was were have has had came come got get brought reached
which that who but than per
"""
_STOPPERS = frozenset(_STOPPERS_TEXT.split())


def _nearest_concepts(figure: Figure, reading: Reading, segment: tuple[int, int]) -> frozenset[str]:
    naming = [each for each in reading.mentions if each.concepts and each.concepts != {"people"} and each.concepts != {"post"}]
    inside = [each for each in naming if segment[0] <= each.start < segment[1]]
    earlier = [each for each in naming if each.end <= figure.start]
    pool = inside or earlier[-1:] or naming
    if not pool:
        return frozenset()
    return min(pool, key=lambda each: _gap(figure, each.start, each.end)).concepts


def _gap(figure: Figure, start: int, end: int) -> int:
    return start - figure.end if start >= figure.end else figure.start - end


def _dims(figure: Figure, reading: Reading, segment: tuple[int, int], others: Sequence[Figure]) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """What narrows the figure, and which of it stands in another part of the sentence."""
    found: dict[str, frozenset[str]] = {}
    loose = set()
    total = bool(_TOTAL.search(reading.text[segment[0]:segment[1]]))
    for dim in {name for mention in reading.mentions for name in mention.dims}:
        naming = [each for each in reading.mentions if dim in each.dims]
        inside = [each for each in naming if segment[0] <= each.start < segment[1]]
        values = frozenset(each.dims[dim] for each in inside)
        values = values - {"needed"} or values
        inside = [each for each in inside if each.dims[dim] in values]
        if len(values) > 1 and not _listed_together(inside, reading.text):
            values = frozenset({min(inside, key=lambda each: _gap(figure, each.start, each.end)).dims[dim]})
        if not values:
            if total:
                continue
            naming = [each for each in naming if each.dims[dim] != "needed"] or naming
            earlier = [each for each in naming if each.end <= figure.start]
            later = [each for each in naming if each.start >= figure.end and not _is_taken(each, reading, others)]
            if not earlier and not later:
                continue
            values = frozenset({(earlier[-1] if earlier else later[0]).dims[dim]})
            loose.add(dim)
        found[dim] = values
    return found, frozenset(loose)


def _is_taken(mention: Mention, reading: Reading, figures: Sequence[Figure]) -> bool:
    """Whether a mention stands in a part of the sentence that has a figure of its own."""
    start, end = _segment(mention.start, reading)
    return any(start <= each.start < end for each in figures)


def _listed_together(inside: Sequence[Mention], text: str) -> bool:
    return all(_JOINED.fullmatch(text[left.end:right.start]) for left, right in zip(inside, inside[1:], strict=False))


def _window(figure: Figure, reading: Reading) -> WindowMention | None:
    if not reading.windows:
        return None
    start, end = _segment(figure.start, replace(reading, cuts=tuple(cut for cut in reading.cuts if reading.text[cut] not in "()")))
    inside = [each for each in reading.windows if start <= each.start < end]
    if inside:
        return min(inside, key=lambda each: _gap(figure, each.start, each.end))
    earlier = [each for each in reading.windows if each.end <= figure.start]
    later = [each for each in reading.windows if each.start >= figure.end]
    now = next((each for each in (*earlier, *later) if each.offset == 0), None)
    return earlier[-1] if earlier else now


def narrows(dim: str, concepts: frozenset[str]) -> bool:
    """Tell whether a dimension says something about figures of these metrics."""
    needed = NARROWS.get(dim)
    return needed is None or needed in concepts
