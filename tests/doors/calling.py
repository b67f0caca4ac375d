"""Call a command as a user would, in this process."""

import json
from typing import Any

from typer.testing import CliRunner

from cli import app


class Ended:
    """How a command ended: its exit code and what it printed on stdout and on stderr."""

    def __init__(self, *words: str, typed: str | bytes | None = None) -> None:
        """Call the command, with what is typed on its standard input."""
        found = CliRunner().invoke(app, list(words), input=typed)
        self.code, self.out, self.err = found.exit_code, found.stdout, found.stderr

    @property
    def data(self) -> Any:
        """Return stdout as JSON."""
        return json.loads(self.out)
