"""Words of a text for the search: cut, folded and stemmed. Questions and passages go through the same functions, always."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 2_000
"""How much of a question is read; a longer one is cut, so that a pasted page costs no more than a page."""

STOP = frozenset(
    """a an the this that these those here there and or but if then than so as at by for from in into of off on onto
    out over to up down with without within about around under after before between through during while until again
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs myself ourselves
    yourself himself itself themselves who whom whose which what when where why how is am are was were be been being
    do does did doing done have has had having can could will would shall should may might must ought not no nor yes
    any some all each every both such only own same too very also even ever never always still yet already rather
    quite really actually basically maybe perhaps please pls thanks thx hi hey hello ok okay yo lol btw tbh imo
    afaik fyi coach bot team guys everyone anyone someone something anything everything nothing somebody anybody
    isn aren wasn weren don doesn didn hasn haven hadn won wouldn shouldn couldn cant cannot ain t s d ll re ve m
    isnt arent wasnt werent dont doesnt didnt hasnt havent wont wouldnt shouldnt couldnt im ive youre theyre weve
    thats whats hows wheres whos lets let us let's just bc because cos cuz since though although u ur r ya gonna
    wanna hafta gotta kinda sorta etc ie eg vs per via like q hmm uh um wat wot media socials sm smm""".split()
)
"""Words that say nothing about the topic; `media` is in every piece's, so it tells none apart."""

LIGHT = frozenset(
    """able across add afford afternoon agree ahead allow almost alone along alright amazing amount another anymore anyway apart
    appear around ask away awful back bad barely become becoming began begin behind believe best better beyond big bigger
    biggest bit bother bring bringing brought build building call came care carry cause certain chance change changed check
    clear clearly close come comes coming concerned consider could couple current currently day decent decide definitely deserve
    despite difference different differently do doubt doubled due during early easier easily easy else end ended enjoy enough
    entire equally especially evening eventually everybody everywhere exactly example except expect extra fact fair fairly far
    fast fear feel feeling felt few figure fill final finally find fine finish first five forever forward found four fully
    gave general generally genuinely get gets getting give given gives giving glad go goes going gone good got great group
    grow guess guy had half hand handle happen happened happening happens happy hard hardly head heaps hear heard held help helped helpful
    helps high higher hold honestly hope hour hundred idea imagine immediately important impossible include including
    indeed instead issue job keep keeping keeps kept kid kids kind kinds knew know knows lady large last late lately later latest
    lead least left less let level life like liked likely line list literally little live lives loads long longer look
    looked looking looks lose losing lost lot lots love loved low made main mainly make makes making man manage many massive
    matter matters maybe mean means meant mention mess million mind minute moment money month months morning most mostly move
    much mum must naturally nd near nearly necessarily necessary need needed needs nephew new next nice niece nobody none
    normal normally notice noticed nowadays nowhere number obvious obviously occasionally odd often old once one ones open opinion
    option order original others otherwise ought outside overall part particular particularly past pay people per perfect
    perfectly person piece place plain plan play plenty plus point possible possibly potential present pretty previous
    probably problem proper properly prove pull purely push put puts putting quarter question quick quickly quit ran random
    rarely reach read ready real realise realize really reason reasonable recent recently regard regarding right round run
    running sad said saw say saying says scared second see seeing seem seems seen send sense sent serious seriously set
    several sense short show showed showing shows side sign simple simply single sister sit situation small smart smarter so
    solution somehow sometime sometimes somewhere son soon sort sound sounds special spend spent spot stand start started
    starting starts stay stayed step stick sticking stop stopped straight strange strong stuck stuff stupid such sudden suddenly suggest
    suit summer super suppose supposed sure surely surprised take taken takes taking talked tell telling ten tend terms terrible
    than thats thing things think thinking thirty thought thoughts thousand three tiny today together told tonight took
    total totally tough towards tried tries true truly try trying turn turned twenty twice two type understand unless
    unlike use used useful uses using usual usually various version view wait want wanted wants watch way ways week weekend
    weeks weird well went whatever whenever wherever whether whichever whole wife winter wonder wondering wont word
    words work worked working works world worried worry worse worst worth worthwhile write wrong year years yesterday young zero
    advice advise anybody answer real handle deal deals dealing explain kindly dear regards folk lass bloke mate uncle aunt boyfriend
    bakery cafe salon gym florist charity museum school clinic hotel agency firm restaurant studio shop store brand company
    business client clients spring autumn social dude healthy panic twice stuff newest fresh existing whatever honestly dentist doctor patients pub bistro facebook instagram linkedin twitter youtube pinterest snapchat mastodon bluesky reddit insta fb""".split()
) - frozenset(
    "answer wait listen hear heard lead leads order reach view views people client clients money worthwhile love loved hour push "
    "useful helpful genuinely figure clear plan person question mention pay mess serious late business random group grow needs".split()
)
"""Everyday words: found in a passage they prove little, missing from it they disprove little."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th|k|m|bn|x|pm|am|h|min|s)?|\d+[\d\w]*k")
_SUFFIXES = (
    "ization", "isation", "ational", "iveness", "fulness", "ability", "ations", "ation", "ition", "ment", "ness",
    "ings", "ing", "ity", "ive", "ion", "ful", "able", "ally", "al", "ers", "er", "ors", "or", "ed", "ly", "ic",
)  # fmt: skip
_LEAST_LEFT = {"ing": 3, "ings": 3, "ed": 3, "er": 5, "ers": 5, "or": 5, "ors": 5}
_WHOLE = frozenset({"business", "better", "news", "social", "media"})
_VOWEL = re.compile(r"[aeiouy]")


def raw_words(text: str) -> list[str]:
    """List a text's words in order, lower-cased, without accents, a possessive's ending or thousands separators.

    >>> raw_words("Don't we’ve 10,000 fans’ café?")
    ["don't", "we've", '10000', 'fans', 'cafe']
    """
    plain = text.lower().replace("-", " ")
    if not plain.isascii():
        folded = unicodedata.normalize("NFKD", plain.replace("’", "'").replace("ʼ", "'"))
        plain = "".join(character for character in folded if not unicodedata.combining(character))
    return [word.removesuffix("'s") for word in _WORD.findall(_THOUSANDS.sub("", plain))]


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
    for suffix in _SUFFIXES:
        head = bare.removesuffix(suffix)
        if head != bare and len(head) >= _LEAST_LEFT.get(suffix, 4) and _VOWEL.search(head):
            bare = _undoubled(head)
            break
    bare = bare.removesuffix("e") if len(bare) > 3 else bare
    return bare[:-1] + "i" if bare.endswith("y") and len(bare) > 3 else bare


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
