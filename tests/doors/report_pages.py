"""The pages that the tests of `sim report` look at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from cli import app

FEW = ("-n", "400")
# What somebody might put into a scenario to make a page do what it should not, or to burst its figures.
ATTACK = """<script>alert(1)</script> "so" 'so' ]]> &amp; {{ 7*7 }} </svg>"""
HOSTILE = """\
format: 1
extends: montreal
about:
  title: {attack}
  question: {attack}
parties:
  us: {{label: {attack}}}
issues:
  auto_content: {{label: {attack}}}
  dairy: {{label: {long}}}
dials:
  mexico_reaction: {{label: {attack}}}
  overrun: {{label: {long}, judgement: {attack}}}
  hope: {{value: {{uniform: [0.25, 0.5]}}, from: "evil#claim"}}
sources:
  evil:
    title: {attack}
    publisher: {attack}
    date: 2018-01-02
    address: 'https://evil.example/?a="><script>alert(1)</script>'
    claims: {{claim: {attack}}}
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str


def sim(*words: str) -> Ended:
    """Call the command."""
    found = CliRunner().invoke(app, list(words))
    return Ended(found.exit_code, found.stdout, found.stderr)


def hostile(folder: Path) -> Path:
    """Write the hostile scenario into a folder."""
    file = folder / "hostile.yaml"
    attack, long = (json.dumps(text) for text in (ATTACK, "Unbroken" * 15))
    file.write_text(HOSTILE.format(attack=attack, long=long), encoding="utf-8")
    return file
