"""When trials end and how: cumulative incidence, survival and the restricted mean."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.estimates.intervals import Estimate, normal_quantile
from sim.estimates.moments import Moments, repeated

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.generic]


@dataclass(frozen=True)
class Incidence:
    """The share of trials that had ended by each day, by cause.

    `days` are the distinct days on which a trial ended, ascending; `shares[k, i]` is the share ended by
    `causes[k]` up to and on `days[i]`; `survival[i]` the share that had not ended by then.
    """

    causes: tuple[int, ...]
    days: Floats
    shares: Floats
    survival: Floats

    def at(self, days: npt.ArrayLike) -> Floats:
        """Return the shares by cause (rows) on any days (columns), say those of a chart's axis."""
        padded = np.concatenate((np.zeros((len(self.causes), 1)), self.shares), axis=1)
        return padded[:, np.searchsorted(self.days, np.asarray(days, dtype=np.float64), side="right")]


@dataclass(frozen=True)
class _Table:
    """Per distinct day: how many were at risk, ended and left, and the chance of not having left before."""

    days: Floats
    place: npt.NDArray[np.intp]
    weights: Floats
    at_risk: Floats
    ended: Floats
    kept: Floats


def cumulative_incidence(days: Numbers, causes: Numbers, weights: Numbers | None = None) -> Incidence:
    """Return the Aalen-Johansen estimate for any number of causes (Aalen and Johansen 1978).

    `causes` holds 1, 2, ... where a trial ended and 0 where it was merely seen up to that day (its own
    horizon). On a day with both, those that left were still at risk. Computed as inverse-censoring-weighted
    counts, which is the same number (Satten and Datta 2001) and, where nobody leaves before the last day,
    equals the plain share of trials exactly. `weights` (0 or more) let a trial stand for several.
    """
    names = tuple(int(cause) for cause in np.unique(causes) if cause != 0)
    table = _table(days, causes != 0, weights)
    shown = table.ended > 0
    rows = [_tally(table.place, table.weights * (causes == name), len(table.days)) for name in names]
    ended = np.array(rows).reshape(len(names), len(table.days))
    total = table.at_risk[0] if len(table.days) else 1.0
    # cumsum adds in order, term by term; counts below 2**53 stay exact.
    shares = np.cumsum(ended / table.kept, axis=1) / total
    survival = (table.at_risk - table.ended) / (total * table.kept)
    return Incidence(names, table.days[shown], shares[:, shown], survival[shown])


def kaplan_meier(days: Numbers, ended: Numbers, weights: Numbers | None = None) -> tuple[Floats, Floats]:
    """Return the days with an ending and the share not ended after each (Kaplan and Meier 1958).

    Never treat competing endings as having left: one minus that curve overstates every cause.
    """
    found = cumulative_incidence(days, np.asarray(ended, dtype=np.int64), weights)
    return found.days, found.survival


def restricted_mean(ended: Moments, trials: int, horizon: float, confidence: float = 0.95) -> Estimate:
    """Return the mean time to the event, where what comes after the horizon counts as the horizon.

    `ended` are the days, the horizon at the latest, of those of the trials in which it came; in the others it was
    still to come then. Nobody leaves before, so that it is the area under the Kaplan-Meier curve, and the
    variance, over n, that of Greenwood.
    """
    days = ended + repeated(horizon, trials - ended.count)
    value = days.mean().value
    half = normal_quantile(confidence) * days.deviation(trials)
    return Estimate(value, max(value - half, 0.0), min(value + half, horizon), trials)


def _table(days: Numbers, ended: npt.NDArray[np.bool_], weights: Numbers | None) -> _Table:
    values = np.asarray(days, dtype=np.float64)
    if not np.isfinite(values).all():
        raise ValueError("every trial needs the finite day on which it ended or was last seen")
    weight = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
    distinct, place = np.unique(values, return_inverse=True)
    out = _tally(place, weight, len(distinct))
    gone = _tally(place, weight * ended, len(distinct))
    at_risk = np.cumsum(out[::-1])[::-1]
    staying = at_risk - gone
    # A share of those who had not ended by a day leaves on it; the last day's leavers matter to nobody.
    factors = np.divide(staying - (out - gone), staying, out=np.ones(len(distinct)), where=staying > 0)
    kept = np.concatenate(([1.0], np.cumprod(factors)[:-1])) if len(distinct) else np.ones(0)
    return _Table(distinct, place, weight, at_risk, gone, kept)


def _tally(place: npt.NDArray[np.intp], weights: Floats, days: int) -> Floats:
    return np.bincount(place, weights=weights, minlength=days).astype(np.float64)
