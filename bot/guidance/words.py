"""Words of a text for the search: cut, folded and stemmed.

Questions and passages go through the same functions, always.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MAX_CHARACTERS = 2_000
"""How much of a question is read; a longer one is cut, so that a pasted page costs no more than a page."""

_STOP = """
a about abt actually afaik after again ain all already also although always am an and any anybody anyone
anything are aren arent around as at basically bc be because been before being between bot both btw but
by can cannot cant coach cos could couldn couldnt cud cuz d da dat did didn didnt dis do does doesn
doesnt doing don done dont down during each eg etc even ever every everyone everything for from fyi gonna
gotta guys had hadn hafta has hasn hasnt hav have haven havent having haz he hello her here hers hey hi
him himself his hmm how hows i ie if im ima imo in into is isn isnt it its itself ive just kinda let
let's lets like ll lol m may maybe me media might mine must my myself never no nor not nothing of off ok
okay on only onto or ought our ours ourselves out over own per perhaps please pls q quite r rather re
really s same shall she should shouldn shouldnt shud since sm smm so socials some somebody someone
something sorta still such sud t tbh team teh than thanks that thats the their theirs them themselves
then there these they theyre this tho those though through thru thx to too u uh um under until up ur us
ve very via vs wanna was wasn wasnt wat we wen were weren werent weve what whats when where wheres which
while who whom whos whose why will with within without won wont wot would wouldn wouldnt wud wy ya yes
yet yo you your youre yours yourself
"""
_LIGHT = """yr no1
able across add advice advise afford afternoon agency agree ahead allow almost alone along alright
amazing amount another anybody anymore anyway apart appear around ask aunt autumn away awful back bad
bakery barely become becoming began begin behind believe best better beyond big bigger biggest bistro bit
bloke bluesky bother boyfriend brand bring bringing brought build building cafe call came care carry
cause certain chance change changed charity check clearly clinic close come comes coming company
concerned consider could couple current currently day deal dealing deals dear decent decide definitely
dentist deserve despite difference different differently do doctor doubled doubt dude due during early
easier easily easy else end ended enjoy enough entire equally especially evening eventually everybody
everywhere exactly example except existing expect explain extra facebook fact fair fairly far fast fb
fear feel feeling felt few fill final finally find fine finish firm first five florist folk forever
forward found four fresh fully gave general generally get gets getting give given gives giving glad go
goes going gone good got great guess guy gym had half hand handle happen happened happening happens happy
hard hardly head healthy heaps held help helped helps high higher hold honestly hope hotel hundred idea
imagine immediately important impossible include including indeed insta instagram instead issue job keep
keeping keeps kept kid kids kind kindly kinds knew know knows lady large lass last lately later latest
least left less let level life like liked likely line linkedin list literally little live lives loads
long longer look looked looking looks lose losing lost lot lots low made main mainly make makes making
man manage many massive mastodon mate matter matters maybe mean means meant million mind minute moment
month months morning most mostly move much mum museum must naturally nd near nearly necessarily necessary
need needed nephew new newest next nice niece nobody none normal normally notice noticed nowadays nowhere
number obvious obviously occasionally odd often old once one ones open opinion option original others
otherwise ought outside overall panic part particular particularly past patients per perfect perfectly
piece pinterest place plain play plenty plus point possible possibly potential present pretty previous
probably problem proper properly prove pub pull purely put puts putting quarter quick quickly quit ran
rarely read ready real realise realize really reason reasonable recent recently reddit regard regarding
regards restaurant right round run running sad said salon saw say saying says scared school second see
seeing seem seems seen send sense sent seriously set several shop short show showed showing shows side
sign simple simply single sister sit situation small smart smarter snapchat so social solution somehow
sometime sometimes somewhere son soon sort sound sounds special spend spent spot spring stand start
started starting starts stay stayed step stick sticking stop stopped store straight strange strong stuck
studio stuff stupid such sudden suddenly suggest suit summer super suppose supposed sure surely surprised
take taken takes taking talked tell telling ten tend terms terrible than thats thing things think
thinking thirty thought thoughts thousand three tiny today together told tonight took total totally tough
towards tried tries true truly try trying turn turned twenty twice twitter two type uncle understand
unless unlike use used uses using usual usually various version want wanted wants watch way ways week
weekend weeks weird well went whatever whenever wherever whether whichever whole wife winter wonder
wondering wont word words work worked working works world worried worry worse worst worth write wrong
year years yesterday young youtube zero
"""

STOP = frozenset(_STOP.split())
"""Words that say nothing about the topic, in full or as typed in chat; `media` is in every piece's, so it
tells none apart."""
LIGHT = frozenset(_LIGHT.split())
"""Everyday words, trades and networks: found in a passage they prove little, missing from it they disprove
little."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APART = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "'"}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th|k|m|bn|x|pm|am|h|min|s)?|\d+[\d\w]*k")
_SUFFIXES = (
    "ization",
    "isation",
    "ational",
    "iveness",
    "fulness",
    "ability",
    "ations",
    "ation",
    "ition",
    "ment",
    "ness",
    "ings",
    "ing",
    "ity",
    "ive",
    "ion",
    "ful",
    "able",
    "ally",
    "al",
    "ers",
    "er",
    "ors",
    "or",
    "ed",
    "ly",
    "ic",
)
_LEAST_LEFT = {"ing": 3, "ings": 3, "ed": 3, "er": 5, "ers": 5, "or": 5, "ors": 5}
_WHOLE = frozenset({"business", "better", "news", "social", "media"})
_VOWEL = re.compile(r"[aeiouy]")
_REMEMBERED = 50_000


def raw_words(text: str) -> list[str]:
    """List a text's words in order, lower-cased, without accents, a possessive's ending or thousands
    separators.

    >>> raw_words("Don't we’ve 10,000 fans’ café?")
    ["don't", "we've", '10000', 'fans', 'cafe']
    """
    plain = text.lower().replace("-", " ")
    if not plain.isascii():
        folded = unicodedata.normalize("NFKD", plain.replace("’", "'").replace("ʼ", "'"))
        plain = "".join(character for character in folded if not unicodedata.combining(character))
    plain = _THOUSANDS.sub("", plain) if "," in plain else plain
    words: list[str] = plain.translate(_APART).split() if plain.isascii() else _WORD.findall(plain)
    return [each for word in words for each in _bare(word)] if "'" in plain else words


def _bare(word: str) -> list[str]:
    return [each.removesuffix("'s") for each in _WORD.findall(word)] if "'" in word else [word]


@lru_cache(maxsize=20_000)
def is_stop(word: str) -> bool:
    """Tell whether a word says nothing about the topic: a function word, a contraction, a bare number."""
    return word in STOP or word.replace("'", "") in STOP or "'" in word or _NUMBER.fullmatch(word) is not None


def content_words(text: str) -> list[str]:
    """List the words of a text that carry its topic, in order, repeated ones kept, not stemmed."""
    return [word for word in raw_words(text[:MAX_CHARACTERS]) if not is_stop(word) and len(word) > 1]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Cut a word to what its forms share; rougher than Porter's, so it serves evidence and never the index.

    >>> [stem(w) for w in ("engagement", "engaged", "engaging")]
    ['engag', 'engag', 'engag']
    >>> stem("stories") == stem("story"), stem("trolls") == stem("troll"), stem("converts") == stem("converting")
    (True, True, True)
    """
    if len(word) <= 3 or not word.isascii() or word in _WHOLE:
        return word
    bare = _singular(word)
    for suffix in _SUFFIXES if bare.endswith(_SUFFIXES) else ():
        head = bare.removesuffix(suffix)
        if head != bare and len(head) >= _LEAST_LEFT.get(suffix, 4) and _VOWEL.search(head):
            bare = _undoubled(head)
            break
    bare = bare.removesuffix("e") if len(bare) > 3 else bare
    return bare[:-1] + "i" if bare.endswith("y") and len(bare) > 3 else bare


def stems_of(words: Iterable[str]) -> list[str]:
    """List the stems of words, in order; each word is looked at once and remembered."""
    return list(map(_STEMS.__getitem__, words))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _undoubled(head: str) -> str:
    doubled = len(head) > 3 and head[-1] == head[-2] and head[-1] not in "aeiouls"
    return head[:-1] if doubled else head


class _Stems(dict[str, str]):
    """Stems of words by the word; it forgets them all when there are too many, so that no flood of words fills memory."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = stem(word)
        return found


_STEMS = _Stems()
