"""The texts that bot/triage learns from: the tune half of the labelled ones and the further ones kept here.

Comments and posts are kept apart by their files' names: `of` is "comments" or "posts".
"""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

from bot.triage.cues import LISTS

HERE = Path(__file__).parent
LABELLED = HERE.parent / "data"

_EMOJI = ("😂", "😍", "🙏", "❤️", "🔥", "😭", "👏", "🥲", "😊", "!!", "!")
_OPENINGS = {
    "en": ("Love this!", "Hi!", "hey", "Great post.", "so cute", "Thanks for sharing!", "Hello,", "omg", "Wow", "nice", "lol", "ok so",
           "Beautiful!", "Good morning,", "Looks amazing."),
    "es": ("Hola,", "Qué lindo!", "Me encanta!", "Gracias!"), "pt": ("Oi,", "Que lindo!", "Amei!"),
    "fr": ("Bonjour,", "Trop beau !", "Merci !"), "de": ("Hallo,", "Super schön!", "Hi,"), "it": ("Ciao,", "Bello!"),
    "nl": ("Hoi,", "Mooi!"), "pl": ("Hej,", "Super!"), "tr": ("Merhaba,", "Çok güzel!"), "id": ("Halo kak,", "Keren!"),
    "ru": ("Здравствуйте,", "Красиво!"), "ar": ("السلام عليكم", "جميل جدا"), "ja": ("素敵！", "こんにちは、"), "hi": ("Hi bhai", "Mast!"),
}
_ASKING = ("buying signal", "complaint", "question", "spam")


def labelled(half: str, of: str = "comments") -> list[dict[str, str]]:
    """Read the labelled texts of one half ("tune" or "held"), in the order of their files."""
    return [row for row in _rows(LABELLED, f"{of}_labelled*.jsonl") if row["half"] == half]


def training_texts(of: str = "comments") -> list[dict[str, str]]:
    """Read all texts that may be learned from: each has `text`, `label` and `lang`."""
    return labelled("tune", of) + _rows(HERE, f"{of}_extra_*.jsonl")


def fingerprint(of: str = "comments") -> str:
    """Name the training texts and the word lists they are read with by one SHA-256."""
    digest = hashlib.sha256()
    for row in training_texts(of):
        digest.update(f"{row['label']}\t{row['text']}\n".encode())
    digest.update(LISTS.read_bytes())
    return digest.hexdigest()


def augment(texts: list[dict[str, str]], rng: random.Random) -> list[dict[str, str]]:
    """Give one altered copy of each text that could be altered without changing what it is."""
    copies = [{**text, "text": _altered(text, rng)} for text in texts]
    return [copy for copy, text in zip(copies, texts, strict=True) if copy["text"] != text["text"]]


def _altered(row: dict[str, str], rng: random.Random) -> str:
    text, draw = row["text"], rng.random()
    if draw < 0.25:
        return _mistyped(text, rng)
    if draw < 0.4:
        return text.rstrip("?!. ") or text
    if draw < 0.5:
        return text.upper()
    if draw < 0.6 and row["label"] != "other":
        return f"{text} {rng.choice(_EMOJI)}"
    if draw < 0.7:
        return f"@someone_x {text}"
    if draw < 0.85 and row["label"] in _ASKING and row["lang"] in _OPENINGS:
        return f"{rng.choice(_OPENINGS[row['lang']])} {text}"
    return _mistyped(_mistyped(text, rng), rng).lower()


def _mistyped(text: str, rng: random.Random) -> str:
    if len(text) < 6:
        return text
    at = rng.randrange(1, len(text) - 2)
    if not text[at : at + 2].isalpha():
        return text
    swapped, left_out, twice = text[at + 1] + text[at], text[at + 1], text[at] + text[at : at + 2]
    return text[:at] + rng.choice((swapped, swapped, left_out, left_out, twice)) + text[at + 2 :]


def _rows(folder: Path, pattern: str) -> list[dict[str, str]]:
    paths = sorted(folder.glob(pattern), key=lambda path: (len(path.name), path.name))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
