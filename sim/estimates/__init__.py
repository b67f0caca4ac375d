"""Estimates from rows of trials: shares, means, differences, times and beliefs, each with its range."""

from sim.estimates.beliefs import CalibrationRow, brier, calibration
from sim.estimates.designs import grid, stratified
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
from sim.estimates.moments import Moments, moments_of, repeated
from sim.estimates.nested import Components, components
from sim.estimates.paired import PairedShare, paired_difference, paired_share_difference
from sim.estimates.rare import RareShare, copies_for, stratified_share
from sim.estimates.sketch import Sketch, sketch_of
from sim.estimates.summaries import mean, median_day, quantile, quantiles
from sim.estimates.tornado import Bar, bar, level, noise_floor, one_at_a_time

__all__ = [
    "Bar",
    "CalibrationRow",
    "Components",
    "Equilibrium",
    "Estimate",
    "Incidence",
    "Influence",
    "Moments",
    "PairedShare",
    "RareShare",
    "Regret",
    "Sketch",
    "Switch",
    "bar",
    "brier",
    "calibration",
    "clopper_pearson",
    "components",
    "copies_for",
    "cumulative_incidence",
    "equilibria",
    "grid",
    "influence",
    "influences",
    "kaplan_meier",
    "less_than",
    "level",
    "mean",
    "median_day",
    "moments_of",
    "noise_floor",
    "normal_quantile",
    "one_at_a_time",
    "paired_difference",
    "paired_median_difference",
    "paired_share_difference",
    "quantile",
    "quantiles",
    "regret",
    "repeated",
    "restricted_mean",
    "share",
    "simultaneous",
    "sketch_of",
    "stratified",
    "stratified_share",
    "wilson",
]
