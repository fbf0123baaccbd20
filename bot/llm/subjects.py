"""What a figure in a sentence is about: the metric it counts, what narrows it, its window and its part in a comparison.

Where a sentence could be read two ways the narrower claim is assumed: a true sentence withheld costs less than a false one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.llm.figures import Figure
from bot.llm.lexicon import NARROWS, Mention, mentions
from bot.llm.movement import Role, direction, is_change, role
from bot.llm.windows import WindowMention, windows

_BOUNDARY = re.compile(
    r"[,;()–—]|\s-\s|\b(?:and|but|while|whereas|versus|vs|than|against|compared|though|plus|another|the other)\b"
    r"|(?<=[\d%])\s+from\b(?=\s+(?:about\s+|around\s+|roughly\s+)?\d)",
    re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|and|or|&|plus|,\s*and)\s*(?:the\s+|on\s+|from\s+)?", re.IGNORECASE)
_TOTAL = re.compile(
    r"\b(?:in all|in total|altogether|overall|all told|across (?:all|every|your)|all networks|all "
    r"accounts|total of)\b", re.IGNORECASE)
_OF_WHOLE = re.compile(
    r"\b(?:of|out\s+of)\s+(?:the\s+|your\s+|all\s+|these\s+|those\s+|a\s+total\s+of\s+)*$", re.IGNORECASE)
_LISTED = re.compile(
    r"(?:\s+[\w'-]+){1,3}(?:(?:,\s*and|,|\s+and|\s+plus)(?:\s+(?!(?:you|it|they|we|got|had|brought|reached|came|was|were)\b)"
    r"[\w'-]+){1,4}){1,4}?\s+(?:(?:are|is|have|has|still|currently)\s+){0,3}", re.IGNORECASE)
"""Things that are only listed, up to what is said of all of them: "8 questions, 2 complaints and 1 lead are"."""
_OF_ALL_LISTED = ("status", "timing")
_POST_POINTER = re.compile(r"\b(?:post|video|reel|carousel|story|photo|image|it|its|that|this|one|which)\b", re.IGNORECASE)


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
    """What one figure is said to be about. `head`: the metric right behind it; `noun`: its word, if no lexicon has it.

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
    own = list(_own(sentence, names))
    spans = tuple(each for each in windows(sentence)
                  if not any(name.start <= each.start and each.end <= name.end for name in own))
    covered = [*((each.start, each.end) for each in spans), *((each.start, each.end) for each in own)]
    free = [each for each in mentions(sentence)
            if not any(each.start < end and start < each.end for start, end in covered)]
    found = tuple(sorted((*own, *free), key=lambda each: each.start))
    return Reading(sentence, found, spans, _cuts(sentence, found))


def subject_of(figure: Figure, reading: Reading, all_figures: Sequence[Figure]) -> Subject:
    """Return what a figure of the sentence is about."""
    text = reading.text
    segment = _segment(figure.start, reading)
    has_part = figure.unit == "count" and any(each.end <= figure.start for each in all_figures)
    whole = has_part and bool(_OF_WHOLE.search(text[:figure.start]))
    head = _head(figure, reading) or _named_by(figure.noun)
    noun = "" if head else figure.noun
    concepts = head or _nearest_concepts(figure, reading, segment)
    dims, loose = _dims(figure, reading, segment, [each for each in all_figures if each is not figure])
    clause = text[segment[0]:segment[1]]
    return Subject(
        concepts, noun, dims, _window(figure, reading), whole, is_change(figure, text), direction(clause),
        role(figure, text, all_figures), segment, bool(_POST_POINTER.search(text)), loose)


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
    for place, mention in enumerate(reading.mentions):
        between = reading.text[figure.end:mention.start] if mention.start >= figure.start else None
        if between is None or not mention.concepts or len(between) > 48:
            continue
        if re.search(r"[,;:.()]", between):
            break
        words = between.lower().split()
        if words[:1] == ["of"]:
            words = [word for word in words[1:] if word not in ("the", "your", "all", "these", "those", "our", "this")]
        if mention.concepts == {"people"} and reading.text[mention.end:mention.end + 1] in ("'", "’"):
            continue
        if len(words) > 3 or any(word in _STOPPERS or word[0].isdigit() for word in words):
            break
        if mention.concepts != {"people"}:
            return mention.concepts
        behind = reading.mentions[place + 1:place + 2]
        is_reach = behind and behind[0].concepts == {"reach"} and not reading.text[mention.end:behind[0].start].strip()
        return behind[0].concepts if is_reach else frozenset()
    return frozenset()


def _named_by(noun: str) -> frozenset[str]:
    """The metric that a figure's noun names where the figure shares it with another: "from 15 posts to 8"."""
    concepts = frozenset().union(*(each.concepts for each in mentions(noun))) if noun else frozenset()
    return concepts if concepts != {"people"} else frozenset()


_STOPPERS_TEXT = """
of in on at to for from by with per and or is are was were have has had came come got get brought reached
which that who but than per over across within after before since during
"""
_STOPPERS = frozenset(_STOPPERS_TEXT.split())


def _nearest_concepts(figure: Figure, reading: Reading, segment: tuple[int, int]) -> frozenset[str]:
    naming = [each for each in reading.mentions if each.concepts and each.concepts not in ({"people"}, {"post"})]
    inside = [each for each in naming if segment[0] <= each.start < segment[1]]
    earlier = [each for each in naming if each.end <= figure.start]
    pool = inside or earlier[-1:] or ([] if figure.noun == "people" else naming)
    if not pool:
        return frozenset()
    return min(pool, key=lambda each: _gap(figure, each.start, each.end)).concepts


def _gap(figure: Figure, start: int, end: int) -> int:
    return start - figure.end if start >= figure.end else figure.start - end


def _dims(figure: Figure, reading: Reading, segment: tuple[int, int],
          others: Sequence[Figure]) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
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
            later = [each for each in naming if each.start >= figure.end and (
                not _is_taken(each, reading, others)
                or (dim in _OF_ALL_LISTED and _LISTED.fullmatch(reading.text[figure.end:each.start])))]
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
    return all(_JOINED.fullmatch(text[left.end:right.start]) for left, right in pairwise(inside))


def _window(figure: Figure, reading: Reading) -> WindowMention | None:
    if not reading.windows:
        return None
    unbracketed = tuple(cut for cut in reading.cuts if reading.text[cut] not in "()")
    start, end = _segment(figure.start, replace(reading, cuts=unbracketed))
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
