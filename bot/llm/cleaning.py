"""Takes out of an answer what could act: links that are not on the list, mentions, images, markup, unseen letters.

What remains is plain words; a link stays only when it is, letter for letter, one of the team's posts or the sources.
"""

from __future__ import annotations

import html
import re
import unicodedata

from bot.llm.invisible import visible

GONE = "[link removed]"
_TLDS = (
    "com|org|net|io|co|ai|app|dev|me|ly|gg|xyz|info|biz|ru|cn|de|uk|fr|es|it|nl|pl|br|in|jp|kr|tr|us|eu"
    "|ch|at|be|se|no|fi|dk|cz|pt|gr|ca|au|nz|za|tk|ml|ga|cf|gq"
    "|top|club|site|online|shop|store|live|link|click|zip|mov|page|web|cloud|tech|pro|win|vip"
    "|work|news|blog|tv|cc|to|sh|so|gl|la|ws|pw|su|ua|ir|id|vn|th|ph|my|sg|hk|tw|mx|ar|cl|pe"
    "|test|example|onion")
_DOTS = r"[.。．｡․]"
_SCHEME = r"[a-z][a-z0-9+.-]{1,20}"
_LINK = re.compile(
    rf"(?<![\w@])(?:{_SCHEME}:(?://|\\\\)[^\s<>\"|)\]]+|(?:mailto|tel|sms|data|javascript|slack"
    rf"|discord|vbscript|file|whatsapp|tg):[^\s<>\"|)\]]+|//[\w.-]+\.\w[^\s<>\"|)\]]*"
    rf"|www{_DOTS}[^\s<>\"|)\]]+|(?<![\w-])(?:[^\W_](?:[\w-]{{0,62}}[^\W_])?{_DOTS}){{1,9}}(?:(?-i:{_TLDS}|{_TLDS.upper()})"
    rf"|xn--[\w-]+)(?![\w-])(?::\d+)?(?:[/?#][^\s<>\"|)\]]*)?"
    rf"|(?:\d{{1,3}}{_DOTS}){{3}}\d{{1,3}}(?::\d+)?(?:/[^\s<>\"|)\]]*)?"
    rf"|\[[0-9a-f:]{{4,}}\](?::\d+)?/?[^\s<>\"|)\]]*"
    rf"|(?<![\w-])(?:[\w-]{{1,63}}{_DOTS}){{1,9}}\w{{1,63}}/[^\s<>\"|)\]]+)", re.IGNORECASE)
_DEFANGED = re.compile(
    r"h(?:xx|tt)ps?\s?(?:\[:\]|:|\s:)\s?/\s?/\s?\S+|(?<![\w-])[\w-]{1,63}\s?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]"
    r"|\(dot\))\s?\w+\S*", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\s?\(\s*<?([^)\s>]+)[^)]*\)?")
_REFERENCE = re.compile(r"^\s*\[[^\]\n]+\]:\s*\S+.*$|!?\[([^\[\]\n]*)\]\[(?!\d{1,2}\])[^\]\n]*\]", re.MULTILINE)
_SLACK_LINK = re.compile(r"<((?:https?|mailto|tel|slack)[^|>\s]*)\|([^>]*)>")
_TAG = re.compile(r"<(?:[!@#:/&a-zA-Z][^<>\n]{0,2000}>?)")
_AT = re.compile(r"@+")
_HASH_CHANNEL = re.compile(r"(?<!\w)#(?=[A-Za-z_])")
_EMOJI_CODE = re.compile(r"(?<![\w:]):(?=[a-z0-9_+-]+:)([a-z0-9_+-]+):", re.IGNORECASE)
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>{1,3}[ \t]?|```\w*[ \t]*$|-{3,}[ \t]*$|={3,}[ \t]*$)", re.MULTILINE)
_PAIRED = re.compile(r"(\*\*\*|\*\*|\*|___|__|~~|~|\|\||`{1,3})(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_LEFT_OVER = re.compile(r"`+|\*{2,}|_{2,}|~{2,}|\|\||(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|\\(?=[\W_])")
_SPACES = re.compile(r"[ \t]{2,}")
_MOST_ROUNDS = 6


def plain(text: str, links: frozenset[str] = frozenset()) -> str:
    """Return an answer's text as plain words. `links`: those that may stay, letter for letter.

    >>> plain("**Look** at [this](https://evil.example/x), <!channel> @everyone <https://a.example|here>")
    'Look at this [link removed], everyone here [link removed]'
    """
    for _ in range(_MOST_ROUNDS):
        cleaned = _once(text, links)
        if cleaned == text:
            break
        text = cleaned
    return text


def _once(text: str, links: frozenset[str]) -> str:
    text = visible(unicodedata.normalize("NFKC", html.unescape(visible(text))))
    kept: list[str] = []

    def link(hit: re.Match[str]) -> str:
        url = hit[0].rstrip(".,;:!?'’…")
        if url in links:
            kept.append(url)
            return f"\x00{len(kept) - 1}\x00{hit[0][len(url):]}"
        return GONE + hit[0][len(url):] if hit[0] != GONE else GONE

    text = _SLACK_LINK.sub(r"\2 \1", text)
    text = _MARKDOWN_LINK.sub(r"\1 \2", text)
    text = _REFERENCE.sub(lambda hit: hit[1] or "", text)
    text = _LINK.sub(link, text)
    text = _DEFANGED.sub(GONE, text)
    text = _TAG.sub("", text)
    text = _HASH_CHANNEL.sub("", _AT.sub("", text))
    text = _EMOJI_CODE.sub("", text)
    text = _PAIRED.sub(r"\2", _HEADING.sub("", text))
    text = _SPACES.sub(" ", _LEFT_OVER.sub("", text))
    return re.sub(r"\x00(\d+)\x00", lambda hit: kept[int(hit[1])], text).replace("\x00", "")
