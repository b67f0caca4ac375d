"""`sim trade`: what it prints, what it answers to programs, and what it refuses."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import app
from tests.doors.calling import Ended

SMALL = Path(__file__).resolve().parents[1] / "examples" / "minimal.yaml"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture(scope="module")
def found() -> Any:
    return json.loads(CliRunner().invoke(app, ["trade", "montreal", "--json"]).stdout)


def test_it_prints_every_counterfactual_party_and_balance() -> None:
    ended = Ended("trade", "montreal")
    assert ended.code == 0
    for words in ("No pact: every link lapses", "Without Canada: the United States and Mexico keep their pact"):
        assert words in ended.out
    assert "Balance of trade of the United States" in ended.out
    assert "Break-even" in ended.out
    assert "Walmsley and Minor 2017" in ended.out
    assert "4 have no source at hand" in ended.out
    assert "not a forecast" in ended.out
    assert "next   sim sources montreal" in ended.err
    assert max(map(len, ended.out.splitlines())) <= 100


@pytest.mark.parametrize("columns", ["72", "80", "200"])
def test_no_line_is_wider_than_the_page(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = Ended("trade", "montreal").out.splitlines()
    assert max(map(len, lines)) <= min(int(columns), 100)


def test_it_answers_with_the_numbers_of_the_study(found: Any) -> None:
    # trade.md 2.3 and 3, with 75% of Canada's exports going to the United States: -0.97 and -0.99 for Canada.
    by_name = {change["name"]: change["parties"] for change in found["counterfactuals"]}
    assert 100 * by_name["no-pact"]["us"]["welfare"]["central"] == pytest.approx(-0.11, abs=0.005)
    assert 100 * by_name["no-pact"]["canada"]["welfare"]["central"] == pytest.approx(-0.97, abs=0.005)
    assert 100 * by_name["without-canada"]["canada"]["welfare"]["central"] == pytest.approx(-0.99, abs=0.005)
    assert 100 * by_name["without-us"]["mexico"]["welfare"]["central"] == pytest.approx(-1.19, abs=0.005)
    assert by_name["no-pact"]["mexico"]["gain"]["central"] == pytest.approx(-14.2, abs=0.05)


def test_break_even_weights_are_those_of_the_study(found: Any) -> None:
    # trade.md 3: 0.29, 0.85 and 0.17 at a border cost of 4%, with deficits of 75 and not of 75.3 billion.
    weights = {change["name"]: change["break_even"] for change in found["counterfactuals"]}
    assert weights["no-pact"]["central"] == pytest.approx(0.29, abs=0.01)
    assert weights["without-canada"]["central"] == pytest.approx(0.85, abs=0.01)
    assert weights["without-mexico"]["central"] == pytest.approx(0.17, abs=0.01)
    assert weights["us-unanswered"] is None


def test_the_band_is_that_of_the_border_cost(found: Any) -> None:
    assert found["border_cost"] == {"tariffs_alone": 0.0, "low": 0.0, "central": 0.04, "high": 0.08}
    for change in found["counterfactuals"]:
        for effects in change["parties"].values():
            welfare = effects["welfare"]
            assert welfare["tariffs_alone"] == welfare["low"]
            if change["name"] == "no-pact":
                assert welfare["low"] > welfare["central"] > welfare["high"]


def test_a_border_cost_without_a_range_gets_the_band_of_the_economy() -> None:
    found = Ended("trade", "montreal", "--json", "--set", "border_cost=6%").data
    assert found["border_cost"] == {"tariffs_alone": 0.0, "low": 0.0, "central": 0.06, "high": 0.08}


def test_the_losses_of_runs_are_those_of_the_counterfactuals(found: Any) -> None:
    by_name = {change["name"]: change["parties"] for change in found["counterfactuals"]}
    for party, losses in found["losses"].items():
        for other, loss in losses.items():
            welfare = by_name[f"without-{other}"][party]["welfare"]["central"]
            assert loss["share"] == pytest.approx(-welfare, abs=5e-5)
            assert loss["utility"] == pytest.approx(max(0.0, loss["share"]) / found["stakes"])


def test_the_first_order_figure_for_mexico_is_marked_and_not_used(found: Any) -> None:
    (study,) = (one for one in found["published"] if one["values"]["mexico"] == 1.31)
    assert study["counterfactual"] == "tariff-cuts"
    assert all(effects["parties"]["mexico"]["welfare"]["high"] < 0.0 for effects in found["counterfactuals"])


def test_a_tariff_asked_for_is_one_counterfactual_more() -> None:
    found = Ended("trade", "montreal", "--json", "--tariff", "us:canada:goods=25%", "--tariff", "canada:us=25%").data
    asked = found["counterfactuals"][-1]
    assert asked["name"] == "asked"
    assert asked["parties"]["canada"]["welfare"]["central"] < -0.01
    assert asked["break_even"] is None


@pytest.mark.parametrize(
    ("word", "code", "says"),
    [
        ("us:x=1%", 4, "has no region 'x'"),
        ("us:canada:services=10%", 4, "no traded sector 'services'"),
        ("us=10%", 2, "expected WHO:ON_WHOM=RATE"),
        ("us:us=10%", 2, "expected WHO:ON_WHOM=RATE"),
        ("us:canada=lots", 2, "expected WHO:ON_WHOM=RATE"),
        ("us:canada=-5%", 2, "expected WHO:ON_WHOM=RATE"),
        ("us:canada=nan", 2, "expected WHO:ON_WHOM=RATE"),
    ],
)
def test_a_tariff_that_makes_no_sense_is_refused(word: str, code: int, says: str) -> None:
    ended = Ended("trade", "montreal", "--tariff", word)
    assert (ended.code, ended.out) == (code, "")
    assert says in ended.err
    assert ended.err.count("\n") == 1


def test_a_scenario_that_gives_its_losses_has_nothing_to_compute() -> None:
    ended = Ended("trade", str(SMALL))
    assert (ended.code, ended.out) == (1, "")
    assert "only `pact.trade` has them computed" in ended.err


def test_csv_has_a_row_for_every_level() -> None:
    rows = list(csv.DictReader(io.StringIO(Ended("trade", "montreal", "--csv").out)))
    assert len(rows) == 5 * 3 * 4
    assert {row["counterfactual"] for row in rows} >= {"no-pact", "without-us", "us-unanswered"}
    assert all(float(row["welfare_share_of_gdp"]) > -0.05 for row in rows)


def test_sources_list_the_figures_of_the_economy() -> None:
    rows = list(csv.DictReader(io.StringIO(Ended("sources", "montreal", "--csv").out)))
    own = {row["path"]: row for row in rows if row["path"].startswith("economy.")}
    assert own["economy.gdp_us_2016"]["confidence"] == "high"
    assert own["economy.tariff_of_rest"]["kind"] == "unverified"
    assert "unverified: " in Ended("sources", "montreal").out


def test_the_export_share_moves_the_loss() -> None:
    def loss(share: str) -> float:
        setting = f"pact.trade.export_share.canada={share}"
        found = Ended("trade", "montreal", "--json", "--set", setting).data
        return float(found["losses"]["canada"]["us"]["share"])

    assert loss("60%") < loss("75%") < loss("90%")


def test_run_says_what_decides_the_stakes() -> None:
    ended = Ended("run", "montreal", "-n", "200")
    text = " ".join(ended.out.split())
    assert "beyond tariffs, 0 to 8%" in text
    assert "0.5 to 1.5 dollars" in text
    found = Ended("run", "montreal", "-n", "200", "--json").data["stakes"]
    assert found["economy"] == "nafta-2016"
    assert found["border_cost"] == {"low": 0.0, "central": 0.04, "high": 0.08}
    assert found["deficit_weight"] == {"us": {"low": 0.5, "central": 1.0, "high": 1.5}}


def test_a_run_with_kept_stakes_loads_no_scipy(tmp_path: Path) -> None:
    code = (
        "import sys; from sim.scenario import load; from sim.simulate import simulate;"
        "simulate(load('montreal').scenario, 50);"
        "print([name for name in sys.modules if name.partition('.')[0] == 'scipy'])"
    )
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, capture_output=True)  # now they are kept
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert again.stdout.strip() == "[]"
