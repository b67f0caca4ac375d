"""The answer of `sim trade`: what each end of a pact costs each party, in units that a reader can check.

Welfare is a share of GDP a year, `gain` the same in the economy's money, exports a share of exports, balances what the
party sells less what it buys. Each has four values: with tariffs alone, and at the low, central and high border cost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

from sim.errors import SimError
from sim.report.rounding import listed
from sim.report.shape import Answer
from sim.report.wording import with_article
from sim.scenario import Scenario
from sim.scenario.band import band
from sim.scenario.sources import tally_of
from sim.scenario.support import middle
from sim.trade import Economy
from sim.trade.counterfactuals import Counterfactual, Duty, no_pact, outcome, unanswered, without
from sim.trade.equilibrium import Outcome
from sim.trade.published import Published, studies

SCHEMA = "sim/trade/v1"
LEVELS = ("tariffs_alone", "low", "central", "high")
CAUTION = (
    "A long-run comparison of equilibria under these assumptions; not a forecast. Adjustment, investment, services and"
    " supply chains enter only through the border cost."
)


def trade_answer(scenario: Scenario, name: str, sha256: str, duties: Sequence[Duty] = ()) -> Answer:
    """Return what the pact's end costs, counterfactual by counterfactual; `duties` make one more.

    Raises SimError where the losses are not computed from trade figures, MissingName where a duty names what the
    economy does not have, Unsolved where a counterfactual has no solution.
    """
    return _Room(scenario, duties).answer(name, sha256)


class _Room:
    """One scenario's economy, and the counterfactuals that are asked of it."""

    def __init__(self, scenario: Scenario, duties: Sequence[Duty]) -> None:
        trade = scenario.pact.trade
        if trade is None:
            raise SimError("the losses of this scenario are given in its file; only `pact.trade` has them computed")
        self.scenario, self.trade, self.file = scenario, trade, trade.file
        self.members = scenario.pact.members
        self.regions = dict(zip(self.members, trade.regions_of(self.members), strict=True))
        self.elasticity = middle(trade.elasticity.value)
        self.economy: Economy = self.file.economy(trade.export_shares(), tuple(self.regions.values())).with_elasticity(
            self.elasticity
        )
        low, central, high = band(trade.border_cost)
        if low == high:
            usual = self.file.border_cost
            low, high = min(usual.low, central), max(usual.high, central)
        self.costs = dict(zip(LEVELS, (0.0, low, central, high), strict=True))
        self.duties = self._own(duties)
        self.home = self._home()

    def answer(self, name: str, sha256: str) -> Answer:
        """Return everything."""
        about = self.scenario.about
        return {
            "schema": SCHEMA,
            "scenario": {"name": name, "title": about.title, "sha256": sha256},
            "economy": {"name": self.file.name, "title": self.file.title, "unit": self.file.unit},
            "elasticity": self.elasticity,
            "border_cost": self.costs,
            "parties": {party: self._party(party) for party in self.members},
            "balances_of": self.home,
            "counterfactuals": [self._counterfactual(*each) for each in self._asked()],
            "stakes": middle(self.scenario.pact.stakes.value),
            "losses": self._losses(),
            "studied": self.file.studied,
            "published": [self._study(*each) for each in _studies(studies(self.file))],
            "figures": asdict(tally_of(self.file.figures)),
            "unverified": [figure.key for figure in self.file.unverified],
            "caution": CAUTION,
        }

    def label(self, party: str) -> str:
        """Return what a party is called."""
        return self.scenario.parties[party].label

    def _home(self) -> str:
        # Balances and break-even weights are those of the party that holds a belief about deficits, else of the first.
        believers = (party for party in self.members if self._deficits(party))
        return next(believers, self.members[0])

    def _deficits(self, party: str) -> dict[str, float]:
        resolve = self.scenario.parties[party].resolve
        belief = resolve.deficit_belief if resolve else None
        return {other: middle(figure.value) for other, figure in belief.deficits.items()} if belief else {}

    def _party(self, party: str) -> Answer:
        region, regions = self.regions[party], tuple(self.regions.values())
        partner = self.file.main_partner(region, regions)
        own = self.file.export_share(region, regions)
        return {
            "label": self.label(party),
            "region": region,
            "gdp": float(self.economy.gdp[self.economy.region(region)]),
            "main_partner": next(other for other, its in self.regions.items() if its == partner),
            "export_share": self.trade.export_shares().get(region, own),
            "export_share_of_economy": own,
        }

    def _asked(self) -> list[tuple[Counterfactual, str, str]]:
        regions = tuple(self.regions.values())
        found = [(no_pact(regions), "No pact", "every link lapses")]
        if len(self.members) > 2:
            for party in self.members:
                others = listed([with_article(self.label(other)) for other in self.members if other != party])
                out = f"Without {with_article(self.label(party))}"
                found.append((without(self.regions[party], regions), out, f"{others} keep their pact"))
        home = with_article(self.label(self.home))
        alone = f"{home} puts its usual tariffs on the others, who do not answer"
        found.append((unanswered(self.economy, self.regions[self.home], regions), "Tariffs unanswered", alone))
        if self.duties:
            asked = "; ".join(self._told(duty) for duty in self.duties)
            found.append((Counterfactual("asked", (), tuple(self.duties)), "Tariffs asked for", asked))
        return found

    def _own(self, duties: Sequence[Duty]) -> list[Duty]:
        return [
            Duty(self.regions.get(d.importer, d.importer), self.regions.get(d.exporter, d.exporter), d.rate, d.sector)
            for d in duties
        ]

    def _told(self, duty: Duty) -> str:
        labels = {region: with_article(self.label(party)) for party, region in self.regions.items()}
        importer, exporter = (labels.get(one, one) for one in (duty.importer, duty.exporter))
        return f"{100 * duty.rate:g}% of {importer} on {duty.sector or 'what is traded'} from {exporter}"

    def _counterfactual(self, change: Counterfactual, label: str, says: str) -> Answer:
        found = {level: outcome(self.economy, change, cost) for level, cost in self.costs.items()}
        return {
            "name": change.name,
            "label": label,
            "says": says,
            "links": [list(link) for link in change.lapsed],
            "parties": {party: self._effects(party, found) for party in self.members},
            "balances": self._balances(found),
            "break_even": self._break_even(change, found),
        }

    def _effects(self, party: str, found: dict[str, Outcome]) -> Answer:
        n = self.economy.region(self.regions[party])
        return {
            "welfare": _at_levels(found, lambda one: one.welfare_of_gdp[n]),
            "gain": _at_levels(found, lambda one: one.gain[n]),
            "exports": _at_levels(found, lambda one: one.exports[n]),
        }

    def _balances(self, found: dict[str, Outcome]) -> Answer:
        home = self.regions[self.home]
        balances = {}
        for party, region in self.regions.items():
            if party != self.home:
                n, i = self.economy.region(home), self.economy.region(region)
                today = float(self.economy.flows[i, n].sum() - self.economy.flows[n, i].sum())
                balances[party] = {
                    "today": today,
                    **_at_levels(found, lambda one, region=region: one.balance(home, region)),  # type: ignore[misc]
                }
        return balances

    def _break_even(self, change: Counterfactual, found: dict[str, Outcome]) -> Answer | None:
        """Return what a dollar of deficit removed has to be worth for the change to pay, as the party believes."""
        home = self.regions[self.home]
        partners = {other for link in change.lapsed if home in link for other in link}
        deficits = self._deficits(self.home)
        removed = sum(size for party, size in deficits.items() if self.regions.get(party) in partners)
        if removed <= 0.0:
            return None
        n = self.economy.region(home)
        return _at_levels(found, lambda one: max(0.0, -float(one.gain[n])) / removed)

    def _losses(self) -> Answer:
        """Return what runs use: what each loses when another leaves, at the central figures.

        `share` of its GDP a year, and `utility` as a share of what the whole range of issues is worth to it.
        """
        central = self.trade.stakes(self.members).losses(self.costs["central"], self.elasticity)
        pact = self.scenario.pact
        scale = middle(pact.loss_scale.value) / middle(pact.stakes.value)
        return {
            party: {
                other: {"share": float(central[k, i]), "utility": max(0.0, float(central[k, i])) * scale}
                for i, other in enumerate(self.members)
                if i != k
            }
            for k, party in enumerate(self.members)
        }

    def _study(self, first: Published, by_region: dict[str, float]) -> Answer:
        return {
            "study": first.study,
            "published": first.published,
            "counterfactual": first.counterfactual,
            "values": {party: by_region.get(region) for party, region in self.regions.items()},
            "unit": first.unit,
            "measure": first.measure,
            "address": first.address,
            "confidence": first.confidence,
        }


def _at_levels(found: dict[str, Outcome], value: Callable[[Outcome], float]) -> Answer:
    return {level: float(value(one)) for level, one in found.items()}


def _studies(rows: Sequence[Published]) -> list[tuple[Published, dict[str, float]]]:
    """Return each study once for each unit and counterfactual, with its numbers by region."""
    found: dict[tuple[str, int, str, str], tuple[Published, dict[str, float]]] = {}
    for row in rows:
        key = (row.study, row.published, row.unit, row.counterfactual)
        found.setdefault(key, (row, {}))[1][row.region] = row.value
    return list(found.values())
