"""`sim report`: one page that says what `sim run --json` says, fetches nothing and shows any text as text."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sim.report.charts import CHARTS
from sim.report.extra import NEEDS
from sim.report.rounding import percents, whole
from tests.doors.report_pages import ATTACK, FEW, hostile, sim

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["endings", "when", "stand", "worth", "matters", "compared", "stories", "sources", "replay"]
LARGEST = 1_500_000  # bytes


class Reader(HTMLParser):
    """What a page holds: its elements with their attributes, its sections, its words, and the cells of its tables."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.rows: list[list[str]] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a cell."""
        if tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)
        if self._in_cell:
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Write the pages once: of montreal against another scenario, and of one that means harm."""
    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("NO_COLOR", "1")
        run = json.loads(sim("run", "montreal", *FEW, "--json").out)
        compared = json.loads(sim("compare", "montreal", "no-threats", *FEW, "--json").out)
        told = sim("report", "montreal", "no-threats", *FEW, "--json")
        assert told.code == 0, told.err
        attacked = sim("report", str(hostile(folder)), *FEW, "-o", "hostile.html")
        assert attacked.code == 0, attacked.err
        said = json.loads(told.out)
        page = (folder / said["file"]).read_text(encoding="utf-8")
        harm = (folder / "hostile.html").read_text(encoding="utf-8")
    return {"folder": folder, "run": run, "compared": compared, "said": said, "page": page, "hostile": harm}


def test_it_has_nine_parts_each_with_a_sentence_and_says_the_answer_and_the_warning(made: dict[str, Any]) -> None:
    read = Reader(made["page"])
    assert [found["id"] for tag, found in read.elements if tag == "section"] == PARTS
    assert len(re.findall(r'<p class="says">[^<]+\.', made["page"])) == len(PARTS)
    words = " ".join(read.words)
    for text in (
        made["run"]["question"],
        made["run"]["caution"],
        "Most likely: a three-party deal",
        "sim run montreal -n 400 -s 1",
    ):
        assert text in words
    assert made["said"]["schema"] == "sim/report/v1"
    assert [part["name"] for part in made["said"]["parts"]] == PARTS[: len(CHARTS)]


def test_its_numbers_are_those_of_run_and_compare(made: dict[str, Any]) -> None:
    rows = {row[0]: row for row in reversed(Reader(made["page"]).rows)}
    for ending in made["run"]["endings"]:
        row = rows[ending["label"]]
        assert row[1] == whole(ending["count"])
        if ending["count"]:
            share, low, high = percents(ending["share"], ending["low"], ending["high"])
            assert row[2:4] == [share, f"{low} to {high}"]
    for path in made["run"]["paths"]:
        if path["ending"] == "trilateral":
            assert rows[f"of these, {path['label']}"][1] == whole(path["count"])
    for driver in made["run"]["influence"]["figures"]:
        assert rows[driver["label"]][5] == ("yes" if driver["is_clear"] else "no")
    changed = [whole(row["changed"]) for row in made["compared"]["differences"]]
    last = [row for row in Reader(made["page"]).rows if row[0] in rows and len(row) == 6 and row[0] in {
        one["label"] for one in made["compared"]["differences"]}]  # fmt: skip
    assert [row[5] for row in last] == changed


def test_every_figure_has_a_text_alternative_and_a_table(made: dict[str, Any]) -> None:
    elements = Reader(made["page"]).elements
    pictures = [found for tag, found in elements if tag == "svg" and found.get("role") == "img"]
    assert len(pictures) == 2 * len(CHARTS)
    ids = [found["id"] for _, found in elements if found.get("id")]
    assert len(ids) == len(set(ids))
    for picture in pictures:
        assert set(str(picture["aria-labelledby"]).split()) <= set(ids)
    assert made["page"].count("<summary>The numbers</summary>") == len(CHARTS)


@pytest.mark.parametrize("name", ["page", "hostile"])
def test_it_runs_nothing_and_fetches_nothing(made: dict[str, Any], name: str) -> None:
    page = made[name]
    for tag, found in Reader(page).elements:
        assert tag not in {
            "script",
            "iframe",
            "object",
            "embed",
            "img",
            "image",
            "use",
            "base",
            "form",
            "foreignobject",
        }
        assert not any(key.startswith("on") or key in {"src", "srcset", "style", "xlink:href"} for key in found)
        if "href" in found:
            address = str(found["href"])
            is_link = tag == "a" and address.startswith(("#", "http://", "https://"))
            assert is_link or (tag, address) == ("link", "data:,"), address
    assert "url(" not in page
    assert "@import" not in page


def test_texts_of_a_scenario_stay_texts(made: dict[str, Any]) -> None:
    words = "".join(Reader(made["hostile"]).words)
    assert ATTACK in words
    assert "<script" not in made["hostile"].lower()
    assert "49 </svg>" not in words
    assert made["hostile"].count("</svg>") == len(re.findall(r"<svg\b", made["hostile"]))


def test_it_is_small(made: dict[str, Any]) -> None:
    assert len(made["page"].encode()) == made["said"]["bytes"] < LARGEST


def test_the_same_run_gives_the_same_bytes(
    made: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where nothing is kept, so that all is played anew
    sim("report", "montreal", "no-threats", *FEW, "-o", "anew.html")
    assert Path("anew.html").read_text(encoding="utf-8") == made["page"]


def test_a_page_is_written_whole_or_not_at_all(made: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made["folder"])
    Path("taken").mkdir()
    for file in ("taken", "nowhere/page.html"):
        ended = sim("report", "montreal", *FEW, "-o", file)
        assert (ended.code, ended.out) == (1, "")
        assert f"cannot write {file}" in ended.err
    assert not Path("nowhere").exists()
    assert not list(Path().rglob(".tmp-sim*"))


def test_a_run_with_its_page_is_still_whole(made: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made["folder"])
    folder = Path(made["said"]["file"]).parent
    assert sim("replay", str(folder)).code == 0
    ended = sim("report", str(folder), "-o", "of-folder.html")
    assert ended.code == 0, ended.err
    assert "Name a second scenario" in Path("of-folder.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["altair", "vl_convert", "jinja2"])
def test_without_the_extra_it_says_what_to_install(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, module, None)
    ended = sim("report", "montreal", *FEW)
    assert (ended.code, ended.out) == (5, "")
    assert f"python -m pip install {' '.join(json.dumps(need) for need in NEEDS)}" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_the_extra_is_what_the_message_names() -> None:
    facts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert facts["project"]["optional-dependencies"]["report"] == list(NEEDS)
