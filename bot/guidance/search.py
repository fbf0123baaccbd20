"""Word search over one collection of guidance, held in memory.

Each collection has an index of its own, so that none drowns another.

SQLite's FTS5 finds the candidates (any word of the question, or a synonym, will do); evidence then puts them
in order.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import GuidanceError
from bot.guidance.corpus import Piece
from bot.guidance.evidence import Marks, Scales, Term, Weighed, join, mark, strength, weigh
from bot.guidance.passages import Passage, cut
from bot.guidance.synonyms import Synonyms
from bot.guidance.words import content_words, raw_words

CANDIDATES = 60
"""How many passages the word search hands on to be weighed."""

_CREATE = "create virtual table passage using fts5(title, heading, questions, body, tokenize = 'porter unicode61')"
_ADD = "insert into passage (rowid, title, heading, questions, body) values (:rowid, :title, :heading, :questions, :body)"
_FIND = """
select rowid, -bm25(passage, 2.0, 1.0, 1.0, 1.0) as score
from passage
where passage match :words
order by score desc, rowid
limit :limit
"""

_BY_WORDS, _BY_PASSAGE, _BY_PIECE, _BY_QUESTION, _BY_HEAD = 0.6, 0.7, 0.7, 1.0, 0.4


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `score` orders the hits of one search; `evidence`, at most 1, says how far its piece
    speaks to the question; it compares across questions and collections, the score does not."""

    passage: Passage
    score: float
    evidence: float


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one piece: what its headings and all of it speak of, and each stored question with its
    count of words."""

    head: Marks
    whole: Marks
    questions: tuple[tuple[Marks, int], ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a piece as a whole adds to the score of its passages, and its evidence."""

    score: float
    evidence: float


@dataclass(frozen=True, slots=True)
class _Read:
    """One piece made ready: its passages, what each speaks of (`spoken`: with the piece's further words), all its words."""

    passages: tuple[Passage, ...]
    marks: tuple[Marks, ...]
    spoken: tuple[Marks, ...]
    known: _Known
    words: frozenset[str]


class Index:
    """The passages of one collection, searchable; built once, safe to use from several threads.

    `words`: every word that stands in the collection, not stemmed, which is what spelling is repaired to. `spoken`: what
    each passage speaks of.
    """

    def __init__(self, pieces: Sequence[Piece], synonyms: Synonyms, *, earlier: Index | None = None,
                 beside: Index | None = None) -> None:
        """`earlier`: an index over the same synonyms; pieces that stand there unchanged are not read again.

        `beside`: the collection whose words count as those of the field, see `Scales`.
        """
        self._synonyms = synonyms
        self._lock = threading.Lock()
        known: Mapping[Piece, _Read] = earlier._reads if earlier else {}
        self._reads: dict[Piece, _Read] = {piece: known.get(piece) or _read(piece, synonyms) for piece in pieces}
        read = self._reads.values()
        self.words: frozenset[str] = frozenset().union(*(each.words for each in read))
        self.passages = [passage for each in read for passage in each.passages]
        self._marks = [marks for each in read for marks in each.marks]
        self._known = {piece.id: each.known for piece, each in self._reads.items()}
        self.spoken = [marks for each in read for marks in each.spoken]
        self.scales = Scales(self.spoken, beside.spoken if beside else ())
        self._tables = self._filled()

    @property
    def pieces(self) -> Collection[Piece]:
        """The pieces it was made of, in their order."""
        return self._reads.keys()

    def _filled(self) -> sqlite3.Connection:
        try:
            tables = sqlite3.connect(":memory:", check_same_thread=False)
            tables.execute(_CREATE)
        except sqlite3.Error as fault:
            raise GuidanceError(
                f"this Python's SQLite has no full-text search ({fault}); use one built with FTS5"
            ) from fault
        rows = (
            {
                "rowid": number,
                "title": passage.piece.title,
                "heading": passage.heading,
                "questions": "\n".join((*passage.piece.questions, passage.piece.words)),
                "body": passage.text,
            }
            for number, passage in enumerate(self.passages)
        )
        tables.executemany(_ADD, rows)
        return tables

    def search(self, terms: Sequence[Term]) -> list[Hit]:
        """Find the passages that speak to a question, best first, at most CANDIDATES; none where no word is known."""
        weighed = weigh(terms, self.scales)
        found = self._candidates(_match_words(terms, self._synonyms)) if weighed.total else []
        most = max((score for _, score in found), default=0.0) or 1.0
        pieces: dict[str, _Seen] = {}
        hits = []
        for row, score in found:
            passage = self.passages[row]
            seen = pieces.get(passage.piece.id) or self._seen(passage.piece.id, weighed)
            pieces[passage.piece.id] = seen
            here = weighed.coverage(self._marks[row])
            hits.append(Hit(passage, _BY_WORDS * score / most + _BY_PASSAGE * here + seen.score, seen.evidence))
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.piece.id, hit.passage.number))

    def _candidates(self, match: str) -> list[tuple[int, float]]:
        if not match:
            return []
        with self._lock:
            rows = self._tables.execute(_FIND, {"words": match, "limit": CANDIDATES}).fetchall()
        return [(int(row), float(score)) for row, score in rows]

    def _seen(self, piece_id: str, weighed: Weighed) -> _Seen:
        """Weigh a piece as a whole, which is the same for each of its passages."""
        known = self._known[piece_id]
        like = max((weighed.likeness(marks, count) for marks, count in known.questions), default=0.0)
        whole, head = weighed.coverage(known.whole), weighed.coverage(known.head)
        score = _BY_PIECE * whole + _BY_QUESTION * like + _BY_HEAD * head
        return _Seen(score, strength(weighed, known.head, known.whole, like))

    def own_evidence(self, piece: Piece, number: int, terms: Sequence[Term]) -> float:
        """Reckon how far a piece speaks to its own question of that number, as if the question were not
        stored with it."""
        weighed = weigh(terms, self.scales)
        known = self._known[piece.id]
        others = [weighed.likeness(marks, count) for i, (marks, count) in enumerate(known.questions) if i != number]
        return strength(weighed, known.head, known.whole, max(others, default=0.0))


def _read(piece: Piece, synonyms: Synonyms) -> _Read:
    seen: set[str] = set()

    def marked(text: str) -> Marks:
        words = raw_words(text)
        seen.update(words)
        return mark(words, synonyms)

    passages = cut(piece)
    marks = tuple(marked(f"{piece.title} {each.heading} {each.text}") for each in passages)
    head = marked(" ".join((piece.title, *(each.heading for each in passages))))
    questions = tuple((marked(question), len(content_words(question))) for question in piece.questions)
    further = [marked(piece.words)] if piece.words else []
    whole = join((head, *marks, *further)) if len(marks) > 1 or further else (marks or (head,))[0]
    spoken = tuple(join((each, *further)) for each in marks) if further else marks
    return _Read(passages, marks, spoken, _Known(head, whole, questions), frozenset(seen))


def _match_words(terms: Sequence[Term], synonyms: Synonyms) -> str:
    """Write the query: any of the words or of their synonyms, each in quotes, words of the question twice."""
    asked = [" ".join(term.words) for term in terms for _ in range(2 if term.share == 1 else 1)]
    alike = {other for term in terms for group in term.groups for other in synonyms.terms[group]}
    return " OR ".join(f'"{each}"' for each in (*asked, *sorted(alike)))
