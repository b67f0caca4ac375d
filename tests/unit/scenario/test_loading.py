"""A file gives a scenario with every figure in its place, and warnings where they are due."""

import datetime
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import Distribution, Figure, Scenario, figures, load, load_text, shipped

TESTS = Path(__file__).parents[2]
BASE = TESTS / "broken" / "base.yaml"
RICH = TESTS / "examples" / "rich.yaml"


@pytest.fixture(scope="module")
def rich() -> Scenario:
    return load(RICH).scenario


def base_with(old: str, new: str) -> str:
    text = BASE.read_text("utf-8")
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize("name", ["minimal.yaml", "rich.yaml"])
def test_the_examples_load_without_a_warning(name: str) -> None:
    assert load(TESTS / "examples" / name).warnings == ()


@pytest.mark.parametrize("name", shipped())
def test_what_ships_loads(name: str) -> None:
    assert load(name).scenario.about.title


def test_units_are_those_of_the_model(rich: Scenario) -> None:
    east = rich.parties["east"]
    assert rich.pact.losses["south"]["east"].value == 0.0119
    assert rich.pact.notice.period.value == 180.0
    assert east.patience.discount.value == 0.15
    assert east.positions["tariff"].weight.value == 20.0
    assert east.positions["tariff"].wants.value == 15.0
    assert east.resolve is not None
    assert east.resolve.deficit_belief is not None
    assert east.resolve.deficit_belief.deficits["south"].value == 63.0
    assert rich.calendar.effects[1].poisson is not None
    assert rich.calendar.effects[1].poisson.value == 4.0
    assert rich.about.starts == datetime.date(2018, 1, 2)


def test_a_position_has_the_unit_and_the_bounds_of_its_issue(rich: Scenario) -> None:
    wants = rich.parties["west"].positions["paper"].wants
    assert (wants.unit, wants.low, wants.high) == ("hours", 2.0, 48.0)


def test_a_figure_knows_where_it_stands_and_how_it_was_written(rich: Scenario) -> None:
    resolve = rich.parties["east"].resolve
    assert resolve is not None
    assert resolve.prior.path == "parties.east.resolve.prior"
    assert resolve.prior.written == "4 of 45"
    assert (resolve.prior.origin.kind, resolve.prior.origin.text) == ("source", "gazette#threats")
    assert resolve.prior.place is not None
    line = RICH.read_text("utf-8").splitlines()[resolve.prior.place.line - 1]
    assert line[resolve.prior.place.column - 1 :].startswith("4 of 45")


def test_figures_that_read_a_dial_are_the_dial(rich: Scenario) -> None:
    counted_on = rich.calendar.extensions.counted_on
    assert counted_on.path == "dials.overrun"
    assert counted_on.value == 0.3
    assert counted_on.origin == rich.dials["overrun"].value.origin


def test_every_figure_has_a_path_of_its_own(rich: Scenario) -> None:
    found = figures(rich)
    assert all(figure.path for figure in found)
    assert len({figure.path for figure in found}) == len(found)
    assert "calendar.effects[Ministers travel].support" in {figure.path for figure in found}
    assert "calendar.side_deals[1].lapse" in {figure.path for figure in found}


def test_a_default_says_that_it_is_one() -> None:
    scenario = load(TESTS / "examples" / "minimal.yaml").scenario
    hope = scenario.parties["north"].patience.hope
    assert (hope.value, hope.origin.kind, hope.path) == (0.2, "default", "parties.north.patience.hope")


def test_the_defaults_are_those_of_the_model() -> None:
    """The table of parameters of the specification (model.md 1.13)."""
    text = base_with("threat: never\n    patience", "threat: never\n    ratification: {}\n    patience")
    scenario = load_text(text).scenario
    north, south, course = scenario.parties["north"], scenario.parties["south"], scenario.calendar
    policy, home = north.threat.bayes_logit, south.ratification
    assert policy is not None
    assert home is not None
    expected: list[tuple[Figure | None, float | Distribution]] = [
        (north.curvature, 1.0),
        (north.strategy.figures()[0], 0.3),
        (north.strategy.figures()[1], 0.0),
        (policy.cost.threat, 0.005),
        (policy.cost.notice, 0.06),
        (policy.inertia.threat, 0.04),
        (policy.inertia.notice, 0.04),
        (policy.attention, 0.3),
        (policy.noise, 0.03),
        (policy.optimism.threat, 0.5),
        (policy.optimism.notice, 0.5),
        (policy.demand, Distribution("uniform", 0.3, 0.6)),
        (policy.ultimatum, 60),
        (south.audience_costs.threat, 0.04),
        (south.audience_costs.notice, 0.12),
        (north.support.exit, 0.6),
        (north.support.ratification, 0.3),
        (home.hurdle, 0.0),
        (home.noise, 0.08),
        (home.caution, 1.0),
        (home.lag, 90),
        (north.patience.discount, 0.1),
        (north.patience.hope, 0.2),
        (scenario.pact.stakes, 1.0),
        (scenario.pact.loss_scale, 1.0),
        (course.monthly.every, 30),
        (course.extensions.length, 90),
        (course.extensions.most, 3),
        (course.extensions.counted_on, 0.3),
        (course.extensions.noise, 0.05),
        (course.side_deals[0].lapse, 0.25),
        (course.side_deals[0].outsider_lapse, Distribution("uniform", 0.3, 1)),
        (course.side_deals[0].accession, 33),
    ]
    assert [figure.value for figure, _ in expected if figure] == [value for _, value in expected]
    assert policy.power is None
    assert (home.on_failure, home.leader_veto, course.extensions.consent.rule) == (
        "collapse",
        False,
        "bargained",
    )


@pytest.mark.parametrize(("style", "beta"), [("boulware", 0.2), ("linear", 1.0), ("conceder", 5.0)])
def test_a_style_is_a_word_for_beta(style: str, beta: float) -> None:
    text = base_with(
        "strategy: time-dependent\n    threat: bayes",
        f"strategy: {{time-dependent: {{style: {style}}}}}\n    threat: bayes",
    )
    assert load_text(text).scenario.parties["north"].strategy.figures()[0].value == beta


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        (
            "date: 2017-12-20",
            "date: 2018-01-05",
            "hindsight: 2018-01-05 is after the scenario starts, 2018-01-01, and First rests on it",
        ),
        ("source: gazette#rounds", "judgement: x", "no figure names this source"),
        (
            "{prior: 0.2,",
            "{prior: 1,",
            "found `1`: the others are certain from the start and learn nothing from any threat",
        ),
        (
            "discount: {dial: patience}",
            "discount: 10%",
            "no figure reads this dial; turning it changes nothing",
        ),
    ],
)
def test_what_is_worth_a_second_look_is_a_warning(old: str, new: str, warning: str) -> None:
    loaded = load_text(base_with(old, new))
    assert [fault.message for fault in loaded.warnings] == [warning]
    assert {fault.severity for fault in loaded.warnings} == {"warning"}


def test_hindsight_is_an_error_when_strict() -> None:
    text = base_with("date: 2017-12-20", "date: 2018-01-05")
    with pytest.raises(ScenarioError, match="hindsight"):
        load_text(text, strict=True)


def test_the_known_outcome_may_rest_on_hindsight() -> None:
    outcome = "known_outcome: {ending: trilateral, date: 2018-11-30, source: later}"
    source = "later: {title: T, publisher: P, date: 2018-12-01, claims: {done: Signed.}}"
    text = base_with("  ends: 2018-12-31\n", f"  ends: 2018-12-31\n  {outcome}\n") + f"  {source}\n"
    assert load_text(text, strict=True).warnings == ()


def test_the_first_twenty_faults_are_shown_and_the_rest_counted() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text((TESTS / "examples" / "rich.yaml").read_text("utf-8").replace("judgement:", "why:"))
    assert len(caught.value.faults) > 30
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == f"and {len(caught.value.faults) - 20} more faults"


def test_faults_are_sorted_by_place() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text((TESTS / "examples" / "rich.yaml").read_text("utf-8").replace("judgement:", "why:"))
    places = [(fault.place.line, fault.place.column) for fault in caught.value.faults if fault.place]
    assert places == sorted(places)


def test_reading_costs_little() -> None:
    load(RICH)
    times = []
    for _ in range(5):
        start = time.process_time()
        load(RICH)
        times.append(time.process_time() - start)
    assert min(times) < 0.06


def test_reading_needs_no_engine() -> None:
    heavy = {"simpy", "duckdb", "rich", "difflib"}
    code = f"import sys, sim.scenario; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=TESTS.parent)
    assert done.stdout.strip() == "[]"


BY_TYPE = "threat: {resolute: 20%, bluffer: 10%}, notice: {resolute: 1, bluffer: 0}, exit: {resolute: 1, bluffer: 0}"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("early_notice: 1.5 a year", "more than 100% in a round; expected a chance, or `per: year`"),
        ("per: year", "found two different rates per year of a threat; expected one for both types, or `per: round`"),
    ],
)
def test_rates_of_a_policy_fit_their_time(given: str, message: str) -> None:
    text = base_with("threat: bayes-logit", f"threat: {{fixed-rates: {{{BY_TYPE}, {given}}}}}")
    with pytest.raises(ScenarioError, match=message):
        load_text(text)


def test_a_war_of_attrition_has_one_reason_to_give_in() -> None:
    two = "strategy: {war-of-attrition: {rate: 2 a year, private_value: 0.5}}\n    threat: bayes-logit"
    with pytest.raises(ScenarioError, match="found `rate` and `private_value`; keep one of them"):
        load_text(base_with("strategy: time-dependent\n    threat: bayes-logit", two))
