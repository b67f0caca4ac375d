"""The command that was called, as a user would type it to call it again."""

import shlex
import sys


def this_command() -> str:
    """Return the words of this command; what only says that something is to be gone on with is left out."""
    return shlex.join(["sim", *(word for word in sys.argv[1:] if word != "--resume")])
