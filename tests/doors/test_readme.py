"""Every command that the pages show works, and prints what they say it prints."""

import re
from pathlib import Path

import pytest

from docs.regenerate import ROOT, Played, pages, play, steady


@pytest.fixture(scope="module", params=pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Played]:
    page: Path = request.param
    return list(play(page.read_text(encoding="utf-8"), tmp_path_factory.mktemp(page.stem)))


def test_every_command_ends_as_the_page_says(played: list[Played]) -> None:
    wrong = [
        f"{run.command}\n  exit {run.code}, not {run.expected}\n{run.errors}"
        for run in played
        if run.code != run.expected
    ]
    assert not wrong, "\n".join(wrong)


def test_no_command_answers_with_a_traceback(played: list[Played]) -> None:
    assert [run.command for run in played if "Traceback" in run.errors + run.output] == []


def test_every_output_shown_is_what_the_command_prints(played: list[Played]) -> None:
    stale = [run.command for run in played if run.block and steady(run.shown) != steady(run.output)]
    assert not stale, f"python docs/regenerate.py refreshes: {stale}"


def test_the_readme_shows_the_main_job() -> None:
    assert re.search(r"^sim run montreal$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    "page",
    [*pages(), *sorted((ROOT / "docs" / "decisions").glob("*.md"))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (page.parent / target).exists()] == []
