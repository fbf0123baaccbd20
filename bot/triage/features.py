"""What is seen in a comment: cues and marks, words, and runs of letters. Learning and telling use this one function."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.triage.cues import Hit, hits, hits_inside, in_its_language
from bot.triage.folding import ADDRESS, HANDLE, MAIL, PHONE, Folded, fold

_NEGATED_AFTER = 3
_PRAISING = frozenset({"praise", "love", "thanks", "congrats"})
_BLAMING = frozenset({"bad", "insult", "broken", "dirty", "rude", "late", "wrong"})
_MASKS = {HANDLE.strip(): "@", ADDRESS.strip(): "url", MAIL.strip(): "mail", PHONE.strip(): "phone"}
_EMOJI = {
    "nice": "❤♥💕💖💗💓💞💘💝💙💚💛🧡💜🖤🤍🤎🩷🔥😍🥰😘🤩👏🙌👌👍💪✨⭐🌟"
    "💯🎉🎊🥳😋🤤💐🌹🌸😊☺🙂😁😀😃😄😇🤗🫶🥹🏆🙏🤘🤟💫😻💋🎂🌺🌷🌻",
    "laugh": "😂🤣😆😅💀😹☠😜🤪😝",
    "look": "👀🤔😳😮😲😱🙈🙉🙊🤷🤦🍿😐😬🫠🫣😏😎🤭🤯👋🫢",
    "cry": "😭😢🥺😩😫🥲",
    "angry": "😡😠🤬😤👿😒🙄😑😞😔😕🙁☹💔😖😣👎🙃",
    "nasty": "🤮🤢🤡🖕💩🐍🐀🐷",
    "money": "💰💵💸💲🤑💳🛒🛍📈💎🪙",
    "point": "👉👇👈👆📩📲📥💌🚀🔞🍑🍆📞✅💦",
    "hand": "🙋✋🤚☝",
    "ask": "❓❔⁉",
}
_EMOJI_GROUP = {character: group for group, characters in _EMOJI.items() for character in characters}
_NO_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff66-\uff9f]")
_MONEY = re.compile(r"[$€£¥₹₺₽₩]|\b(?:0|1|5|10)\s?(?:usd|eur|k|tl|zl|rs|euros?|dollars?|bucks)\b")
_NUMBERS = frozenset({"0", "1", "5", "10"})
_PICTURE = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of a comment in their three groups, and for each cue the words that showed it."""

    marks: frozenset[str]
    words: frozenset[str]
    grams: frozenset[str]
    shown: dict[str, str]


def see(text: str) -> Seen | None:
    """Give what is seen in a comment; None when it holds nothing to see."""
    folded = fold(text)
    if not folded.text.strip():
        return None
    found = _cued(folded)
    cues = {hit.cue for hit in found}
    marks = cues.union(_marks(folded), _places(folded, found))
    shown: dict[str, str] = {}
    for hit in found:
        shown.setdefault(hit.cue, hit.words)
    unknown = set(folded.words).difference(hit.words for hit in found)
    return Seen(frozenset(marks), frozenset(_words(folded)), frozenset(_grams(unknown)), shown)


def _cued(folded: Folded) -> list[Hit]:
    found = in_its_language([hit for number, sentence in enumerate(folded.sentences) for hit in hits(sentence, number)])
    refusals = [hit.place for hit in found if hit.cue == "neg"]
    if refusals:
        found = [_after(hit, refusals) for hit in found]
    if _NO_SPACES.search(folded.text):
        found.extend(hits_inside(folded.text))
    return found


def _after(hit: Hit, refusals: list[int]) -> Hit:
    """Turn praise or blame that stands shortly after a "not" into its denial."""
    if not any(0 < hit.place - place <= _NEGATED_AFTER for place in refusals):
        return hit
    return hit._replace(cue="no-praise" if hit.cue in _PRAISING else "no-blame" if hit.cue in _BLAMING else hit.cue)


def _marks(folded: Folded) -> Iterator[str]:
    text = folded.text
    if "?" in text or "¿" in text:
        yield "?"
        if text.rstrip().endswith("?"):
            yield "?end"
    if "!" in text:
        yield "!!" if text.count("!") > 2 else "!"
    if "..." in text or "…" in text:
        yield "..."
    capitals = sum(map(str.isupper, folded.typed))
    if capitals > 2 and capitals > 2 * sum(map(str.islower, folded.typed)):
        yield "capitals"
    words = folded.words
    for word in set(words) & _MASKS.keys():
        yield _MASKS[word]
    if words and all(word in _MASKS for word in words):
        yield "masks-only"
    if _MONEY.search(text):
        yield "money"
    if not _NUMBERS.isdisjoint(words):
        yield "number"
    yield from _emoji_marks(text)
    yield f"long{min(len(words).bit_length(), 6)}"


def _emoji_marks(text: str) -> Iterator[str]:
    if text.isascii() and any(map(str.isalnum, text)):
        return
    groups = {group for character in text if (group := _EMOJI_GROUP.get(character))}
    alone = not any(character.isalnum() for character in text)
    for group in groups:
        yield f"{group}-emoji"
        if alone:
            yield f"only-{group}"
    if not groups and _PICTURE.search(text):
        yield "picture"
    if alone:
        yield "no-words"


def _places(folded: Folded, found: list[Hit]) -> Iterator[str]:
    """Tell which cues open the comment and which stand in its last sentence."""
    last = 100 * (len(folded.sentences) - 1)
    for hit in found:
        if hit.place < 2:
            yield f"^{hit.cue}"
        if last and hit.place >= last:
            yield f"{hit.cue}$"


def _words(folded: Folded) -> Iterator[str]:
    for sentence in folded.sentences:
        yield from sentence
        for pair in zip(("^", *sentence), (*sentence, "$"), strict=True):
            yield " ".join(pair)


def _grams(unknown: Iterable[str]) -> Iterator[str]:
    """Give runs of letters of the words that no list knows: four letters, or one to three where words are not spaced."""
    for word in unknown:
        if _NO_SPACES.match(word):
            yield from (word[i : i + n] for n in (1, 2, 3) for i in range(len(word) - n + 1))
        elif len(word) > 2:
            padded = f" {word} "
            yield from (padded[i : i + 4] for i in range(len(padded) - 3))
