"""What only the page needs: packages that are installed when somebody asks for one."""

from importlib import import_module

from sim.errors import MissingDependency

NEEDS = ("altair>=6,<7", "vl-convert-python>=1.9,<2", "jinja2>=3.1,<4")
_MODULES = ("altair", "vl_convert", "jinja2")


def need_extra() -> None:
    """Raise MissingDependency, with the line that installs what is missing, unless all is there."""
    try:
        for module in _MODULES:
            import_module(module)
    except ImportError as error:
        wanted = " ".join(f'"{need}"' for need in NEEDS)
        raise MissingDependency(
            f"a report needs packages that are not installed ({error.name} is missing); this line installs them:\n"
            f"python -m pip install {wanted}"
        ) from None
