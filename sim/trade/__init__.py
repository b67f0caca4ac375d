"""The trade room: published figures of trade and output decide what each side loses when a pact ends."""

from sim.trade.economies import BorderCost, EconomyFile, economy_file, economy_names
from sim.trade.economy import Economy
from sim.trade.figures import TradeFigure, trade_figures
from sim.trade.stakes import Stakes, stakes_of

__all__ = [
    "BorderCost",
    "Economy",
    "EconomyFile",
    "Stakes",
    "TradeFigure",
    "economy_file",
    "economy_names",
    "stakes_of",
    "trade_figures",
]
