"""The import contract of cli.py, which import-linter cannot hold because cli.py is no package."""

import ast
import sys
from pathlib import Path

CLI = Path(__file__).resolve().parents[2] / "cli.py"


def test_the_command_line_knows_typer_rich_and_sim_alone() -> None:
    tree = ast.parse(CLI.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {name.partition(".")[0] for name in named}
    assert roots - set(sys.stdlib_module_names) <= {"typer", "rich", "sim"}
