"""The team's data as documents, row by row: a million posts take no more memory than one.

What is not known is absent from a post's readings, never 0. The CSV's headers are those that an import knows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from bot.coach.commitments.commitment_cards import document as commitment_documents
from bot.coach.commitments.commitments import visible
from bot.coach.commitments.progress import progress_of
from bot.coach.desk import Desk
from bot.model.command import Asker
from bot.model.facts import FIGURES

Row = dict[str, Any]
Subject = Literal["posts", "comments", "leads", "followers", "commitments"]
SUBJECTS: tuple[Subject, ...] = ("posts", "comments", "leads", "followers", "commitments")
_HEADERS: Mapping[Subject, tuple[str, ...]] = {
    "posts": ("network", "account", "post_id", "permalink", "kind", "text", "published_at", "published_precision", "link",
              "campaign", "as_of", *FIGURES, "approximate"),
    "comments": ("network", "comment_id", "post_id", "parent_id", "created_at", "from_team", "text", "author_followers",
                 "permalink", "label", "label_by", "answered_at", "answered_by"),
    "leads": ("lead_id", "created_at", "kind", "quality", "network", "post_id", "permalink", "utm_source", "utm_medium",
              "utm_campaign", "utm_content", "landing_url", "value", "currency", "note", "quality_by", "tied_by",
              "tied_network", "tied_post_id", "tied_reason"),
    "followers": ("network", "account", "date", "kind", "followers"),
    "commitments": ("number", "what", "person", "made_at", "first_due_at", "due_at", "moves", "measured_by", "target",
                    "status", "outcome_by", "closed_at", "note", "rule", "seen_by"),
}
_CHUNK_ROWS = 500


def export_rows(desk: Desk, asker: Asker, subject: Subject) -> Iterator[Row]:
    """Yield the rows of a subject as documents, oldest first; of commitments those that the asker may see."""
    match subject:
        case "posts":
            return map(_post, desk.records.stream("posts"))
        case "comments":
            return map(_comment, desk.records.stream("comments"))
        case "leads":
            return desk.records.stream("leads")
        case "followers":
            return map(_followers, desk.records.stream("followers"))
        case "commitments":
            found = visible(desk, asker)
            return iter(commitment_documents(found, progress_of(desk, found)))


def csv_pieces(subject: Subject, rows: Iterable[Row], cell: Callable[[Any], Any]) -> Iterator[str]:
    """Yield a CSV of documents in pieces of some hundred lines, header first, comma and LF.

    `cell` makes one value safe to open in a spreadsheet: no text from outside may be taken for a formula.
    """
    header = _HEADERS[subject]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for number, row in enumerate(rows, 1):
        flat = row | row["readings"] if subject == "posts" else row
        writer.writerow([cell(_flat(flat.get(name))) for name in header])
        if number % _CHUNK_ROWS == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _flat(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list) else value


def _post(row: Row) -> Row:
    said = {name: row[name] for name in ("network", "account", "post_id", "permalink", "kind", "text", "published_at",
                                         "published_precision", "link", "campaign")}
    said["as_of"] = row["figures_as_of"]
    said["readings"] = {name: row[name] for name in FIGURES if row[name] is not None}
    return said | ({"approximate": row["approximate"].split()} if row["approximate"] else {})


def _comment(row: Row) -> Row:
    said = {name: row[name] for name in row if name != "direction"}
    return said | {"from_team": row["direction"] == "out"}


def _followers(row: Row) -> Row:
    return {"network": row["network"], "account": row["account"], "date": row["day"], "kind": row["kind"],
            "followers": row["followers"]}
