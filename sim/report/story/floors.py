"""Say which floors moved since the reader last heard of them, and why: read from two rows."""

from __future__ import annotations

from sim.model.state import Row
from sim.report.story.scene import Scene
from sim.report.story.words import change, listed

_NOTICEABLE = 0.05
_SHARE = 0.005  # the least that counts as a reason


def moved(scene: Scene, row: Row) -> list[str]:
    """Return one clause for each direction and reason of floors that moved noticeably, and note that they are told."""
    groups: dict[tuple[bool, str], list[int]] = {}
    for k in scene.seats:
        rise = float(row["floor"][k] - scene.floors[k]["floor"][k])
        if abs(rise) >= _NOTICEABLE:
            why = _reason(scene, k, scene.floors[k], row, up=rise > 0.0)
            groups.setdefault((rise > 0.0, why), []).append(k)
    return [_clause(scene, seats, row, up=up, why=why) for (up, why), seats in groups.items()]


def _clause(scene: Scene, seats: list[int], row: Row, *, up: bool, why: str) -> str:
    each = [f"{scene.party(k)} ({change(scene.floors[k]['floor'][k], row['floor'][k])})" for k in seats]
    for k in seats:
        scene.floors[k] = row
    verb = ("rise" if up else "fall") + ("" if len(seats) > 1 else "s")
    return f"the floor{'s' if len(seats) > 1 else ''} of {listed(each)} {verb}{', as ' if why else ''}{why}"


def _reason(scene: Scene, k: int, old: Row, new: Row, *, up: bool) -> str:
    way = 1.0 if up else -1.0
    at_home = bool(max(new["floor"][k] - new["reservation"][k], old["floor"][k] - old["reservation"][k]) > 0.0)
    feared = float(new["reservation"][k] - old["reservation"][k])
    reasons = []
    if feared * way >= _SHARE:
        reasons.append(_fear(scene, k, old, new))
    if at_home:
        own = float(new["reversion"][k] - old["reversion"][k]) - feared
        hurdle = float(new["more_hurdle"][k] - old["more_hurdle"][k])
        eased = float(new["support_ratify"][k] * (old["support"][k] - new["support"][k]))
        if own * way >= _SHARE:
            reasons.append(f"its own exit is feared {'less' if up else 'more'} at home")
        if hurdle * way >= _SHARE:
            reasons.append(f"a deal has become {'harder' if up else 'easier'} to pass at home")
        if eased * way >= _SHARE:
            reasons.append(f"support for the pact has {'faded' if up else 'grown'} at home")
    return listed(reasons)


def _fear(scene: Scene, k: int, old: Row, new: Row) -> str:
    others = [i for i in scene.seats if i != k and scene.may_leave(i)]
    if not others:
        return "its losses without the pact have changed"
    most = max(others, key=lambda i: abs(new["credibility"][i] - old["credibility"][i]))
    grown = float(new["credibility"][most] - old["credibility"][most])
    if abs(grown) < 0.01:
        later = new["reservation"][k] > old["reservation"][k]
        return "an exit has moved further off" if later else "an exit comes nearer"
    ends = change(old["credibility"][most], new["credibility"][most])
    return f"the exit of {scene.party(most)} is held {'more' if grown > 0.0 else 'less'} likely ({ends}%)"
