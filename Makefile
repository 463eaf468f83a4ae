# Everything sets itself up in .venv; Python 3.11+ and make are all that is needed.
PYTHON ?= python3
BIN := .venv/bin
# `comp` as users install it, and with what its tests need.
PLAIN := .venv/.plain
READY := .venv/.ready
PIP := PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check
SAMPLE := data/sample_ratings.csv --roster data/sample_roster.csv

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz lint check format snapshots schemas pictures bench docs app clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(PLAIN): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (make PYTHON=python3.12 …)"; exit 1; }
	@echo "installing comp into .venv (once) …"
	@$(PYTHON) -m venv .venv
	@$(PIP) -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(READY): $(PLAIN)
	@echo "installing what tests and checks need into .venv (once) …"
	@$(PIP) -e '.[dev]'
	@# Only for copies of the SARIF schema and of axe-core; nothing of them is imported, nor of what they ask for.
	@$(PIP) --no-deps linceo axe-playwright-python
	@touch $@

demo: $(PLAIN) ## the main job on the sample data
	$(BIN)/comp assess $(SAMPLE)
	$(BIN)/comp gap $(SAMPLE) --employee E012
	$(BIN)/comp explain $(SAMPLE) --employee E012 --competency logical_analysis
	$(BIN)/comp show-model market_information --level 2
	$(BIN)/comp check $(SAMPLE)

test: $(READY) ## the tests
	@# Processes share the machine: the engine needs no threads in each, which takes a tenth longer. CI gives it some.
	POLARS_MAX_THREADS=$${POLARS_MAX_THREADS:-1} $(BIN)/python -m pytest -n 3

fuzz: $(READY) ## damaged and odd inputs by the hour: make fuzz KIND=xlsx SECONDS=3600 SEED=2
	$(BIN)/python -m tests.fuzz $(KIND) --inputs 1000000000 --seconds $(or $(SECONDS),3600) --seed $(or $(SEED),1)

lint: $(READY) ## style, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@# Calls that Windows lacks are not known there.
	$(BIN)/mypy --platform win32 src
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

check: lint test docs ## all that can drift

format: $(READY) ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

snapshots: $(READY) ## write the expected outputs anew (then read the diff)
	COMP_SNAPSHOTS=write $(BIN)/python -m pytest tests/test_snapshots.py tests/test_readme.py tests/test_codes.py

schemas: $(READY) ## write docs/schema from the types of documents
	$(BIN)/python -m website.json_schemas

pictures: $(READY) ## take docs/pictures anew, with Chromium and LibreOffice
	$(BIN)/python -m website.screenshots

.venv/.bench: $(READY)
	@$(PIP) -e '.[bench]'
	@touch $@

bench: .venv/.bench ## measure beside other tools; BENCH_FULL=1 for 20 and 100 million rows
	@$(BIN)/python -m bench

.venv/.docs: $(READY)
	@$(PIP) -e '.[docs]'
	@touch $@

docs: .venv/.docs ## the documentation site, into site/
	@rm -rf site
	$(BIN)/python -m website.staging build/docs
	$(BIN)/sphinx-build --quiet --fail-on-warning --fresh-env -d build/doctrees -c website build/docs site

.venv/.app: $(PLAIN)
	@$(PIP) shiv
	@touch $@

app: .venv/.app ## comp as one file, dist/comp.pyz, for this system and version of Python
	@mkdir -p dist
	@PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/shiv --quiet --console-script comp \
	  --python '/usr/bin/env python3' --preamble app/only_here.py --output-file dist/comp.pyz .
	@ls -l dist/comp.pyz

clean: ## remove what was set up
	rm -rf .venv build dist site
