"""What a person may mean while they type of leads, post codes and campaigns: value and label of each, best first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.lead_marks import DAYS
from bot.model.command import Asker
from bot.model.times import ago, from_text
from bot.model.words import day_and_time

Suggested = Iterator[tuple[str, str]]


def leads_to_judge(desk: Desk, _asker: Asker, typed: str) -> Suggested:
    """Offer the newest leads without a quality."""
    return _leads(desk, "leads_without_quality", typed)


def leads_to_tie(desk: Desk, _asker: Asker, typed: str) -> Suggested:
    """Offer the newest leads without a post."""
    return _leads(desk, "leads_without_post", typed)


def codes(desk: Desk, _asker: Asker, typed: str) -> Suggested:
    """Offer the newest post codes with what each was made for."""
    rows = desk.records.rows("newest_post_codes")
    return _fitting(((row["code"], f"{row['code']}: {row['words'] or row['link']}") for row in rows), typed)


def campaign_names(desk: Desk, _asker: Asker, typed: str) -> Suggested:
    """Offer the campaigns by name."""
    return _fitting(((row["campaign"], row["campaign"]) for row in desk.records.rows("campaigns")), typed)


def _leads(desk: Desk, statement: str, typed: str) -> Suggested:
    rows = desk.records.rows(statement, since=ago(from_text(desk.now), days=DAYS), now=desk.now)
    return _fitting(((row["lead_id"], _label(desk, row)) for row in rows), typed)


def _label(desk: Desk, row: dict[str, Any]) -> str:
    return f"{row['lead_id']}: {row['kind']}, {day_and_time(row['created_at'], desk.zone)}"


def _fitting(offers: Iterator[tuple[str, str]], typed: str) -> Suggested:
    sought = typed.strip().lower()
    return ((value, label) for value, label in offers if sought in label.lower())
