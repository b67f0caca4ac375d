"""Say what happened since the last decision, from what everybody at the table can see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby, pairwise

from sim.model.events import ACCESSION, DEADLINE, ROUND, VOTE
from sim.model.state import NOBODY, RATIFICATION_FAILED, WITHDRAWAL, Row
from sim.report.seat.game import Game
from sim.report.story.scene import Scene
from sim.report.story.words import listed, sentence

_START = "support at the start"  # tells of the time before the talks

Said = Iterable[str]


def news(game: Game) -> list[str]:
    """Return one line for each thing that happened since the last decision, with its date."""
    frames = game.chair.news
    found = []
    for before, after in pairwise(frames):
        for what in _seen(game, before[0], after[0]):
            found.append(f"{game.scene.date(float(after['day'][0]))}: {sentence(what)}.")
    return [line for line, _ in groupby(found)]


def _seen(game: Game, before: Row, after: Row) -> Said:
    scene = game.scene
    yield from _effects(scene, before, after)
    yield from _settled(scene, before, after)
    if before["event"] == ROUND and after["signed"] == 0:
        yield from _refusals(game, after)
    for name, says in _ACTS.items():
        for i in scene.seats:
            if after[name][i] > before[name][i]:
                yield says(scene, i, after)
    yield from _signed(scene, before, after)
    if after["extensions"] > before["extensions"]:
        yield f"the talks are extended to {scene.date(after['deadline'])}"
    elif before["event"] == DEADLINE and after["deadline"] > before["deadline"]:
        yield f"the end of the talks is put off to {scene.date(after['deadline'])}, as a notice runs until then"
    if after["broken"] > before["broken"]:
        yield "the talks break down"
    if after["ending"] == WITHDRAWAL:
        yield f"the notice takes effect: {scene.party(int(after['leaver']))} leaves the pact"


def _effects(scene: Scene, before: Row, after: Row) -> Said:
    struck = [e for e in range(len(scene.effects)) if after["strikes"][e] > before["strikes"][e]]
    for name in dict.fromkeys(scene.effects[e].name for e in struck):
        if name != _START:
            yield name


def _settled(scene: Scene, before: Row, after: Row) -> Said:
    closed = [j for j in range(len(scene.packed.issues)) if after["closed"][j] > before["closed"][j]]
    if closed:
        each = [f"{scene.issue(j)} at {scene.natural(j, after['agreed'][j])}" for j in closed]
        yield f"settled: {listed(each)}"


def _refusals(game: Game, after: Row) -> Said:
    # A yes or a no to the text is said aloud; how far it fell short is not.
    what = "the offer" if game.offers else "the chair's text"
    worth = game.worth(after["text"])
    refuse = [k for k in game.others if worth[k] < after["aspiration"][k] - 1e-9]
    if refuse:
        verb = "says" if len(refuse) == 1 else "say"
        yield f"no deal: to {what} {listed(map(game.scene.party, refuse))} {verb} no"
    elif worth[game.seat] < after["aspiration"][game.seat] - 1e-9:
        yield f"no deal: you alone say no to {what}"
    else:
        yield "no deal yet"


def _signed(scene: Scene, before: Row, after: Row) -> Said:
    if after["signed"] > before["signed"]:
        members = list(scene.seats)
        if after["coalition"] != NOBODY:
            members = [k for k in scene.seats if scene.packed.record["member"][after["coalition"], k] == 1]
        yield f"{listed(map(scene.party, members))} sign a deal"
        if after["coalition"] != NOBODY:
            yield f"others may join it until {scene.date(after['accession_day'])}"
    if before["event"] == VOTE:
        failed = after["ending"] == RATIFICATION_FAILED or after["signed"] < before["signed"]
        failed = failed or after["joined"] < before["joined"]
        yield f"the vote in {scene.party(int(before['who']))} {'fails' if failed else 'passes'}"
    if before["event"] == ACCESSION:
        yield "the outsiders join the deal" if after["joined"] else "the outsiders do not join the deal"


def _threat(scene: Scene, i: int, after: Row) -> str:
    return f"{scene.party(i)} threatens to give notice unless its demand is met by {scene.date(after['expiry'][i])}"


def _notice(scene: Scene, i: int, after: Row) -> str:
    return f"{scene.party(i)} gives notice of withdrawal, to take effect on {scene.date(after['effective'][i])}"


_ACTS: dict[str, Callable[[Scene, int, Row], str]] = {
    "threats": _threat,
    "satisfied": lambda scene, i, _: f"the threat of {scene.party(i)} ends, as its demand is met",
    "backdowns": lambda scene, i, _: f"{scene.party(i)} backs down from its threat",
    "notices": _notice,
    "rescissions": lambda scene, i, _: f"{scene.party(i)} takes its notice back",
    "vetoes": lambda scene, i, _: f"the leader of {scene.party(i)} refuses to sign",
}
