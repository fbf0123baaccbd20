"""Compile bot/triage/languages/*.txt into bot/triage/lists.txt, levelled the way comments are.

Run from the project's folder after a change of a list: `python -m tests.training.word_lists`, then train again.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.triage.cues import KINDS, LISTS
from bot.triage.folding import level

LANGUAGES = LISTS.parent / "languages"
INSIDE = "inside.txt"


def main() -> None:
    """Write the compiled lists."""
    LISTS.write_text(compiled(), encoding="utf-8")


def compiled() -> str:
    """Join all lists: four parts (words, stems, phrases, pieces found inside), one term and its cues (with their language) a line."""
    tables: dict[str, dict[str, list[str]]] = {kind: {} for kind in KINDS}
    for path in sorted(LANGUAGES.glob("*.txt")):
        for cue, term in terms(level(path.read_text(encoding="utf-8"))):
            kind = "inside" if path.name == INSIDE else "stems" if term.endswith("*") else "phrases" if " " in term else "words"
            cues = tables[kind].setdefault(term.rstrip("*"), [])
            named = f"{cue}.{path.stem}"
            if named not in cues:
                cues.append(named)
    parts = ("\n".join(f"{term}\t{' '.join(cues)}" for term, cues in sorted(tables[kind].items())) for kind in KINDS)
    return "\n\n".join(parts)


def terms(pack: str) -> Iterator[tuple[str, str]]:
    """Yield (cue, word or phrase) of one word list.

    >>> list(terms("price: how much, cost*"))
    [('price', 'how much'), ('price', 'cost*')]
    """
    for line in pack.splitlines():
        cue, colon, rest = line.partition(": ")
        if colon and not line.startswith("#"):
            for term in rest.split(", "):
                yield cue, term


if __name__ == "__main__":
    main()
