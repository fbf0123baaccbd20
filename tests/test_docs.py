"""The documents say what the program does: tables, files, links, and no word that is not the project's own."""

from __future__ import annotations

import re
import subprocess

from tests.conftest import ROOT
from tests.docs_tables import README, filled


def test_the_tables_of_the_readme_are_those_of_the_definitions() -> None:
    text = README.read_text(encoding="utf-8")
    assert filled(text) == text, "run: python -m tests.docs_tables"


def test_every_file_that_the_readme_links_is_there() -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_every_requirement_has_an_upper_bound() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")) and not line.startswith("tzdata"):
                assert ",<" in line or "==" in line, line


def test_the_project_speaks_of_itself_alone() -> None:
    words = re.compile(r"/(?:home|root|Users|tmp)/\w")
    files = subprocess.run(["git", "ls-files", "*.md", "*.toml", "*.txt", "Makefile", ".ci/run", "Procfile"], cwd=ROOT,
                           capture_output=True, text=True, check=True).stdout.split()
    for name in files:
        if not name.startswith(("prompts/", "bot/triage/", "tests/")):
            assert not words.search((ROOT / name).read_text(encoding="utf-8")), name


def test_the_readme_shows_the_demo_and_the_measured_figures() -> None:
    text = README.read_text(encoding="utf-8")
    for name in ("demo", "measured"):
        shown = text.split(f"<!-- {name} -->")[1].split(f"<!-- end of {name} -->")[0]
        assert len(shown.splitlines()) > 40, name
