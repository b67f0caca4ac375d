# make run    install into .venv and play the main scenario
# make test   install what tests need; then lint, types, the rooms of the house, tests
# make ladder play published cases with known answers, and print what is expected and what is found
# make bench  print speeds as ratios; with RECORD=1, add them to bench/history.csv
# make clean  remove .venv and everything that was built
# Needs Python 3.11 or newer. Choose one with: make run PYTHON=python3.12

PYTHON ?= $(shell command -v python3 || command -v python)
BIN := .venv/bin

.PHONY: run test ladder bench clean

run: .venv/installed
	$(BIN)/sim run scenarios/montreal.yaml

test: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest -q tests/unit/model
	$(BIN)/pytest -n auto --dist loadfile

ladder: .venv/installed-dev
	LADDER_TRIALS=20000 $(BIN)/python -m tests.ladder

bench: .venv/installed-dev
	$(BIN)/python -m bench $(if $(RECORD),--record)

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installed again only when pyproject.toml has changed.
.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@
