import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.engine.batch import blank_rows, run_on
from sim.model.state import Rows
from sim.report.pick import pick
from sim.report.story import Story, tell
from sim.report.story.trace import consents, trace
from sim.report.story.words import dated, points
from sim.scenario import find, load, load_text
from sim.scenario.packing import PackedScenario, pack
from sim.simulate import Run, simulate

_SEED = 1
_EXAMPLES = Path(__file__).parents[2] / "examples"
_SCRIPTED = """
format: 1
judgement: invented for a test
about: {title: A scripted notice, starts: 2018-01-01, ends: 2019-06-30}
issues:
  quota_share:
    label: Import quota
    unit: percent
    scale: {0: no imports, 100: free trade}
    status_quo: 40
    track: political
parties:
  no_rth:
    label: Northland
    positions: {quota_share: {wants: 100, weight: 100}}
    strategy: time-dependent
    threat: {scripted: {notices: [2018-02-01], signals: {resolute: 0.8, bluffer: 0.2}}}
    resolve: {prior: 0.3, exit_gain: {resolute: 0.4, bluffer: -0.3}}
  so_uth:
    label: South Islands
    positions: {quota_share: {wants: 0, weight: 100}}
    strategy: time-dependent
    threat: never
pact:
  members: [no_rth, so_uth]
  notice: {period: 180 days, effect: optional}
  losses: {so_uth: {no_rth: 10%}, no_rth: {so_uth: 10%}}
calendar:
  rounds: [{to: 2018-03-01}]
  planned_end: {date: 2018-06-30}
"""


@cache
def montreal() -> Run:
    return simulate(load(find("montreal")).scenario, 2000, _SEED, 1)


@cache
def example(name: str) -> PackedScenario:
    return pack(load(_EXAMPLES / f"{name}.yaml").scenario)


@cache
def scripted() -> PackedScenario:
    return pack(load_text(_SCRIPTED).scenario)


def picked() -> list[int]:
    run = montreal()
    occurred = [name for n, name in enumerate(run.labels("path")) if (run.table["path"] == n).any()]
    return [pick(run, "typical"), pick(run, "surprising"), *(pick(run, f"ending={name}") for name in occurred)]


def batch_row(packed: PackedScenario, trial: int) -> Rows:
    rows = blank_rows(packed, _SEED, trial, 1)
    run_on(packed, rows)
    return rows


def assert_reads_well(packed: PackedScenario, story: Story, width: int) -> None:
    lines = story.lines(width)
    text = " ".join(lines)
    assert max(map(len, lines)) <= width
    assert not re.search(r"\b(nan|inf|None|won|lost)\b|-0[ %)]|: \.|\.\.|  ,", text)
    ids = {name for name in (*packed.parties, *packed.issues, "us") if "_" in name or name == "us"}
    assert not [name for name in ids if re.search(rf"\b{name}\b", text)]
    days = [entry.day for entry in story.entries]
    assert days == sorted(days)


def test_every_ending_of_montreal_reads_well_at_any_width() -> None:
    packed = montreal().packed
    for trial in picked():
        story = tell(packed, _SEED, trial)
        for width in (50, 88, 120):
            assert_reads_well(packed, story, width)


@pytest.mark.parametrize("name", ["minimal", "rich"])
def test_stories_of_the_examples_read_well(name: str) -> None:
    for trial in range(12):
        assert_reads_well(example(name), tell(example(name), _SEED, trial), 88)


def test_a_traced_row_has_the_bits_of_the_batch() -> None:
    for packed in (montreal().packed, example("minimal"), example("rich"), scripted()):
        for trial in range(5):
            assert trace(packed, _SEED, trial).final.tobytes() == batch_row(packed, trial).tobytes()


def test_the_outcome_is_the_row_of_the_results_table() -> None:
    run = montreal()
    for trial in picked():
        outcome = tell(run.packed, _SEED, trial).outcome
        for column in ("ending", "path"):
            assert outcome[column] == run.labels(column)[int(run.table[column][trial])]
        assert outcome["day"] == run.table["day"][trial]
        for party in run.packed.parties:
            assert outcome["values"][party]["value"] == run.table[f"value_{party}"][trial]
        for issue in run.packed.issues:
            np.testing.assert_equal(outcome["terms"][issue], run.table[f"term_{issue}"][trial])


def test_the_text_prints_what_the_table_holds() -> None:
    run = montreal()
    for trial in picked():
        story = tell(run.packed, _SEED, trial)
        assert dated(run.packed.day_of(float(run.table["day"][trial]))) in story.ending
        values = next(entry.what for entry in story.entries if entry.event == "values")
        for party in run.packed.parties:
            label = run.packed.scenario.parties[party].label
            told = re.search(rf"(-?\d+) for (?:the )?{label}", values)
            assert told is not None
            assert told[1] == points(float(run.table[f"value_{party}"][trial]))


def test_terms_are_told_if_and_only_if_there_is_a_deal() -> None:
    for trial in picked():
        story = tell(montreal().packed, _SEED, trial)
        agreed = story.outcome["ending"] in {"trilateral", "bilateral"}
        assert agreed == any(entry.event == "terms" for entry in story.entries)


def test_counted_events_are_the_told_ones() -> None:
    run = montreal()
    for trial in picked():
        told = [entry.event for entry in tell(run.packed, _SEED, trial).entries]
        for event, column in (
            ("threat", "threats"),
            ("notice", "notices"),
            ("backdown", "backdowns"),
            ("rescission", "rescissions"),
            ("extension", "extensions"),
        ):
            assert told.count(event) == run.table[column][trial]


def test_a_threat_tells_the_beliefs_of_its_day() -> None:
    packed = montreal().packed
    for trial in picked():
        steps = trace(packed, _SEED, trial).steps
        story = tell(packed, _SEED, trial)
        for entry in story.entries:
            if entry.event in {"threat", "notice", "backdown"}:
                seat = packed.parties.index(str(entry.party))
                moves = {
                    (float(step.before["belief"][seat]), float(step.after["belief"][seat]))
                    for step in steps
                    if step.day == entry.day
                }
                assert tuple(entry.numbers["belief"].values()) in moves


def test_whoever_refuses_an_extension_is_named() -> None:
    run = montreal()
    trials = np.flatnonzero(run.table["ending"] == run.labels("ending").index("lapsed"))[:5]
    assert len(trials)
    for trial in trials:
        last = trace(run.packed, _SEED, int(trial)).steps[-1]
        agreed = consents(run.packed, last.before)
        lapse = next(entry for entry in tell(run.packed, _SEED, int(trial)).entries if entry.event == "lapse")
        assert not all(agreed)
        for party, did in zip(run.packed.parties, agreed, strict=True):
            label = run.packed.scenario.parties[party].label
            assert did != any(f"{label} refuses" in clause for clause in lapse.because)


def test_all_consent_where_the_talks_were_extended() -> None:
    packed = montreal().packed
    steps = [step for step in trace(packed, _SEED, 0).steps if step.after["extensions"] > step.before["extensions"]]
    assert steps
    assert all(all(consents(packed, step.before)) for step in steps)


def test_a_scripted_notice_is_told_on_its_day_with_its_reason() -> None:
    notices = [entry for entry in tell(scripted(), _SEED, 0).entries if entry.event == "notice"]
    assert [entry.date.isoformat() for entry in notices] == ["2018-02-01"]
    assert "the scenario has it do so" in notices[0].because[0]


def test_exits_and_rescissions_of_a_scripted_notice_read_well() -> None:
    told = set()
    for trial in range(20):
        story = tell(scripted(), _SEED, trial)
        assert_reads_well(scripted(), story, 88)
        told |= {entry.event for entry in story.entries}
    assert {"notice", "withdrawal"} <= told or {"notice", "deal"} <= told


def test_nobody_threatens_where_nobody_may() -> None:
    story = tell(example("minimal"), _SEED, 0)
    assert not {entry.event for entry in story.entries} & {"type", "threat", "quiet", "notice", "truth"}


def test_each_move_has_a_reason() -> None:
    for trial in picked():
        for entry in tell(montreal().packed, _SEED, trial).entries:
            if entry.event in {"round", "deal", "side deal", "threat", "notice", "backdown", "withdrawal", "lapse"}:
                assert entry.because


def test_the_numbers_are_json() -> None:
    for packed, trial in ((montreal().packed, picked()[1]), (example("rich"), 3), (scripted(), 1)):
        story = tell(packed, _SEED, trial)
        data = json.loads(json.dumps(story.as_dict(), allow_nan=False))
        assert data["schema"] == "sim/story/v1"
        assert data["trial"] == trial
        assert data["date"] == packed.day_of(story.outcome["day"]).isoformat()
        assert len(data["entries"]) == len(story.entries)
        assert all({"date", "event", "text", "because", "numbers"} <= set(entry) for entry in data["entries"])


def test_a_story_is_the_same_every_time() -> None:
    packed = montreal().packed
    assert tell(packed, _SEED, 7).lines() == tell(packed, _SEED, 7).lines()


def test_quiet_weeks_are_told_in_one_breath() -> None:
    run = montreal()
    story = tell(run.packed, _SEED, pick(run, "typical"))
    assert len(story.lines()) <= 110
    light = [entry.event in {"meanwhile", "effect", "still", "technical"} for entry in story.entries]
    assert not any(one and other for one, other in pairwise(light))


def test_the_two_rows_of_a_step_meet() -> None:
    steps = trace(montreal().packed, _SEED, 0).steps
    for step, following in pairwise(steps):
        for field in ("day", "handled", "belief", "table", "floor"):
            np.testing.assert_array_equal(step.after[field], following.before[field])


def test_every_round_with_a_veto_tells_it() -> None:
    packed = example("rich")
    found = 0
    for trial in range(30):
        steps = trace(packed, _SEED, trial).steps
        vetoes = sum(bool((step.after["vetoes"] > step.before["vetoes"]).any()) for step in steps)
        told = sum("refuses to sign" in entry.what for entry in tell(packed, _SEED, trial).entries)
        assert told == vetoes
        found += vetoes
    assert found > 0


def test_who_answers_in_kind_is_not_said_to_give_way_to_time() -> None:
    text = _SCRIPTED.replace("strategy: time-dependent", "strategy: tit-for-tat", 1)
    rounds = "[{to: 2018-02-10}, {to: 2018-03-01}, {to: 2018-04-01}, {to: 2018-05-01}]"
    text = text.replace("rounds: [{to: 2018-03-01}]", f"rounds: {rounds}")
    text = text.replace("strategy: time-dependent", "strategy: {time-dependent: {style: conceder}}", 1)
    told = tell(pack(load_text(text).scenario), _SEED, 0).entries
    answers = "Northland answers what the others gave"
    reasons = [line for entry in told for line in entry.because if line.startswith(answers)]
    assert reasons
    assert all(": it holds out for " in line for line in reasons)


def test_a_session_that_a_party_calls_is_told_with_its_reason() -> None:
    text = _SCRIPTED.replace("strategy: time-dependent", "strategy: {fixed-rates: {notice: 20 a year}}", 1)
    told = [entry for trial in range(10) for entry in tell(pack(load_text(text).scenario), _SEED, trial).entries]
    sessions = [entry for entry in told if entry.what.startswith("Session called by Northland: ")]
    assert sessions
    for entry in sessions:
        assert any(line.startswith("Northland comes round by chance, whatever") for line in entry.because)


def test_acts_by_chance_are_told_as_such() -> None:
    both, nobody = "{resolute: 1, bluffer: 1}", "{resolute: 0, bluffer: 0}"
    for per, rate in (("year", "9 a year"), ("round", "0.9")):
        acts = ", ".join(f"{act}: {rate}" for act in ("unannounced_notice", "early_notice", "early_rescission"))
        policy = f"{{fixed-rates: {{per: {per}, threat: {nobody}, notice: {both}, exit: {both}, {acts}}}}}"
        text = _SCRIPTED.replace(_SCRIPTED.partition("threat: ")[2].partition("\n")[0], policy)
        told = tell(pack(load_text(text).scenario), _SEED, 0).entries
        acted = [entry for entry in told if entry.event in {"notice", "rescission"}]
        assert {entry.event for entry in acted} == {"notice", "rescission"}
        assert all("by chance" in entry.because[0] for entry in acted)


def test_who_breaks_off_for_lack_of_support_is_named() -> None:
    fall = "effects: [{name: Scandal, in: so_uth, dates: [2018-03-10], support: -0.3}]"
    text = _SCRIPTED.replace("threat: never", "threat: never\n    support: {breaks_off: -0.25}")
    story = tell(pack(load_text(f"{text}  {fall}\n").scenario), _SEED, 0)
    entry = next(entry for entry in story.entries if entry.event == "breakdown")
    assert entry.what.startswith("South Islands break")
    assert "25% below the usual level" in entry.because[0]
    assert story.ending == "It ends on 10 Mar 2018 with talks that lapse while the pact stays."
