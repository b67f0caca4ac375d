"""The rules of a round alone, each over the same talks again and again, where nothing surprises the processor."""

from __future__ import annotations

from collections.abc import Callable

from bench.figure import Figure, ratio
from bench.montreal import packed
from bench.timing import Size, best, processor_seconds
from sim.engine.batch import blank_rows, run_on, used_again
from sim.model.bargaining import close_issues, set_time_elapsed, table_offers, write_text
from sim.model.compiled import routine, rule
from sim.model.credibility import set_floors
from sim.model.deals import find_deal, find_side_deal
from sim.model.effects import settle_effects
from sim.model.events import next_event, plan_meetings
from sim.model.policies import NEVER_LEAVES, chances
from sim.model.state import NEVER, NOBODY, QUIET, UNDECIDED, Packed, Row, Rows
from sim.model.threats import weigh_offers
from sim.scenario.packing import PackedScenario
from sim.strategies import aspiration

Rule = Callable[[Packed, Row], None]

_DAY = 62.0  # a month after the first round: talks go on, some parties have given way
_TALKS = 64
_TURNS = 500
_TRIALS = 512
_AGAIN = 16


def measure(size: Size) -> list[Figure]:
    """Time each rule of a round, and whole trials.

    A rule alone finds its code, its branches and its row at hand. What it takes then, it takes to compute: a round that
    costs no more than its rules alone has nothing to gain from another order of work.
    """
    ready = packed()
    rules = {"settle effects": _settle, "set floors": set_floors, "aspirations": _aspire, "bids": _bid}
    rules |= {"write the text": write_text, "close issues": close_issues, "find a deal": _find_deal}
    rules |= {"find a side deal": _find_side_deal, "weigh what is offered": _weigh, "chances of a threat": _chances}
    rules |= {"plan meetings": plan_meetings, "next event": next_event}
    talks, turns = _talks(ready), size.of(_TURNS)
    loops = [_loop(one) for one in rules.values()]
    actions = [_action(loop, ready, talks, turns) for loop in loops]
    for action in actions:
        action()  # compile
    *spent, trials = best(size, *actions, _engine(ready), clock=processor_seconds)
    each = [1e9 * one / (turns * len(talks)) for one in spent]
    together, rounds = 1e-3 * sum(each), _rounds(ready)
    trial = 1e6 * trials / (_TRIALS * _AGAIN)
    return [
        *(Figure(name, value, "ns") for name, value in zip(rules, each, strict=True)),
        Figure("all rules of a round", together, "us"),
        Figure("rounds", rounds, "a trial"),
        Figure("a trial", trial, "us"),
        ratio("the rules of all rounds against a trial", together * rounds / trial),
    ]


def _talks(ready: PackedScenario) -> Rows:
    rows = blank_rows(ready, 1, 0, 2 * _TALKS)
    run_on(ready, rows, until=_DAY)
    return rows[(rows["ending"] == UNDECIDED) & (rows["signed"] == 0) & (rows["stage"] == QUIET).all(axis=1)][:_TALKS]


def _rounds(ready: PackedScenario) -> float:
    rows = blank_rows(ready, 1, 0, _TRIALS)
    run_on(ready, rows)
    return float(rows["held"].mean())


def _engine(ready: PackedScenario) -> Callable[[], object]:
    rows = blank_rows(ready, 1, 0, _TRIALS)

    def play() -> None:
        for turn in range(_AGAIN):
            run_on(ready, used_again(rows, 1, turn * _TRIALS))

    return play


def _loop(one: Rule) -> Callable[[Packed, Rows, int], None]:
    @routine
    def loop(s: Packed, rows: Rows, turns: int) -> None:
        for _ in range(turns):
            for n in range(rows.shape[0]):
                one(s, rows[n])

    return loop


def _action(
    loop: Callable[[Packed, Rows, int], None], ready: PackedScenario, talks: Rows, turns: int
) -> Callable[[], object]:
    rows = talks.copy()  # some rules change what they find
    return lambda: loop(ready.record, rows, turns)


@rule
def _settle(s: Packed, w: Row) -> None:
    w.settled_day = NEVER
    settle_effects(s, w)


@rule
def _aspire(s: Packed, w: Row) -> None:
    set_time_elapsed(s, w)
    for k in range(s.parties):
        w.wish[k] = aspiration(s.strategy[k], s, w, k)


@rule
def _bid(s: Packed, w: Row) -> None:
    table_offers(s, w, NOBODY)


@rule
def _find_deal(s: Packed, w: Row) -> None:
    w.joined = 1 if find_deal(s, w) else 0


@rule
def _find_side_deal(s: Packed, w: Row) -> None:
    w.coalition = find_side_deal(s, w)


@rule
def _weigh(s: Packed, w: Row) -> None:
    for i in range(s.parties):
        if s.policy[i] != NEVER_LEAVES:
            w.satisfied[i] = 1 if weigh_offers(s, w, i) else 0


@rule
def _chances(s: Packed, w: Row) -> None:
    for i in range(s.parties):
        if s.policy[i] != NEVER_LEAVES:
            w.chance[i, 0], w.chance[i, 1] = chances(s.policy[i], s, w, i, QUIET)
