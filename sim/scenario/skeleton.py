"""The text of a new scenario, to be filled in, and of a what-if that builds on another."""

from sim.scenario.resolved import quoted
from sim.scenario.schema import Scenario

_NEW = """\
# A new scenario. Every number below is an example: change it, and say where yours comes from.
# A figure has `from: source#claim` or `judgement: why`, on its own block or on one around it.
#     sim validate {name}.yaml      every fault, with its line
#     sim run {name}.yaml           how the talks end
format: 1

about:
  title: {title}
  question: How may the talks end, and when?
  starts: 2024-01-01
  ends: 2025-12-31

# What is bargained over. The first end of a scale is usually the pact as it stands,
# the second the largest demand.
issues:
  quota:
    label: Import quota
    unit: percent
    scale: {{0: nothing may be imported, 100: trade is free}}
    status_quo: {{value: 40, judgement: an example}}
    track: political
  forms:
    label: Forms at the border
    unit: pages
    scale: {{20: as today, 2: one sheet}}
    status_quo: {{value: 20, judgement: an example}}
    track: technical

# Who bargains. The weights of a party add up to 100.
parties:
  north:
    label: Northland
    positions:
      judgement: an example
      quota: {{wants: 90, weight: 70}}
      forms: {{wants: 5, weight: 30}}
    strategy: time-dependent
    threat: bayes-logit
    resolve:
      judgement: an example
      prior: 10% to 30%
      exit_gain: {{resolute: 0.4, bluffer: 0.05}}
  south:
    label: Southland
    positions:
      judgement: an example
      quota: {{wants: 20, weight: 60}}
      forms: {{wants: 2, weight: 40}}
    strategy: time-dependent
    threat: never

# The pact that is in force while they talk, and what each loses a year if it lapses.
pact:
  members: [north, south]
  judgement: an example
  notice: {{period: 180 days, effect: optional}}
  losses:
    north: {{south: 30%}}
    south: {{north: 50%}}

calendar:
  judgement: an example
  rounds:
    - {{name: First round, from: 2024-02-05, to: 2024-02-09}}
    - {{name: Second round, from: 2024-04-08, to: 2024-04-12}}
    - {{name: Closing session, on: 2024-06-28}}
  planned_end: {{date: 2024-06-30}}
"""

_WHAT_IF = """\
# A what-if: what is not written here stays as it is in {extends}.
# A value that is changed brings its own `from: source#claim` or `judgement: why`.
extends: {quoted}

about:
  title: {title}
"""

_DIAL = """
dials:
  {dial}:                     # {label}
    value: {value}
    judgement: what if this were different?
"""


def new_scenario(name: str) -> str:
    """Return the text of a small scenario that runs as it stands."""
    return _NEW.format(name=name, title=quoted(name))


def what_if(name: str, extends: str, parent: Scenario) -> str:
    """Return the text of a what-if of `parent`, which it reaches by `extends`, with a dial to turn."""
    text = _WHAT_IF.format(
        extends=extends, quoted=quoted(extends), title=quoted(f"{parent.about.title} - {name}"[:120])
    )
    for dial, found in parent.dials.items():
        return text + _DIAL.format(dial=dial, label=found.label, value=found.value.written)
    return text
