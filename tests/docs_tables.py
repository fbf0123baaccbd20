"""The README's tables, made from the definitions: `python -m tests.docs_tables` writes them into the README."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cli_operator import operator_commands
from bot.commands import commands
from bot.rules import rules
from tests.ideas import IDEAS

README = Path(__file__).parent.parent / "README.md"


def commands_table() -> str:
    """Return every command with its first example and its help, the coach's own and the operator's."""
    own = {each.name for each in operator_commands()}
    rows = [(command.examples[0], command.help) for name, command in commands().items() if name not in own]
    for each in operator_commands():
        example = (each.epilog or "").split("python -m bot ")[1].splitlines()[0]
        rows.append((example, (each.help or "").partition("\n")[0]))
    lines = ["| `python -m bot ...` | what it does |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| `{example}` | {help} |" for example, help in sorted(rows))])


def rules_table() -> str:
    """Return every rule with what it sees, the guidance it rests on and what it suggests."""
    lines = ["| rule | what it sees | rests on |", "| --- | --- | --- |"]
    for key, named in rules().items():
        sees = " ".join(named.manual.split("\n\n")[0].split())
        rests = ", ".join(f"[{each}](prompts/guidance/{each}.md)" for each in named.rule.rests_on)
        lines.append(f"| `{key}` | {sees} | {rests} |")
    return "\n".join(lines)


def ideas_table() -> str:
    """Return every idea of the five texts with the rule or command that answers to it, its guidance and its test."""
    lines = ["| idea | rule or command | guidance | test |", "| --- | --- | --- | --- |"]
    for each in IDEAS:
        by = ", ".join(f"`{name}`" for name in each.by)
        guidance = ", ".join(f"[{piece}](prompts/guidance/{piece}.md)" for piece in each.guidance)
        file, _, name = each.test.partition(".")
        lines.append(f"| {each.idea} | {by} | {guidance} | [{name.replace('_', ' ')}](tests/test_{file}.py) |")
    return "\n".join(lines)


TABLES = {"commands": commands_table, "rules": rules_table, "ideas": ideas_table}


def filled(readme: str) -> str:
    """Return a README whose marked tables are made anew."""
    for name, make in TABLES.items():
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        made = make()
        readme = mark.sub(lambda found, made=made: f"{found[1]}{made}\n{found[2]}", readme)
    return readme


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
