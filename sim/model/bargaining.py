"""The table: time pressure, bids, the chair's text, closing (model.md 1.6, 1.8)."""

from __future__ import annotations

from sim.model.compiled import routine, rule
from sim.model.elementary import log
from sim.model.state import EACH, EQUILIBRIUM, EVEN, NASH, NOBODY, NOTICE, THE_MODEL, Packed, Row
from sim.model.utility import greatest_utility, issue_position, issue_value, straight_value, utility

_SLACK = 1e-9  # acceptance tests; model.md 2
_HALVINGS = 52


@rule
def planned_end(s: Packed, w: Row) -> float:
    """Return T_plan of 1.6: the end that parties count on; a running notice is a hard deadline."""
    left = max(0.0, w.most_extensions - w.extensions)
    end = w.deadline + w.counted_on * left * w.extension
    for i in range(len(w.stage)):
        if w.stage[i] == NOTICE:
            end = min(end, w.effective[i])
    return end


@rule
def time_elapsed(s: Packed, w: Row) -> float:
    """Return tau of 1.6 in [0, 1]: how much of the time for talks has gone."""
    end = planned_end(s, w)
    if end <= s.opened:
        return 1.0
    return min(1.0, max(0.0, (w.day - s.opened) / (end - s.opened)))


@rule
def set_time_elapsed(s: Packed, w: Row) -> None:
    """Set tau of 1.6 and its logarithm, which every strategy of this round may need."""
    w.elapsed = time_elapsed(s, w)
    w.log_elapsed = log(w.elapsed)


@rule
def hold_aspiration(s: Packed, w: Row, k: int) -> None:
    """Set A_k without take-backs: it rises only where the floor rose (1.6)."""
    w.aspiration[k] = max(w.floor[k], min(w.aspiration[k], w.wish[k]))


@routine
def table_offers(s: Packed, w: Row, proposer: int) -> None:
    """Let every party table a package at once, or the proposer alone, looking at the table as it stood before (1.6).

    What somebody outside tabled for a party stays as it is.
    """
    for k in range(len(w.table)):
        for j in range(len(w.text)):
            w.snapshot[k, j] = w.table[k, j]
    for k in range(s.parties):
        if proposer in (NOBODY, k) and w.played[k] == THE_MODEL:
            if proposer == k and s.bidding[k] == EQUILIBRIUM:
                continue  # it was tabled when the party thought its offer over
            _restart(s, w, k)
            excess = utility(s, w, k, w.table[k]) - w.aspiration[k]
            if excess > 0.0:
                if s.bidding[k] == EVEN:
                    _give_evenly(s, w, k)
                else:
                    _log_roll(s, w, k, excess)


@rule
def others_mean(s: Packed, w: Row, k: int, j: int, table: object) -> float:
    """Return the mean position of the other parties that issue j concerns; the status quo where there are none."""
    mean = s.alone[k, j] * w.status_quo[j]
    for i in range(len(w.table)):
        mean += s.other_weight[k, i, j] * table[i, j]  # type: ignore[index]
    return mean


@rule
def offered_by_others(s: Packed, w: Row, k: int, table: object) -> float:
    """Return u_k of the text of the others: what k would have if they wrote it (1.7); that text is w.others_text."""
    for j in range(len(w.agreed)):
        agreed, mean = w.agreed[j], others_mean(s, w, k, j, table)
        w.others_text[j] = agreed if w.closed[j] == 1 else mean
    return utility(s, w, k, w.others_text)


@rule
def offered_by(s: Packed, w: Row, author: int, k: int) -> float:
    """Return u_k of what one party has on the table; of the text where an issue does not concern it or is closed."""
    total = 0.0
    for j in range(len(w.text)):
        x = w.table[author, j] if s.tables[0, author, j] > w.closed[j] else w.text[j]
        total += issue_value(s, w, k, j, x)
    return total


@rule
def chair_text(s: Packed, w: Row, coalition: int, j: int) -> float:
    """Return y_j of the mean text over a coalition (NOBODY: over all): the closed value, or the weighted mean (1.6).

    Two members do not sell what is the outsider's: over a coalition, an issue that concerns fewer than two of its
    members stays at the status quo (1.8).
    """
    return w.agreed[j] if w.closed[j] == 1 else mean_text(s, w, coalition, j)


@rule
def mean_text(s: Packed, w: Row, coalition: int, j: int) -> float:
    """Return the weighted mean of what a coalition has tabled on an issue that is open (1.6)."""
    total = s.quo_weight[coalition + 1, j] * w.status_quo[j]
    for k in range(len(w.table)):
        total += s.chair_weight[coalition + 1, k, j] * w.table[k, j]
    return total / s.chair_total[coalition + 1, j]


@rule
def set_mean_text(s: Packed, w: Row, coalition: int, text: object) -> None:
    """Put the mean text over a coalition into a package (1.6)."""
    for j in range(len(w.agreed)):
        agreed, mean = w.agreed[j], mean_text(s, w, coalition, j)  # both are read: several issues are taken at a time
        text[j] = agreed if w.closed[j] == 1 else mean  # type: ignore[index]


@rule
def write_text(s: Packed, w: Row) -> None:
    """Set the chair's text over all parties: the mean, or the Nash package where the chair tables it (1.6)."""
    set_mean_text(s, w, NOBODY, w.text)
    if s.chair == NASH and w.has_nash == 1:
        for j in range(s.issues):
            w.text[j] = w.agreed[j] if w.closed[j] == 1 else w.nash[j]


@rule
def meet_technically(s: Packed, w: Row) -> None:
    """Move every open technical position by eta towards the mean text, for good; then close what is close (1.8)."""
    for n in range(s.technical):
        j = s.technical_issue[n]
        if w.closed[j] == 0:
            w.text[j] = chair_text(s, w, NOBODY, j)
            for k in range(len(w.table)):
                if s.concerns[k, j] == 1:
                    w.table[k, j] += w.step * (w.text[j] - w.table[k, j])
                    w.stand[k, j] = w.table[k, j]
    close_issues(s, w)


@rule
def close_issues(s: Packed, w: Row) -> None:
    """Close each technical issue on which every party concerned is within eps of the text (1.8)."""
    for n in range(s.technical):
        j = s.technical_issue[n]
        if w.closed[j] == 0 and _all_near(s, w, j):
            _close(s, w, j)


@rule
def settle_issues(s: Packed, w: Row) -> bool:
    """Under `closing: each`, close every open issue that all accept by itself, and say whether all are closed (1.8).

    A party accepts an issue alone when the text gives it, of the issue's whole worth, at least the share that its
    aspiration is of its greatest utility.
    """
    if s.closing != EACH:
        return False
    all_closed = True
    for j in range(s.issues):
        if w.closed[j] == 0 and s.slices[j] > 0 and _all_accept(s, w, j):
            for c in range(j, j + s.slices[j]):
                _close(s, w, c)
        if w.closed[j] == 0 and s.concerned_parties[j] > 0:
            all_closed = False
    return all_closed


@rule
def accepts(worth: float, aspiration: float) -> bool:
    """Return whether what is on the table meets an aspiration, with the slack of model.md 2."""
    return worth >= aspiration - _SLACK


@rule
def _close(s: Packed, w: Row, j: int) -> None:
    # Whoever comes to the table from now on stands there, and has no more to ask for on it.
    w.closed[j] = 1
    w.agreed[j] = w.text[j]
    for k in range(s.parties):
        w.stand[k, j] = w.text[j]
        w.most[k] = greatest_utility(s, w, k)


@rule
def _restart(s: Packed, w: Row, k: int) -> None:
    # A bid starts from where the party stands: its ideal, an opening concession, where technical talks led it, or what
    # has been closed.
    for j in range(len(w.text)):
        w.table[k, j] = w.stand[k, j]


@rule
def _log_roll(s: Packed, w: Row, k: int, excess: float) -> None:
    # Give way first where the others care most and k least, at most to their mean (logroll, 1.6).
    _look_at_others(s, w, k, w.table[k], w.aim, w.loss_there)
    for n in range(s.shared[k]):
        j = s.concern[k, n]
        if excess <= 0.0:
            break
        if w.closed[j] == 0:
            here = w.table[k, j]
            target = w.aim[j]
            loss = w.loss_there[j]
            if w.curvature[k] != 1.0:
                loss = issue_value(s, w, k, j, here) - issue_value(s, w, k, j, target)
            if loss > 0.0:
                if loss <= excess:
                    x = target
                    excess -= loss
                else:
                    x = issue_position(s, w, k, j, issue_value(s, w, k, j, here) - excess, here, target)
                    excess = 0.0
                w.table[k, j] = x
                if s.slices[j] != 1:
                    _share_out(s, w, k, j, (x - here) / (target - here))


@rule
def _look_at_others(s: Packed, w: Row, k: int, own: object, aim: object, loss: object) -> None:
    # Set the others' mean and what k would lose there, on every issue: more than are needed, but all at a time.
    for j in range(len(w.text)):
        mean = others_mean(s, w, k, j, w.snapshot)
        aim[j] = mean  # type: ignore[index]
        loss[j] = straight_value(s, w, k, j, own[j]) - straight_value(s, w, k, j, mean)  # type: ignore[index]


@routine
def _give_evenly(s: Packed, w: Row, k: int) -> None:
    # The same fraction of the way to the others' mean on every open issue (even, 1.6), found by halving.
    low = 0.0
    high = 1.0
    if _after_giving(s, w, k, 1.0) >= w.aspiration[k]:
        low = 1.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if _after_giving(s, w, k, middle) >= w.aspiration[k]:
            low = middle
        else:
            high = middle
    _after_giving(s, w, k, low)


@rule
def _after_giving(s: Packed, w: Row, k: int, fraction: float) -> float:
    for n in range(s.shared[k]):
        j = s.concern[k, n]
        if w.closed[j] == 0:
            target = others_mean(s, w, k, j, w.snapshot)
            w.table[k, j] = w.stand[k, j] + fraction * (target - w.stand[k, j])
            if s.slices[j] != 1:
                _share_out(s, w, k, j, fraction)
    return utility(s, w, k, w.table[k])


@routine
def _share_out(s: Packed, w: Row, k: int, j: int, fraction: float) -> None:
    # What k gives of its share j of a pie goes to the others: their shares move as far towards what they mean to have.
    first = s.block[j]
    for c in range(first, first + s.slices[first]):
        if c != j:
            w.table[k, c] = w.stand[k, c] + fraction * (others_mean(s, w, k, c, w.snapshot) - w.stand[k, c])


@rule
def _all_near(s: Packed, w: Row, j: int) -> bool:
    for k in range(len(w.table)):
        if s.concerns[k, j] == 1 and abs(w.table[k, j] - w.text[j]) > w.tolerance + _SLACK:
            return False
    return True


@rule
def _all_accept(s: Packed, w: Row, first: int) -> bool:
    for j in range(first, first + s.slices[first]):
        for k in range(s.parties):
            if s.concerns[k, j] == 1:
                fair = w.aspiration[k] / w.best[k] * s.weight[k, j]
                if not accepts(issue_value(s, w, k, j, w.text[j]), fair):
                    return False
    return True
