# One command each, on a fresh machine: Python 3.11, git, make and a package index are all that is needed.
# `make PYTHON=python3.12 test` uses another interpreter; `make ARGS="-k wire" test` passes arguments on.

PYTHON ?= $(shell for p in python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
# Dated when everything that pyproject.toml names was installed.
READY := $(VENV)/ready
# Dated when the programs that replay archives in the tests were all installed; without them those tests skip.
REPLAY := $(VENV)/replay/ready

.PHONY: help demo test check bench conformance clean
.DEFAULT_GOAL := help

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

demo: $(READY) ## Crawl the built-in site and show what was kept
	$(BIN)/readmore demo $(ARGS)

test: $(READY) $(REPLAY) ## Run the tests
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(READY) ## Lint, formatting, types, import order
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## Measure against stock Scrapy and wget, on loopback; what archiving costs; verification, indexing, reading again, dates
	$(BIN)/python -m benchmarks $(ARGS)
	$(BIN)/python -m benchmarks.archiving
	$(BIN)/python -m benchmarks.verifying
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.dates

conformance: $(READY) ## Measure four writers of WARC files on known bytes, and write docs/conformance.md
	$(BIN)/python -m benchmarks.conformance $(ARGS)

clean: ## Remove what was installed and built; archives stay
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "readmore needs Python 3.11 or later: make PYTHON=/path/to/python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@# Dependency groups need pip 25.1.
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[sign]' --group dev
	@touch $@

$(REPLAY): tests/system.sh tests/replay/package.json tests/replay/requirements.txt | $(READY)
	@sh tests/system.sh $(VENV)/replay $(PYTHON)
