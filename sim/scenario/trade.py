"""The block of the pact that has its losses computed from trade figures (model.md 1.2)."""

from collections.abc import Sequence
from typing import Annotated

from sim.model.stakes import GREATEST_COST, GREATEST_ELASTICITY, LEAST_ELASTICITY
from sim.scenario import scalars
from sim.scenario.base import Block
from sim.scenario.fields import Flag, InnerShare, Name, Share, number, preset, preset_triangular
from sim.scenario.figure import Distribution, Figure
from sim.trade import EconomyFile, Stakes, economy_file, stakes_of

BorderCost = Annotated[Figure, number(scalars.SHARE, 0, GREATEST_COST)]
Elasticity = Annotated[Figure, number(scalars.PLAIN, LEAST_ELASTICITY, GREATEST_ELASTICITY)]


class Trade(Block):
    """What each party loses when another leaves, computed from an economy that ships.

    A party sits for the region that has its id, unless `regions` says otherwise. `border_cost`: what trade across a
    lapsed link costs beyond tariffs, a share of the value shipped. `transition_weight`: how much of the first year's
    extra loss counts as a loss in every year. `export_share[i]`: share of i's exports that go to the member that buys
    most of them. `allow_unverified`: use figures for which no source is at hand.
    """

    economy: Name
    regions: dict[str, Name] = {}
    border_cost: BorderCost = preset_triangular(0.0, 0.04, 0.08)
    elasticity: Elasticity = preset_triangular(3.0, 5.0, 8.0)
    transition_weight: Share = preset(0.2)
    export_share: dict[str, InnerShare] = {}
    allow_unverified: Flag = False

    @property
    def file(self) -> EconomyFile:
        """Return the economy; raises MissingName where none has that name."""
        return economy_file(self.economy)

    def regions_of(self, members: Sequence[str]) -> tuple[str, ...]:
        """Return the region that each member sits for."""
        return tuple(self.regions.get(member, member) for member in members)

    def export_shares(self) -> dict[str, float]:
        """Return the given shares of exports by region; a distribution, which a check refuses, is left out."""
        given = ((self.regions.get(party, party), figure.value) for party, figure in self.export_share.items())
        return {region: value for region, value in given if not isinstance(value, Distribution)}

    def stakes(self, members: Sequence[str]) -> Stakes:
        """Return what each member loses when another leaves; raises SimError where that cannot be computed."""
        return stakes_of(self.file, self.regions_of(members), self.export_shares())
