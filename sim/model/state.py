"""Say what a packed scenario and a row hold: every field, its shape, its unit; nothing else does.

A negotiation is one row of a structured array. The first fields of a row are its parameters, which may be drawn
anew for each trial; the rest is its state. Every field takes eight bytes, so that a row is also a vector of words
and a drawn parameter can be addressed by its place in that vector.

A record may have room for more parties and issues than there are. What is not there has no weight, no concern and
no say, so that a rule may sum to the end of the record: the compiler knows that length, and unrolls the loop.

Days count from the scenario's start (0.0); values are in utility units of the party concerned; rates are a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# One record of packed_dtype, one of row_dtype: their fields are listed below, which no type checker can read.
Packed: TypeAlias = Any
Row: TypeAlias = Any
Rows = NDArray[np.void]

# Types of a party (model.md 1.3).
RESOLUTE, BLUFFER = 0, 1
# Escalation stages (1.3).
QUIET, THREAT, NOTICE = 0, 1, 2
# Tracks of an issue, rules of closing (1.8).
TECHNICAL, POLITICAL = 0, 1
PACKAGE, EACH = 0, 1
# What the chair tables (1.6): a mean of positions, or the Nash package.
MEAN, NASH = 0, 1
# How parties bid (1.6), what follows a failed vote (1.9), how an extension is agreed (1.10), what notice does (1.7).
LOGROLL, EVEN, EQUILIBRIUM = 0, 1, 2
COLLAPSE, REOPEN = 0, 1
BARGAINED, AUTOMATIC, CHANCE = 0, 1, 2
OPTIONAL_EFFECT, AUTOMATIC_EFFECT = 0, 1
# Whether all table at once or one proposes, and who is next (1.6).
SIMULTANEOUS, OFFERS = 0, 1
ROTATING, RANDOM = 0, 1
# When an effect strikes, and what sets it off (1.12).
ON_DATES, POISSON, ON_EVENT = 0, 1, 2
AFTER_THREAT, AFTER_NOTICE, AFTER_BACKDOWN, AFTER_RESCISSION, AFTER_EXTENSION = 0, 1, 2, 3, 4
# Powers of the border cost and of the elasticity in what a lapsed link costs (1.2).
BEND = (5, 4)
# How a parameter is distributed.
UNIFORM, TRIANGULAR, NORMAL, BETA = 0, 1, 2, 3

# Endings of a trial (4), in the order in which they are decided.
(
    UNDECIDED,
    WITHDRAWAL,
    RATIFICATION_FAILED,
    FULL_DEAL,
    PARTIAL_DEAL,
    LAPSED,
    NOTICE_PENDING,
    EXTENDED,
    RUNAWAY,
) = range(9)
# Paths to an ending.
DIRECT, AFTER_A_THREAT, AFTER_A_NOTICE, VIA_SIDE_DEAL = range(4)

# Answers of a party's last decision on its threat, for whoever tells the story.
(
    NO_DECISION,
    STAYED_QUIET,
    THREATENED,
    WAS_SATISFIED,
    BACKED_DOWN,
    GAVE_NOTICE,
    WITHDREW,
    RESCINDED,
    VETOED,
) = range(9)

# Who plays a party in a trial: the model, or somebody outside who holds back, or acts, where the model would draw.
THE_MODEL, HOLDS_BACK, ACTS = 0, 1, 2

# A row and whoever watches it: it waits before the event, and goes on once they have been told.
WAITING, TOLD = 1, 2

NOBODY = -1
# In the place of the day on which a party comes round: it has.
COME_ROUND = -1.0
# What a party may do unprompted: give notice without a threat, or before its threat runs out; back down before that;
# take its notice back while it runs (1.7).
UNANNOUNCED_NOTICE, EARLY_NOTICE, EARLY_BACKDOWN, EARLY_RESCISSION = range(4)
# The most parameters that a strategy may have.
TACTICS = 4
# How many numbers a strategy may keep from one round to the next.
MEMORY = 3
DAYS_A_YEAR = 365.25
NEVER = np.inf
# An aspiration that no package meets: whoever holds out for it breaks off the talks (1.6).
BREAKS_OFF = np.inf


@dataclass(frozen=True)
class Capacity:
    """How much a record can hold. Records of one capacity share one compilation, so sizes grow by doubling."""

    parties: int
    issues: int
    effects: int
    dates: int
    coalitions: int
    drawn: int

    @staticmethod
    def holding(parties: int, issues: int, effects: int, dates: int, coalitions: int, drawn: int) -> Capacity:
        """Return the smallest capacity that holds these counts."""
        return Capacity(
            _grown(parties, 3),
            _grown(issues, 8),
            _grown(effects, 16),
            _grown(dates, 32),
            _grown(coalitions, 2),
            _grown(drawn, 32),
        )


def packed_dtype(size: Capacity) -> np.dtype[np.void]:
    """Return the layout of a packed scenario: what is the same in every trial."""
    n, m, e, d, c, v = size.parties, size.issues, size.effects, size.dates, size.coalitions, size.drawn
    whole = [
        ("parties", ()), ("issues", ()), ("effects", ()), ("rounds", ()), ("technicals", ()), ("coalitions", ()),
        ("drawn", ()), ("targets", ()), ("chair", ()), ("closing", ()), ("consent", ()), ("notice_effect", ()),
        ("protocol", ()), ("order", ()), ("quota", ()),
        ("traded", ()),  # 1 where losses are computed from trade figures (1.2)
        ("breakdown_given", (n,)),  # 1 where a breakdown leaves the party a value of its own
        ("concerned", (n,)),  # how many issues concern the party
        ("concern", (n, m)),  # those issues, in the order in which the party gives way on them (1.6)
        ("shared", (n,)),  # how many of those concern others too; they come first in that order
        ("concerns", (n, m)),  # 1 where the issue concerns the party
        ("concerned_parties", (m,)),  # how many parties the issue concerns
        ("tables", (c + 1, n, m)),  # 1 where an issue concerns the party and is for all, or the coalition, to agree on
        ("block", (m,)),  # the first column of the issue that a column belongs to: a pie has one for each party's share
        ("slices", (m,)),  # how many columns an issue has, at its first; 0 at the others
        ("track", (m,)),
        ("technical", ()), ("technical_issue", (m,)),  # how many issues are technical, and which
        ("strategy", (n,)), ("policy", (n,)), ("bidding", (n,)), ("veto", (n,)), ("votes", (n,)), ("on_failure", (n,)),
        ("value_given", (n,)),  # 1 where the status quo is worth a number of its own
        ("plans", ()),  # 1 where anybody makes plans: to come round, or to act by itself
        ("yearly", (n,)),  # 1 where the party's policy has rates a year instead of chances per round
        ("restless", ()),  # 1 where anybody may act unprompted in a round
        ("lines", ()),  # 1 where anybody breaks off when support at home has fallen to a line
        ("schedule", (e,)), ("trigger", (e,)), ("effect_by", (e,)), ("effect_in", (e,)), ("effect_with", (e,)),
        ("effect_moves", (e,)), ("effect_address", (e,)), ("first_date", (e,)), ("dates", (e,)),
        ("member", (c, n)),
        ("draw_kind", (v,)), ("draw_address", (v,)),
        ("drawn_word", ()),  # the word of a row at which what is drawn begins
        ("target_draw", (v,)), ("target_word", (v,)),  # one draw may go into several words
    ]  # fmt: skip
    real = [
        ("opened", ()), ("horizon", ()), ("planned_end", ()),
        ("bend", (n, n, *BEND)),  # how a loss moves with border cost and elasticity: coefficients, highest powers first
        ("transition", (n, n)),  # what the first year after a link lapses costs on top, a share of GDP
        ("regular_from", ()), ("regular_until", ()),  # of regular rounds; NEVER: there are none
        ("weight", (n, m)),
        ("other_weight", (n, n, m)),  # of a party's word in what the others of a party table on average
        ("alone", (n, m)),  # 1 where the issue concerns nobody else, so that the others' mean is the status quo
        ("chair_weight", (c + 1, n, m)),  # of a party's word in the text of all (first), and of each coalition
        ("quo_weight", (c + 1, m)),  # 1 where nobody's word counts, so that the text stays at the status quo
        ("chair_total", (c + 1, m)),  # the sum of all these weights
        ("round_day", (d,)), ("technical_day", (d,)), ("effect_day", (d,)),
        ("script_threat", (n, d)), ("script_notice", (n, d)),  # days, padded with NEVER
        ("unprompted", (n, 4)),  # chances or rates of acts for which there is no occasion; the same for both types
        ("coalition_from", (c,)), ("coalition_until", (c,)),
        ("draw_a", (v,)), ("draw_b", (v,)), ("draw_c", (v,)),  # of its shape; for a beta, draw_c is log B(a, b)
        ("draw_low", (v,)), ("draw_high", (v,)),  # bounds, in the units of the scenario file
        ("target_origin", (v,)), ("target_width", (v,)),  # to the units of the row: (x - origin) / width
    ]  # fmt: skip
    return _layout(whole, real)


def row_dtype(size: Capacity) -> np.dtype[np.void]:
    """Return the layout of a row: one negotiation, whole."""
    return _layout(_row_whole(size), _parameters(size) + _row_real(size))


def _parameters(size: Capacity) -> list[tuple[str, tuple[int, ...]]]:
    n, m, e, c = size.parties, size.issues, size.effects, size.coalitions
    return [
        ("status_quo", (m,)), ("ideal", (n, m)), ("opening", (n, m)),  # positions on the scale from 0 to 1
        ("curvature", (n,)), ("given_value", (n,)), ("discount", (n,)), ("hope", (n,)),
        ("stakes", ()), ("loss_scale", ()),
        ("border_cost", ()), ("elasticity", ()), ("transition_weight", ()),  # where trade figures decide the losses
        ("loss", (n, n)),  # L_ik: read as a share of GDP, kept as a loss of utility a year
        ("tactic", (n, TACTICS)),  # what each party's strategy reads, in the order of its PARAMETERS
        ("prior", (n,)), ("exit_gain", (n, 2)), ("deficit_weight", (n,)), ("gdp", (n,)), ("deficit", (n, n)),
        ("audience", (n, 2)),  # a1, a2
        ("audience_multiple", (n,)),  # a2 as a multiple of a1; 0: a2 stands by itself
        ("cost", (n, 2)), ("inertia", (n, 2)), ("attention", (n,)), ("power", (n,)), ("noise", (n,)),
        ("optimism", (n, 2)), ("demand", (n,)), ("ultimatum", (n,)),
        ("signal", (n, 2)),  # likelihood of a scripted act, by type; 1 and 1: no news
        ("rate", (n, 3, 2)),  # fixed rates: threat, notice, exit; by type
        ("support_exit", (n,)), ("support_ratify", (n,)),
        ("breaks_off", (n,)),  # support at which the party breaks off the talks; -NEVER: at none
        ("hurdle", (n,)), ("vote_noise", (n,)), ("caution", (n,)), ("lag", (n,)),
        ("notice_period", ()), ("extension", ()), ("most_extensions", ()), ("counted_on", ()),
        ("consent_noise", ()), ("consent_chance", ()), ("step", ()), ("tolerance", ()),
        ("regular", ()), ("monthly", ()),  # days from one regular round to the next, and in extensions
        ("days_before_round", ()),  # of a technical meeting; NEVER: they stand on dates only
        ("effect_size", (e,)), ("half_life", (e,)), ("effect_rate", (e,)),
        ("round_factor", (n,)),  # what a payoff is worth that comes a round later
        ("recognition", (n,)), ("breakdown", ()), ("breakdown_value", (n,)),
        ("outside", (n,)),  # what a party has that leaves the table for good; -NEVER: it cannot
        ("lapse", (c,)), ("outsider_lapse", (c,)), ("accession", (c,)), ("pride", (c, n)),
    ]  # fmt: skip


def _row_whole(size: Capacity) -> list[tuple[str, tuple[int, ...]]]:
    n, m, e = size.parties, size.issues, size.effects
    return [
        ("seed", ()), ("trial", ()), ("handled", ()),  # how many events the row has lived through
        ("event", ()), ("who", ()),  # the next event, and whose it is
        ("next_effect", ()),  # the effect that strikes next
        ("watched", ()),  # WAITING or TOLD where somebody watches the next event
        ("played", (n,)),  # THE_MODEL, or what somebody outside has the party do
        ("ending", ()), ("path", ()), ("leaver", ()), ("coalition", ()), ("signed", ()), ("joined", ()),
        ("held", ()), ("extensions", ()),  # rounds held, extensions agreed
        ("proposer", ()),  # whose offer this round is about; NOBODY where all table at once
        ("has_nash", ()),  # 1 where there is a Nash package on the day for which it was last worked out
        ("broken", ()),  # 1 where the talks broke down, after a rejection or because somebody broke off
        ("type", (n,)), ("stage", (n,)), ("decision", (n,)),
        ("threats", (n,)), ("satisfied", (n,)), ("backdowns", (n,)), ("notices", (n,)), ("rescissions", (n,)),
        ("vetoes", (n,)),
        ("closed", (m,)), ("strikes", (e,)),  # how often an effect has struck
    ]  # fmt: skip


def _row_real(size: Capacity) -> list[tuple[str, tuple[int, ...]]]:
    n, m, e, v = size.parties, size.issues, size.effects, size.drawn
    return [
        ("drawn", (v,)),  # what was drawn, in the units of the scenario file
        ("day", ()), ("due", ()),  # today, and the day of the next event
        ("next_strike", ()), ("next_round", ()), ("next_technical", ()),
        ("deadline", ()), ("monthly_from", ()), ("accession_day", ()),
        ("held_day", ()), ("met_day", ()),  # of the last round, of the last technical meeting
        ("signed_day", ()), ("end_day", ()), ("first_notice", ()),
        ("slope", (n, m)), ("best", (n,)), ("status_quo_value", (n,)), ("opening_share", (n,)),
        ("belief", (n,)), ("expiry", (n,)), ("effective", (n,)), ("vote_day", (n,)), ("script_day", (n,)),
        ("comes_round", (n,)), ("acts_on", (n,)),  # planned days: the party comes round, acts by itself
        ("effect_level", (e,)), ("effect_since", (e,)), ("effect_due", (e,)),
        ("settled_day", ()),  # the day for which what effects add was last set; NEVER once another has struck
        ("support", (n,)), ("more_hurdle", (n,)), ("more_gain", (n,)), ("more_discount", (n,)), ("more_loss", (n, n)),
        ("net_gain", (n, 2)), ("credibility", (n,)),
        ("discounted", (n, n)),  # D_ki: what a loss on the day of i's exit is worth to k today
        ("reservation", (n,)), ("reversion", (n,)), ("floor", (n,)),
        ("most", (n,)), ("elapsed", ()), ("log_elapsed", ()), ("wish", (n,)), ("aspiration", (n,)), ("offered", (n,)),
        ("memory", (n, MEMORY)),  # what each party's strategy keeps for itself; no other rule reads or writes it
        ("stand", (n, m)), ("table", (n, m)), ("snapshot", (n, m)), ("text", (m,)), ("agreed", (m,)),
        ("aim", (m,)), ("loss_there", (m,)),  # of the last bid: the others' mean; what curvature 1 would lose there
        ("proposal", (m,)), ("deal", (m,)),  # the text before a side deal is tested, and the package that was accepted
        ("others_text", (m,)),  # the text of the others, as the party saw it that was last asked what they offer (1.7)
        ("worth", (n,)),  # utility of the deal to each party
        ("nash", (m,)), ("nash_day", ()),  # the Nash package, and the day for which it was last worked out, from 1 on
        ("equilibrium", (n, n)),  # by who proposes: what each party gets where all play best replies
        ("included", (n, n)),  # by who proposes: the chance that each party is among those whose consent is bought
        ("waiting", (n, n)),  # by who proposes: what rejecting the offer is worth to each party
        ("solved", ()),  # for which day the equilibrium was last worked out; negative where talks were taken to end
        ("chance", (n, 2)), ("prize", (n,)),  # of the last decision: by type; the bargaining gain it turned on
        ("paid", (n,)), ("value", (n,)), ("material", (n,)),
    ]  # fmt: skip


def _layout(whole: list[tuple[str, tuple[int, ...]]], real: list[tuple[str, tuple[int, ...]]]) -> np.dtype[np.void]:
    fields = [(name, "<i8", shape) for name, shape in whole] + [(name, "<f8", shape) for name, shape in real]
    return np.dtype((np.record, [(n, t, s) if s else (n, t) for n, t, s in fields]))


def _grown(count: int, least: int) -> int:
    size = least
    while size < count:
        size *= 2
    return size
