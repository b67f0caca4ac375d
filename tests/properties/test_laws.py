"""Laws that every scenario obeys (docs/model.md 2): over small scenarios drawn by Hypothesis, and over many trials.

Laws of single trials hold bit by bit unless a tolerance is given. Laws of shares are tested at a fixed seed with a
threshold of five standard errors, which chance alone passes less than once in a million.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.engine import batch
from sim.engine.batch import blank_rows
from sim.engine.calendar import Watch, play_watched
from sim.estimates import cumulative_incidence
from sim.model.events import EFFECTIVE, EVERYTHING_WATCHED
from sim.model.state import FULL_DEAL, NOBODY, PARTIAL_DEAL, RESOLUTE, Rows
from sim.scenario.packing import pack
from sim.simulate import simulate
from tests.builders import START, Tree, base, issue, merged, on, packed, party, played, positions, scenario

FIVE = 5.0  # standard errors
TRIALS = 24
few = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])

UNPROMPTED = ("unannounced_notice", "early_notice", "early_backdown", "early_rescission")
share = st.integers(0, 20).map(lambda n: n / 20)
inner = st.integers(1, 19).map(lambda n: n / 20)


@st.composite
def wants(draw: st.DrawFn, topics: list[str]) -> Tree:
    """Return positions on all topics; weights are whole and add up to 100."""
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=len(topics) - 1, max_size=len(topics) - 1, unique=True)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    return positions(**{name: (draw(share), weight) for name, weight in zip(topics, weights, strict=True)})


@st.composite
def threats(draw: st.DrawFn) -> Tree:
    """Return a party's threat policy and what belongs to it."""
    policy: Any = draw(st.sampled_from(["never", "bayes-logit", "semi-separating", "fixed-rates"]))
    if policy == "bayes-logit":
        cost = draw(st.sampled_from([0, 0.05]))
        policy = {
            "bayes-logit": {
                "power": 0.5,
                "noise": draw(st.sampled_from([0.03, 0.2])),
                "demand": 0.6,
                "inertia": {"threat": 0, "notice": 0},
                "cost": {"threat": cost, "notice": cost},
                "ultimatum": f"{draw(st.integers(5, 60))} days",
            }
        }
    elif policy == "semi-separating":
        policy = {policy: {"power": 0.5, "demand": 0.6, "inertia": {"threat": 0, "notice": 0}, "ultimatum": "20 days"}}
    elif policy == "fixed-rates":
        acts: Tree = {act: {"resolute": draw(share), "bluffer": draw(share)} for act in ("threat", "notice", "exit")}
        acts |= {act: draw(share) for act in UNPROMPTED} if draw(st.booleans()) else {}
        if draw(st.booleans()):
            rate = draw(st.integers(0, 9))
            acts |= {"per": "year", "threat": {"resolute": rate, "bluffer": rate}}
        policy = {"fixed-rates": acts | {"demand": 0.8, "ultimatum": "20 days"}}
    gain = draw(inner)
    return {"threat": policy, "resolve": {"prior": draw(inner), "exit_gain": {"resolute": gain, "bluffer": gain - 1}}}


OTHER_STRATEGIES: list[Any] = [
    {"zeuthen": {"step": 0.1}},
    {"tit-for-tat": {"window": 3, "proportion": 0.5}},
    {"sealed-bid": {"style": "truthful"}},
    "hardliner",
]


@st.composite
def planned(draw: st.DrawFn) -> Tree:
    """Return a strategy that comes round by chance or by plan."""
    strategy = draw(st.sampled_from(["fixed-rates", "fixed-chances", "war-of-attrition"]))
    numbers: Tree = {"bidding": draw(st.sampled_from(["logroll", "even"]))}
    if strategy == "war-of-attrition":
        numbers |= {draw(st.sampled_from(["rate", "audience_cost", "private_value"])): draw(share)}
        numbers |= {"obstinate": draw(share)}
    return {strategy: numbers}


@st.composite
def parties(draw: st.DrawFn, topics: list[str]) -> Tree:
    """Return one party: any strategy, threat policy and ratification."""
    member = party(
        draw(wants(topics)), draw(st.sampled_from([0.2, 1.0, 3.0])), draw(st.sampled_from(["logroll", "even"]))
    )
    member["strategy"] = draw(st.sampled_from([member["strategy"], *OTHER_STRATEGIES]))
    if draw(st.booleans()):
        member["strategy"] = draw(planned())
    if draw(st.booleans()):
        member["support"] = {"breaks_off": -draw(inner)}
    member["status_quo_value"] = draw(st.one_of(st.none(), share))
    member["curvature"] = draw(st.sampled_from([1, 0.6]))
    if draw(st.booleans()):
        member["ratification"] = {
            "hurdle": draw(st.integers(-10, 20)) / 100,
            "noise": draw(st.sampled_from([0.05, 0.2])),
            "caution": 0,
            "lag": f"{draw(st.integers(0, 90))} days",
            "on_failure": draw(st.sampled_from(["collapse", "reopen"])),
            "leader_veto": draw(st.booleans()),
        }
    return merged({key: value for key, value in member.items() if value is not None}, draw(threats()))


@st.composite
def pacts(draw: st.DrawFn) -> Tree:
    """Return a small scenario of two parties."""
    topics = ["quota", "tariff", "parcels"][: draw(st.integers(1, 3))]
    tracks = st.sampled_from(["political", "technical"])
    loss = st.integers(0, 50).map(lambda n: n / 100)
    effects: list[Tree] = []
    if draw(st.booleans()):
        effects = [
            {"name": "push", "in": "north", "poisson": "8 a year", "support": 0.05, "half_life": "60 days"},
            {"name": "doubt", "in": "south", "poisson": "4 a year", "support": -0.1},
            {"name": "answer", "in": ["north", "south"], "on": "threat", "hurdle": 0.02, "half_life": "90 days"},
        ]
    return merged(
        base(),
        {
            "issues": {name: issue(draw(tracks), draw(share)) for name in topics},
            "parties": None,
        },
        {
            "parties": {name: draw(parties(topics)) for name in ("north", "south")},
            "pact": {
                "losses": {"north": {"south": draw(loss)}, "south": {"north": draw(loss)}},
                "notice": {"period": f"{draw(st.integers(20, 120))} days"},
            },
            "table": {
                "chair": draw(st.sampled_from(["equal", "salience"])),
                "closing": draw(st.sampled_from(["package", "each"])),
            },
            "calendar": {
                "extensions": {"most": draw(st.integers(0, 3)), "counted_on": draw(share), "length": "60 days"},
                "technical": {"days_before_round": f"{draw(st.integers(0, 2))} days"},
                "effects": effects,
            },
        },
    )


def play(tree: Tree, trials: int = TRIALS) -> Rows:
    return played(pack(scenario_of(tree)), trials)


def scenario_of(tree: Tree) -> Any:
    return scenario(dict.fromkeys(base()), tree)


def same(a: Rows, b: Rows, fields: tuple[str, ...], count: int = 2) -> None:
    """Assert that the first `count` parties of two tables agree bit by bit in these fields."""
    for name in fields:
        left, right = np.asarray(a[name]), np.asarray(b[name])
        if left.ndim > 1 and name not in ("deal",):
            left, right = left[:, :count], right[:, :count]
        assert left.tobytes() == right.tobytes(), name


OUTCOME = ("ending", "path", "end_day", "held", "extensions")
BY_PARTY = ("value", "material", "worth", "belief", "threats", "notices", "type", "paid", "backdowns")


@few
@given(pacts())
def test_renaming_parties_and_issues_changes_names_only(tree: Tree) -> None:
    names = {"north": "zulu", "south": "alpha", "quota": "tax", "tariff": "corn", "parcels": "art"}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {names.get(key, key): renamed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return names.get(value, value) if isinstance(value, str) else value

    assert play(tree).tobytes() == play(renamed(tree)).tobytes()


@few
@given(pacts())
def test_a_third_party_that_cares_for_nothing_of_theirs_changes_nothing(tree: Tree) -> None:
    # Its one issue is worth to it what it is today; high hope makes it consent to every extension.
    dummy = merged(party(positions(fish=(0.5, 100))), {"patience": {"hope": 2}})
    del dummy["status_quo_value"]
    third: Tree = {
        "issues": {"fish": issue()},
        "parties": {"west": dummy},
        "pact": {"members": ["north", "south", "west"]},
    }
    a, b = play(tree), play(merged(tree, third))
    same(a, b, (*OUTCOME, *BY_PARTY))
    topics = len(tree["issues"])
    agreed = a["ending"] == FULL_DEAL
    assert a["deal"][agreed, :topics].tobytes() == b["deal"][agreed, :topics].tobytes()


@few
@given(pacts(), st.sampled_from([1, 30, 400]))
def test_a_shifted_calendar_shifts_dates_only(tree: Tree, days: int) -> None:
    def shifted(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shifted(item) for key, item in value.items()}
        if isinstance(value, list):
            return [shifted(item) for item in value]
        for day in range(366):
            if value == on(day):
                return on(day + days)
        return value

    assert shifted(tree)["about"]["starts"] == on(days)
    assert play(tree).tobytes() == play(shifted(tree)).tobytes()


@few
@given(pacts())
def test_a_party_that_never_threatens_is_one_without_a_threat_block(tree: Tree) -> None:
    never: Tree = {"parties": {name: {"threat": "never"} for name in tree["parties"]}}
    silent: Tree = {"parties": {name: {"threat": None} for name in tree["parties"]}}
    assert play(merged(tree, never)).tobytes() == play(merged(tree, silent)).tobytes()


@few
@given(pacts())
def test_an_effect_of_size_nought_changes_nothing(tree: Tree) -> None:
    idle = [
        {"name": "idle", "in": "south", "poisson": "9 a year", "support": 0, "hurdle": 0},
        {"name": "still", "in": "north", "dates": [on(10), on(55)], "exit_gain": 0},
        {"name": "mute", "in": ["north", "south"], "on": "threat", "discount": 0},
    ]
    for effects in (idle + tree["calendar"]["effects"], tree["calendar"]["effects"] + idle):
        changed = merged(tree, {"calendar": {"effects": effects}})
        same(play(tree), play(changed), (*OUTCOME, *BY_PARTY, "deal"))


@few
@given(pacts())
def test_doubling_losses_and_stakes_together_changes_nothing(tree: Tree) -> None:
    halved = {
        "stakes": 0.5,
        "losses": {
            one: {other: loss / 2 for other, loss in links.items()} for one, links in tree["pact"]["losses"].items()
        },
    }
    assert play(tree).tobytes() == _without_units(play(merged(tree, {"pact": halved})), play(tree))


def _without_units(rows: Rows, like: Rows) -> bytes:
    rows = rows.copy()
    rows["stakes"] = like["stakes"]
    return rows.tobytes()


@few
@given(pacts(), st.data())
def test_splitting_an_issue_in_two_halves_changes_no_value_under_even_bidding(tree: Tree, data: st.DataObject) -> None:
    even = {name: {"curvature": 1, "strategy": _evenly(member["strategy"])} for name, member in tree["parties"].items()}
    political = {name: {"track": "political"} for name in tree["issues"]}
    tree = merged(
        tree, {"parties": {name: {"strategy": None} for name in even}}, {"parties": even, "issues": political}
    )
    halves: Tree = {"issues": {"quota2": tree["issues"]["quota"]}, "parties": {}}
    for name, member in tree["parties"].items():
        half = member["positions"]["quota"] | {"weight": member["positions"]["quota"]["weight"] / 2}
        halves["parties"][name] = {"positions": {"quota": half, "quota2": half}}
    a, b = play(tree), play(merged(tree, halves))
    assert a["ending"].tobytes() == b["ending"].tobytes()
    assert a["end_day"].tobytes() == b["end_day"].tobytes()
    for name in ("value", "material", "belief"):
        assert np.abs(a[name] - b[name]).max() < 1e-9


def _evenly(strategy: Any) -> Tree:
    blocks = strategy if isinstance(strategy, dict) else {strategy: {}}
    return {name: block | {"bidding": "even"} for name, block in blocks.items()}


@few
@given(pacts())
def test_time_never_runs_back_and_deals_meet_the_floors_of_their_day(tree: Tree) -> None:
    scene = pack(scenario_of(tree))
    rows = blank_rows(scene, 1, 0, 6)
    last = np.full(len(rows), -1.0)
    floors = np.zeros((len(rows), 2))
    signed = np.zeros(len(rows), dtype=np.int64)

    def look(all_rows: Rows, which: NDArray[np.intp]) -> None:
        assert (all_rows["due"][which] >= last[which]).all()
        assert (all_rows["due"][which] >= all_rows["day"][which]).all()
        last[which] = all_rows["due"][which]
        new = which[(all_rows["signed"][which] == 1) & (signed[which] == 0)]
        assert (all_rows["worth"][new, :2] >= floors[new] - 2e-9).all()
        signed[which] = all_rows["signed"][which]
        floors[which] = all_rows["floor"][which, :2]

    play_watched(scene, rows, Watch(EVERYTHING_WATCHED, look))
    assert (rows["ending"] > 0).all()
    assert (rows["due"] >= last).all()
    done = rows["ending"] == FULL_DEAL
    assert (rows["end_day"][done] <= last[done]).all()


@few
@given(pacts())
def test_utilities_and_beliefs_stay_in_their_bounds(tree: Tree) -> None:
    rows = play(tree)
    assert ((rows["belief"] >= 0) & (rows["belief"] <= 1)).all()
    assert ((rows["credibility"] >= 0) & (rows["credibility"] <= 1)).all()
    agreed = rows["ending"] == FULL_DEAL
    assert ((rows["deal"][agreed] >= 0) & (rows["deal"][agreed] <= 1)).all()
    assert ((rows["worth"][agreed, :2] >= 0) & (rows["worth"][agreed, :2] <= 1 + 1e-12)).all()
    assert np.isfinite(rows["value"]).all()
    assert np.isfinite(rows["material"]).all()


@few
@given(pacts())
def test_cumulative_incidences_and_survival_add_up_to_one(tree: Tree) -> None:
    rows = play(tree)
    incidence = cumulative_incidence(np.array(rows["end_day"]), np.array(rows["ending"]))
    assert np.abs(incidence.shares.sum(axis=0) + incidence.survival - 1).max() < 1e-12


# Beliefs. Each scenario is one in which many threats, notices, exits, rescissions and vetoes are seen.

_SENDER: Tree = {
    "status_quo_value": 0.7,
    "threat": {
        "bayes-logit": {
            "noise": 0.15,
            "cost": {"threat": 0, "notice": 0},
            "inertia": {"threat": -0.1, "notice": -0.2},
            "attention": 0.3,
            "demand": 0.9,
            "ultimatum": "15 days",
        }
    },
    "resolve": {"prior": 0.35, "exit_gain": {"resolute": 0.3, "bluffer": -0.1}},
    "audience_costs": {"threat": 0.05, "notice": 0.1},
}
_TENSE: Tree = {
    "about": {"ends": on(600)},
    "parties": {"north": _SENDER, "south": {"status_quo_value": 0.45}},
    "pact": {"losses": {"north": {"south": 0.1}, "south": {"north": 0.5}}, "notice": {"period": "60 days"}},
    "calendar": {
        "extensions": {"most": 4, "length": "60 days", "consent": "automatic"},
        "effects": [{"name": "push", "in": "north", "poisson": "6 a year", "support": 0.05, "half_life": "60 days"}],
    },
}
_PAIR = {"resolute": 0.8, "bluffer": 0.3}
_RATES: Tree = {
    "threat": {
        "bayes-logit": None,
        "fixed-rates": {"threat": _PAIR, "notice": _PAIR, "exit": _PAIR, "demand": 1, "ultimatum": "15 days"},
    }
}
_SEMI: Tree = {
    "threat": {
        "bayes-logit": None,
        "semi-separating": {
            "cost": {"threat": 0, "notice": 0},
            "inertia": {"threat": 0, "notice": 0},
            "attention": 0,
            "demand": 0.9,
            "ultimatum": "15 days",
        },
    },
    "resolve": {"prior": {"beta": [3, 5]}},
}
_VETO: Tree = {"ratification": {"hurdle": 0, "noise": 0, "leader_veto": True}}
BELIEFS: dict[str, Tree] = {
    "bayes-logit": _TENSE,
    "drawn prior": merged(_TENSE, {"parties": {"north": {"resolve": {"prior": {"beta": [3, 5]}}}}}),
    "automatic effect": merged(_TENSE, {"pact": {"notice": {"effect": "automatic"}}}),
    "semi-separating": merged(_TENSE, {"parties": {"north": _SEMI}}),
    "fixed-rates": merged(_TENSE, {"parties": {"north": _RATES, "south": {"status_quo_value": 0.8}}}),
    "leader's veto": merged(_TENSE, {"parties": {"north": _VETO | {"status_quo_value": 0.4}}}),
    "both sides": merged(
        _TENSE,
        {"parties": {"south": _SENDER | {"resolve": {"prior": 0.6, "exit_gain": {"resolute": 0.7, "bluffer": 0.3}}}}},
    ),
}


@cache
def _believed(name: str) -> Rows:
    return played(packed(BELIEFS[name]), 20_000, seed=7)


@pytest.mark.parametrize("name", BELIEFS)
def test_beliefs_are_a_martingale(name: str) -> None:
    rows = _believed(name)
    for seat in range(2 if name == "both sides" else 1):
        gap = rows["belief"][:, seat] - (rows["type"][:, seat] == RESOLUTE)
        drift = rows["belief"][:, seat] - rows["prior"][:, seat]
        assert rows["belief"][:, seat].std() > 0.02
        for difference in (gap, drift):
            assert abs(difference.mean()) < FIVE * difference.std() / np.sqrt(len(rows))


@pytest.mark.parametrize("name", BELIEFS)
def test_beliefs_are_calibrated_bin_by_bin(name: str) -> None:
    rows = _believed(name)
    belief, resolute = rows["belief"][:, 0], rows["type"][:, 0] == RESOLUTE
    bins = np.clip((belief * 10).astype(int), 0, 9)
    filled = [here for here in (bins == b for b in range(10)) if here.sum() >= 50]
    assert len(filled) >= 3
    for here in filled:
        expected = belief[here].mean()
        error = np.sqrt((belief[here] * (1 - belief[here])).sum()) / here.sum()
        assert abs(resolute[here].mean() - expected) < FIVE * error + 1e-12


@pytest.mark.parametrize("name", ["bayes-logit", "automatic effect", "fixed-rates", "both sides"])
def test_of_the_notices_that_reach_their_date_the_share_carried_out_is_the_credibility(name: str) -> None:
    no_agreement: Tree = {"parties": {"south": {"status_quo_value": 0.85}}}
    scene = packed(BELIEFS[name], no_agreement)
    rows = blank_rows(scene, 11, 0, 4000)
    expected: list[float] = []
    happened: list[bool] = []
    due_next = np.full(len(rows), NOBODY)
    believed = np.zeros(len(rows))

    def tell(all_rows: Rows, which: NDArray[np.intp]) -> None:
        # What a row was last told of has happened since, and its chances stand in the row.
        for n in which[due_next[which] != NOBODY]:
            row, seat = all_rows[n], due_next[n]
            expected.append(believed[n] * row["chance"][seat, 0] + (1 - believed[n]) * row["chance"][seat, 1])
            happened.append(row["leaver"] == seat)
        due_next[which] = np.where(all_rows["event"][which] == EFFECTIVE, all_rows["who"][which], NOBODY)
        believed[which] = all_rows["belief"][which, due_next[which]]

    play_watched(scene, rows, Watch(EVERYTHING_WATCHED, tell, in_waves=True))
    tell(rows, np.flatnonzero(due_next != NOBODY))
    p, left = np.array(expected), np.array(happened)
    assert len(p) > 200
    assert 0 < left.sum() < len(left)
    assert abs(left.sum() - p.sum()) < FIVE * np.sqrt((p * (1 - p)).sum())


# Workers and chunks.


@pytest.mark.parametrize("chunk", [1, 7, 256, 5000])
def test_the_same_seed_gives_the_same_table_whatever_the_workers_and_the_chunk(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scenario(BELIEFS["drawn prior"])
    expected = simulate(scene, 300, seed=5, workers=1).table
    monkeypatch.setattr(batch, "CHUNK", chunk)
    for workers in (1, 2, 3):
        table = simulate(scene, 300, seed=5, workers=workers).table
        assert table.keys() == expected.keys()
        for name, column in expected.items():
            assert np.asarray(table[name]).tobytes() == np.asarray(column).tobytes(), name


def test_another_seed_gives_another_table() -> None:
    scene = scenario(BELIEFS["drawn prior"])
    a, b = (simulate(scene, 50, seed=seed).table["drawn_parties.north.resolve.prior"] for seed in (5, 6))
    assert not np.array_equal(a, b)


def test_the_first_trials_of_a_longer_run_are_those_of_a_shorter_one() -> None:
    scene = packed(BELIEFS["both sides"])
    assert played(scene, 40).tobytes() == played(scene, 90)[:40].tobytes()


def test_a_side_deal_needs_its_dates() -> None:
    # A law of coalitions: outside its window a side deal leaves no trace.
    west: Tree = {
        "parties": {"west": merged(party(positions(quota=(0.9, 100))), {"status_quo_value": 0.95})},
        "pact": {"members": ["north", "south", "west"]},
    }
    window = {"members": ["north", "south"], "from": on(1), "until": on(9)}
    deal: Tree = {"calendar": {"side_deals": [window]}}
    closed = played(packed(west, deal), 20)
    assert (closed["coalition"] == NOBODY).all()
    opened = played(packed(west, {"calendar": {"side_deals": [window | {"until": on(99)}]}}), 20)
    assert (opened["ending"] == PARTIAL_DEAL).any() or (opened["joined"] == 1).any()


def test_days_count_from_the_start() -> None:
    assert on(0) == START.isoformat()


# The two claims of the founding reports that can be tested.

SHIPPED = 10_000


@cache
def _shipped(name: str) -> Any:
    from sim.scenario import load

    return simulate(load(name).scenario, SHIPPED, seed=20180112).table


def _paired(a: NDArray[Any], b: NDArray[Any]) -> tuple[float, float]:
    difference = b.astype(float) - a.astype(float)
    return float(difference.mean()), float(1.96 * difference.std() / np.sqrt(len(difference)))


def test_fact_16_a_concession_makes_a_notice_less_likely() -> None:
    within_a_year = [_shipped(name)["first_notice_day"] < 365 for name in ("montreal", "montreal-concede")]
    difference, half = _paired(*within_a_year)
    assert difference + half < 0
    assert difference - half > -1


def test_fact_20_the_worth_of_a_notice_comes_with_a_range_of_either_sign(record_property: Any) -> None:
    difference, half = _paired(_shipped("montreal")["value_us"], _shipped("notice-as-leverage")["value_us"])
    record_property("worth of a notice to the United States", f"{difference:+.4f} +- {half:.4f}")
    assert np.isfinite([difference, half]).all()
    assert 0 < half < 0.05
