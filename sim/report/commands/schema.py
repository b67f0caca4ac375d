"""`sim schema`: the JSON Schema of a scenario file, for editors."""

from dataclasses import replace

from sim.report.voice import Voice
from sim.scenario import json_schema


def schema(voice: Voice) -> None:
    """Print the schema; it is JSON for people as well."""
    replace(voice, as_json=True).answer(json_schema(), list)
    voice.next("sim new my-talks")
