"""The page of `sim report` in a real browser: on a desk, on a phone, on paper."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.report.charts import CHARTS
from tests.doors.browser import NAMES, Tab, browser
from tests.doors.report_pages import FEW, hostile, sim

pytestmark = pytest.mark.skipif(browser() is None, reason=f"no browser on this machine: none of {', '.join(NAMES)}")
WIDTHS = (1280, 390, 320)
PAGES = ("plain", "hostile")

# What stands wrong in the figures that are seen: texts that leave their picture, or that touch another text.
FAULTS = """
[...document.querySelectorAll('svg[role=img]')].filter(svg => svg.checkVisibility()).flatMap(svg => {
  const frame = svg.getBoundingClientRect(), near = 1;
  const texts = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim() !== '');
  const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
  const out = boxes.filter(([, box]) => box.left < frame.left - near || box.right > frame.right + near
    || box.top < frame.top - near || box.bottom > frame.bottom + near);
  const touching = boxes.flatMap(([words, a], place) => boxes.slice(place + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > near
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > near).map(([other]) => `${words} | ${other}`));
  return [...out.map(([words]) => `outside: ${words}`), ...touching.map(words => `touching: ${words}`)];
})
"""
NAMELESS = """
[...document.querySelectorAll('svg[role=img]')].filter(svg => !svg.getAttribute('aria-labelledby').split(' ')
  .every(id => document.getElementById(id).textContent.trim())).length
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        found = {name: folder / f"{name}.html" for name in PAGES}
        words = {"plain": ("montreal", "no-threats"), "hostile": (str(hostile(folder)), "montreal")}
        for name, file in found.items():
            ended = sim("report", *words[name], *FEW, "-o", str(file))
            assert ended.code == 0, ended.err
    return found


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with Tab(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_it_reads_well_at_any_width(tab: Tab, files: dict[str, Path], name: str, width: int) -> None:
    tab.show(files[name], width)
    assert tab.run("document.querySelectorAll('svg[role=img]').length") == 2 * len(CHARTS)
    assert tab.run(NAMELESS) == 0
    assert tab.run(FAULTS) == []
    assert tab.run("document.documentElement.scrollWidth") <= width
    tab.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert tab.seen(("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")) == []
    asked = [event["request"]["url"] for event in tab.seen(("Network.requestWillBeSent",))]
    assert [url for url in asked if not url.startswith("data:")] == [files[name].as_uri()]


def test_it_needs_no_scripts(tab: Tab, files: dict[str, Path]) -> None:
    tab.ask("Emulation.setScriptExecutionDisabled", value=True)
    tab.show(files["plain"], 390)
    assert tab.run(FAULTS) == []
    tab.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_it_prints_with_its_tables(tab: Tab, files: dict[str, Path]) -> None:
    tab.show(files["plain"], 1280)
    tab.ask("Emulation.setEmulatedMedia", media="print")
    assert tab.run("[...document.querySelectorAll('table')].every(table => table.checkVisibility())")
    tab.ask("Emulation.setEmulatedMedia", media="")
    paper = base64.b64decode(tab.ask("Page.printToPDF", printBackground=True)["data"])
    assert paper.startswith(b"%PDF-")
    assert len(paper) > 100_000
