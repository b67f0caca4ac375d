"""The shelf of charts: one file each, one line here, in the order of the page.

A chart is a module with a function `part(material)` that returns its part of the page: a sentence that says what to
see, a figure, and the figure's numbers as a table.
"""

from __future__ import annotations

from sim.report.charts import compared, endings, matters, stand, when, worth

CHARTS = (endings, when, stand, worth, matters, compared)
