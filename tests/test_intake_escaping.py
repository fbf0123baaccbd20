"""Cells given back to a spreadsheet are never taken for formulas, and come back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.escaping import csv_text, escaped, unescaped


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-a", "@team", "\t=1", "\r=1", " =1", "＝1", "-1+1"])
def test_text_a_spreadsheet_would_reckon_gets_an_apostrophe(text: str) -> None:
    assert escaped(text) == "'" + text


@pytest.mark.parametrize("value", [-5, -5.25, 0, "-5", "12.5", "hello", "a=b"])
def test_numbers_and_harmless_text_stay_as_they_are(value: str | float) -> None:
    assert escaped(value) == value


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12))
def test_escaping_can_be_taken_back(text: str) -> None:
    cell = escaped(text)
    assert isinstance(cell, str)
    assert cell == text or unescaped(cell) == text


def test_a_written_table_reads_back_with_no_cell_that_leads_with_a_formula() -> None:
    text = csv_text(["line", "=cmd"], [[3, "@guest, hi\nthere"], [4, None]])
    assert list(csv.reader(io.StringIO(text))) == [["line", "'=cmd"], ["3", "'@guest, hi\nthere"], ["4", ""]]
