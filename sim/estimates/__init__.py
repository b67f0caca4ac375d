"""Estimates from rows of trials: shares, means, differences, times and beliefs, each with its range."""

from sim.estimates.beliefs import CalibrationRow, brier, calibration
from sim.estimates.equilibria import Equilibrium, Regret, Switch, equilibria, regret
from sim.estimates.incidence import Incidence, cumulative_incidence, kaplan_meier, restricted_mean
from sim.estimates.influence import Influence, influence, influences
from sim.estimates.intervals import (
    Estimate,
    clopper_pearson,
    less_than,
    normal_quantile,
    share,
    simultaneous,
    wilson,
)
from sim.estimates.medians import paired_median_difference
from sim.estimates.paired import PairedShare, paired_difference, paired_share_difference
from sim.estimates.rare import RareShare, copies_for, stratified_share
from sim.estimates.summaries import mean, median_day, quantile, quantiles

__all__ = [
    "CalibrationRow",
    "Equilibrium",
    "Estimate",
    "Incidence",
    "Influence",
    "PairedShare",
    "RareShare",
    "Regret",
    "Switch",
    "brier",
    "calibration",
    "clopper_pearson",
    "copies_for",
    "cumulative_incidence",
    "equilibria",
    "influence",
    "influences",
    "kaplan_meier",
    "less_than",
    "mean",
    "median_day",
    "normal_quantile",
    "paired_difference",
    "paired_median_difference",
    "paired_share_difference",
    "quantile",
    "quantiles",
    "regret",
    "restricted_mean",
    "share",
    "simultaneous",
    "stratified_share",
    "wilson",
]
