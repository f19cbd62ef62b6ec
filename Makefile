# Two commands: `make run` and `make test`. The environment lies in .venv and is made when it is missing or stale.
PYTHON ?= python3
SOURCES ?= demo
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
DEV_STAMP := $(VENV)/.stamp-dev

.PHONY: run test clean

# RASAD_HOME keeps the demonstration (./var) and real articles (./var-live) apart.
run: $(STAMP)
ifeq ($(SOURCES),demo)
	@RASAD_HOME="$${RASAD_HOME:-var}" $(BIN)/rasad --config config/demo run
else ifeq ($(SOURCES),live)
	@RASAD_HOME="$${RASAD_HOME:-var-live}" $(BIN)/rasad --config config run
else
	@echo "SOURCES is '$(SOURCES)': say SOURCES=demo (the default) or SOURCES=live" >&2; exit 2
endif

test: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile $(PYTEST_ARGS)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Rasad needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(STAMP): $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
