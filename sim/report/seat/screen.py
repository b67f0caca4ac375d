"""Show a player the table: what everybody tabled, what it is worth to the player, beliefs and the calendar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.model.events import EFFECTIVE, EXPIRY, ROUND, THE_CALENDAR
from sim.model.policies import NEVER_LEAVES
from sim.model.state import NEVER, NOBODY, NOTICE, RESOLUTE, THREAT
from sim.report.lines import paragraph
from sim.report.seat.decisions import CHOICES, may_threaten
from sim.report.seat.game import Game
from sim.report.story.words import gap, listed, percent, points, sentence

_GAP = 2
_DATES = 3  # of the calendar that are shown


def screen(game: Game, width: int) -> list[str]:
    """Return what the player sees when it is asked, at most `width` columns wide where names allow."""
    head = {ROUND: _round_head, EXPIRY: _expiry_head, EFFECTIVE: _effective_head}[game.chair.event](game)
    return [
        *paragraph(head, width),
        *_table(game, width),
        *paragraph(_own(game), width),
        *(line for words in _leaders(game) for line in paragraph(words, width)),
        *paragraph(_calendar(game), width),
    ]


def choices(game: Game) -> str:
    """Return which orders decide something now."""
    threat = ", each with `and threaten` if you like" if game.chair.event == ROUND and may_threaten(game) else ""
    return f"{sentence(CHOICES[game.chair.event])}{threat}. Any time: table, odds, why, undo, save FILE, help, quit."


def opening(game: Game) -> list[str]:
    """Return, as paragraphs, what the talks are about and what the player is told before they begin."""
    scenario, me = game.packed.scenario, game.packed.parties[game.seat]
    brief = scenario.teaching.briefs.get(me, "") if scenario.teaching else ""
    lines = [
        f"{scenario.about.title}. You are {game.scene.party(game.seat)}; the model plays"
        f" {listed(map(game.scene.party, game.others))}.",
        *([f"Your brief: {brief}"] if brief else []),
        "Points: 100 is everything you want, 0 the worst on every issue. Your floor is the least that can be signed and"
        " pass at home.",
    ]
    row = game.chair.rows[0]
    if game.scene.may_leave(game.seat):
        kind = "resolute: it would rather leave than stay" if row["type"][game.seat] == RESOLUTE else "bluffing"
        gain = float(row["net_gain"][game.seat, row["type"][game.seat]])
        side = "more" if gain > 0.0 else "less"
        lines.append(f"Only you know: your leader is {kind}. To it, leaving is worth {gap(gain)} {side} than staying.")
    return lines


def _round_head(game: Game) -> str:
    row, today = game.chair.rows[0], float(game.chair.rows["due"][0])
    named = [each.name for each in game.packed.scenario.calendar.rounds if each.to == game.packed.day_of(today)]
    name = f", {named[0]}" if named and named[0] else ""
    if row["who"] > THE_CALENDAR:
        name = f", called by {game.scene.party(int(row['who']) - 1 - THE_CALENDAR)}"
    last = "; the talks are to end today" if row["deadline"] == today else ""
    return (
        f"ROUND {int(row['held']) + 1}{name}, {game.scene.date(today)} ({percent(row['elapsed'])} of the time that the"
        f" parties count on has gone{last}){_proposer(game)}"
    )


def _proposer(game: Game) -> str:
    if not game.offers:
        return ""
    if game.chair.rows["proposer"][0] == game.seat:
        return ": you propose, and the others answer yes or no"
    whose = game.scene.party(int(game.chair.rows["proposer"][0]))
    return f": {whose} proposes; you sign what is worth to you what you hold out for, or more"


def _expiry_head(game: Game) -> str:
    return f"YOUR THREAT RUNS OUT TODAY, {game.scene.date(float(game.chair.rows['due'][0]))}. Notice, or back down?"


def _effective_head(game: Game) -> str:
    return (
        f"YOUR NOTICE TAKES EFFECT TODAY, {game.scene.date(float(game.chair.rows['due'][0]))}. Leave, or take it back?"
    )


def _table(game: Game, width: int) -> list[str]:
    scene = game.scene
    told = [j for j in range(len(game.packed.issues)) if scene.concerned(j)]
    names = ["", *(_issue(game, j) for j in told), "points to you"]
    columns = [_column(game, told, k) for k in (game.seat, *game.others)]
    row = game.chair.rows[0]
    today = _filled(game, told, "today", row["status_quo"], float(row["status_quo_value"][game.seat]))
    wants = _filled(game, told, "you want", row["ideal"][game.seat], float(row["most"][game.seat]), own=True)
    text = game.package_of(NOBODY)
    columns = [today, wants, *columns, _filled(game, told, "text", text, float(game.worth(text)[game.seat]))]
    lines = _blocks(names, columns, width)
    return [*lines, "  * settled"] if (row["closed"][told] == 1).any() else lines


def _column(game: Game, told: list[int], k: int) -> list[str]:
    head = "you table" if k == game.seat else game.scene.labels[k]
    worth = float(game.worth(game.package_of(k))[game.seat])
    own = game.writes(k)
    table = game.chair.rows["table"][0, k]
    cells = [game.scene.natural(j, table[j], bare=True) if j in own else "-" for j in told]
    return [head, *cells, points(worth)]


def _filled(
    game: Game, told: list[int], head: str, package: np.ndarray, worth: float, *, own: bool = False
) -> list[str]:
    mine = game.scene.issues_of(game.seat)
    cells = [game.scene.natural(j, package[j], bare=True) if j in mine or not own else "-" for j in told]
    return [head, *cells, points(worth)]


def _issue(game: Game, j: int) -> str:
    unit = game.lexicon.units[j]
    mark = " *" if game.chair.rows["closed"][0, j] == 1 else ""
    return f"{game.scene.issue(j)}{f', {unit}' if unit else ''}{mark}"


def _blocks(names: Sequence[str], columns: list[list[str]], width: int) -> list[str]:
    """Return the columns beside the names, as many as fit; the rest below, with the names again."""
    first = max(map(len, names)) + 2
    lines: list[str] = []
    while columns:
        taken: list[tuple[int, list[str]]] = []
        left = width - first
        while columns and (not taken or max(map(len, columns[0])) + _GAP <= left):
            size = max(map(len, columns[0])) + _GAP
            taken.append((size, columns.pop(0)))
            left -= size
        for n, name in enumerate(names):
            lines.append(f"  {name:<{first - 2}}{''.join(f'{cells[n]:>{size}}' for size, cells in taken)}".rstrip())
    return lines


def _own(game: Game) -> str:
    row = game.chair.rows[0]
    floor, held = float(row["floor"][game.seat]), float(row["aspiration"][game.seat])
    first = "You have not tabled anything yet" if row["held"] == 0 else f"You held out for {points(held)} points"
    return f"{first}; your floor is {points(floor)}."


def _leaders(game: Game) -> list[str]:
    row, found = game.chair.rows[0], []
    for i in game.scene.seats:
        if game.packed.record["policy"][i] == NEVER_LEAVES:
            continue
        you = i == game.seat
        who = "the others hold your leader" if you else f"all hold the leader of {game.scene.party(i)}"
        belief, exit_held = percent(row["belief"][i]), percent(row["credibility"][i])
        words = f"{who} {belief} likely to be resolute, and {exit_held} likely to leave if no deal comes"
        found.append(sentence(f"{words}{_stage(game, i)}."))
    return found


def _stage(game: Game, i: int) -> str:
    row = game.chair.rows[0]
    whose = "your" if i == game.seat else "its"
    if row["stage"][i] == THREAT:
        return f"; {whose} threat runs out on {game.scene.date(row['expiry'][i])}"
    if row["stage"][i] == NOTICE:
        return f"; {whose} notice takes effect on {game.scene.date(row['effective'][i])}"
    return ""


def _calendar(game: Game) -> str:
    row, record = game.chair.rows[0], game.packed.record
    today, end = float(row["due"]), float(row["deadline"])
    days = {float(day) for day in record["round_day"][: int(record["rounds"])]} | {end}
    days |= {float(row["effective"][i]) for i in game.scene.seats if row["stage"][i] == NOTICE}
    ahead = dict.fromkeys(map(game.scene.date, sorted(day for day in days if today + 1.0 <= day < NEVER)))
    monthly = row["extensions"] > 0 or any(row["stage"][i] == NOTICE for i in game.scene.seats)
    often = f", and one every {row['monthly']:.0f} days" if monthly else ""
    rounds = f"rounds ahead: {listed(list(ahead)[:_DATES])}{often}" if ahead else "no more rounds are planned"
    left = int(row["most_extensions"] - row["extensions"])
    more = f", unless all extend it ({left} times {row['extension']:.0f} days at most)" if left > 0 else ""
    return sentence(f"{rounds}. The talks are to end on {game.scene.date(end)}{more}.")
