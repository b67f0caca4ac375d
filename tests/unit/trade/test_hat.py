"""The economy of North America in 2016 gives the numbers of an independent program, kept in hat.json."""

import json
from pathlib import Path
from typing import Any

import pytest

from sim.trade.counterfactuals import Counterfactual, no_pact, outcome, unanswered, without
from sim.trade.economies import economy_file
from sim.trade.economy import Array, Economy
from sim.trade.equilibrium import Outcome

HAT: dict[str, Any] = json.loads(Path(__file__).with_name("hat.json").read_text(encoding="utf-8"))
REGIONS = {"USA": "us", "CAN": "canada", "MEX": "mexico", "ROW": "rest"}
MEMBERS = ("us", "canada", "mexico")
CHANGES = {
    "collapse": no_pact(MEMBERS),
    "us_out": without("us", MEMBERS),
    "canada_out": without("canada", MEMBERS),
    "mexico_out": without("mexico", MEMBERS),
    "canada_us_only_breaks": Counterfactual("us-canada", (("us", "canada"),)),
}
# In the units of the other program, per cent and bn US$, so that a share may miss by a hundred times less.
CLOSE = 1e-6


@pytest.fixture(scope="module")
def economy() -> Economy:
    return economy_file("nafta-2016").economy()


def by_region(found: Outcome, values: Array, regions: dict[str, float]) -> dict[str, float]:
    """Return values under the names that the other program has for these regions."""
    return {name: float(values[found.economy.region(REGIONS[name])]) for name in regions}


@pytest.mark.parametrize(("name", "cost"), [(name, cost) for name in CHANGES for cost in HAT["outcomes"][name]])
def test_every_counterfactual_gives_the_numbers_of_the_other_program(economy: Economy, name: str, cost: str) -> None:
    expected = HAT["outcomes"][name][cost]
    found = outcome(economy, CHANGES[name], float(cost))
    ours = {
        "welfare": 100.0 * found.welfare,
        "ev": found.gain,
        "exports": 100.0 * found.exports,
        "real_wage": 100.0 * found.wage,
        "pct_gdp": 100.0 * found.welfare_of_gdp,
    }
    for measure in expected.keys() - {"deficit"}:
        numbers = by_region(found, ours[measure], expected[measure])
        assert numbers == pytest.approx(expected[measure], rel=0.0, abs=CLOSE), measure
    deficits = {name: -found.balance("us", REGIONS[name]) for name in expected["deficit"]}
    assert deficits == pytest.approx(expected["deficit"], rel=0.0, abs=CLOSE)
    assert found.balance("canada", "us") == -found.balance("us", "canada")


def test_the_file_holds_every_counterfactual_at_three_border_costs() -> None:
    assert set(HAT["outcomes"]) == set(CHANGES)
    for name, block in HAT["outcomes"].items():
        assert [float(cost) for cost in block] == [0.0, 0.04, 0.08]
        # Per cent of GDP is known for the three members, and not where one link alone lapses.
        measures = {"welfare", "ev", "exports", "real_wage", "deficit", "pct_gdp"}
        expected = measures - {"pct_gdp"} if name == "canada_us_only_breaks" else measures
        assert all(set(numbers) == expected for numbers in block.values())
        assert all(set(numbers["welfare"]) == set(REGIONS) for numbers in block.values())


@pytest.mark.parametrize("name", sorted(HAT["share_75"]))
def test_so_does_the_economy_with_three_quarters_of_canadian_exports_to_the_united_states(name: str) -> None:
    economy = economy_file("nafta-2016").economy({"canada": 0.75}, MEMBERS)
    expected = HAT["share_75"][name]
    found = outcome(economy, CHANGES[name], 0.04)
    numbers = by_region(found, 100.0 * found.welfare, expected)
    assert numbers == pytest.approx(expected, rel=0.0, abs=CLOSE)
    # The share matters far more than the tolerance, so the agreement says something.
    assert abs(numbers["CAN"] - HAT["outcomes"][name]["0.04"]["welfare"]["CAN"]) > 0.01


def test_so_do_tariffs_of_the_united_states_that_nobody_answers(economy: Economy) -> None:
    expected = HAT["us_unanswered"]
    found = outcome(economy, unanswered(economy, "us", MEMBERS), 0.5)  # no link lapses: the border cost is not paid
    assert by_region(found, 100.0 * found.welfare, expected) == pytest.approx(expected, rel=0.0, abs=CLOSE)
    assert found.welfare[economy.region("us")] > 0.0
