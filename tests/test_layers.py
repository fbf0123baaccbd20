"""Who may import whom, read from every file's own words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

BOT = ROOT / "bot"
FILES = sorted(BOT.rglob("*.py"))
ALLOWED = {
    "model": {"model"},
    "coach": {"model", "coach", "errors", "clock"},
    "rules": {"model", "rules"},
    "commands": {"model", "coach", "errors", "commands"},
    "actions": {"model", "coach", "errors", "actions"},
    "render": {"model", "render"},
    "guidance": {"model", "coach.ports", "errors", "guidance"},
    "triage": {"model", "triage"},
    "evaluation": {"model", "errors", "evaluation"},
    "store": {"model", "coach.ports", "errors", "clock", "store"},
    "intake": {"model", "coach.ports", "errors", "clock", "intake"},
    "llm": {"model", "coach.ports", "errors", "clock", "llm"},
    "outbox": {"model", "coach", "errors", "clock", "outbox"},
    "chat": {"model", "coach", "errors", "clock", "render", "commands", "actions", "chat"},
    "demo": None,
}
KEPT_TO = {
    "sqlite3": ("store/", "guidance/search.py"), "sqlite_utils": ("store/",), "psycopg": ("store/",),
    "psycopg_pool": ("store/",), "openai": ("llm/",), "apscheduler": ("outbox/",), "slack_bolt": ("chat/",),
    "slack_sdk": ("chat/",), "discord": ("chat/",), "click": ("cli.py", "cli_"), "rich": ("cli.py", "cli_", "chat/", "demo/"),
}
SLOW = {"rich", "pydantic", "psycopg", "psycopg_pool", "python_calamine", "charset_normalizer", "apscheduler", "openai",
        "slack_bolt", "discord", "matplotlib", "numpy"}
OWN = {"chat/discord": "discord"}
"""A folder that is read only when its library is needed; nobody outside of it imports it at import."""


def imports(tree: ast.AST) -> list[tuple[str, bool]]:
    """Return every imported module of a file, and whether it is imported when the file is."""
    inside = {id(node) for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
              for node in ast.walk(each)}
    typing_only = {id(node) for each in ast.walk(tree) if isinstance(each, ast.If) and "TYPE_CHECKING" in ast.dump(each.test)
                   for node in ast.walk(each)}
    found = []
    for node in ast.walk(tree):
        at_import = id(node) not in inside and id(node) not in typing_only
        if isinstance(node, ast.Import):
            found += [(alias.name, at_import) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, at_import))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BOT)))
def test_a_file_imports_only_what_its_layer_may(path: Path) -> None:
    place = path.relative_to(BOT)
    layer = place.parts[0] if len(place.parts) > 1 else ""
    for module, at_import in imports(ast.parse(path.read_text(encoding="utf-8"))):
        allowed = ALLOWED.get(layer)
        if module.startswith("bot.") and allowed is not None:
            inner = module.removeprefix("bot.")
            assert any(inner == each or inner.startswith(each + ".") for each in allowed), f"{place} imports {module}"
        folder = "/".join(module.removeprefix("bot.").split(".")[:2])
        assert not at_import or folder not in OWN or str(place).startswith(folder), f"{place} imports {module} too early"
        root = module.split(".")[0]
        if root in KEPT_TO:
            assert str(place).startswith(KEPT_TO[root]), f"{place} imports {root}"
        if at_import and root in SLOW and OWN.get("/".join(place.parts[:2])) != root:
            raise AssertionError(f"{place} imports the slow {root} when it is itself imported")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BOT)))
def test_the_time_is_asked_of_the_clock_alone(path: Path) -> None:
    if path.name == "clock.py":
        return
    called = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)}
    assert not called & {"datetime.now", "datetime.utcnow", "date.today", "datetime.datetime.now", "time.time"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BOT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 40, node.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BOT)))
def test_what_others_may_call_says_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a module says first what it is for"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
