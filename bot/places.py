"""Where the project's own files lie."""

from __future__ import annotations

from pathlib import Path

PROMPTS = Path(__file__).parent.parent / "prompts"
"""The words: prompts, guidance, drafts."""
