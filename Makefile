VENV := .venv
BIN := $(VENV)/bin
PYTHON := python3.11

.DEFAULT_GOAL := help

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(VENV)/.ready ## import the demo county, show its books, serve console and API (ONCE=1: stop after the import)
	$(BIN)/gonghui demo $(if $(ONCE),--once)

test: $(VENV)/.ready ## all tests, on real PostgreSQL
	$(BIN)/pytest -n 2

e2e: $(VENV)/.ready ## the journeys in real Chromium (Debian: chromium, fonts-noto-cjk), with screenshots in .gonghui/screenshots
	$(BIN)/pytest -n 2 -q tests/e2e

check: $(VENV)/.ready ## style, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready ## speed as ratios to a baseline in the same run (QUICK=1: under a minute)
	$(BIN)/python -m tests.benchmarks $(if $(QUICK),--quick)

evidence: $(VENV)/.ready ## tampering, proofs, bundles and witnesses, counted anew (SEED=n: the same mutants; QUICK=1)
	$(BIN)/python -m tests.evidence $(if $(SEED),--seed $(SEED)) $(if $(QUICK),--quick)

matrix: $(VENV)/.ready ## every operation, principal and kind of id against the table of rights
	MATRIX=long $(BIN)/pytest -n 2 -q tests/services/http/test_access.py

fuzz: $(VENV)/.ready ## malformed requests and files, counted (SEED=n: the same ones; QUICK=1: two minutes)
	$(BIN)/python -m tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(QUICK),--quick)

guards: $(VENV)/.ready ## take one guard away at a time: a test must fail (QUICK=1: some of them)
	$(BIN)/python -m tests.guards $(if $(QUICK),--quick)

store: $(VENV)/.ready ## conformance of the log elsewhere: TEST_DATABASE_URL, TEST_POOLER=transaction, TEST_PARTITIONS=n, CITUS_URL
	$(BIN)/pytest -n 2 -q tests/contracts tests/services/store tests/faults/test_lost_connections.py

soak: $(VENV)/.ready ## kill everything again and again, check every acknowledged event (SEED=n: the same faults; QUICK=1: two minutes)
	$(BIN)/python -m tests.soak $(if $(SEED),--seed $(SEED)) $(if $(QUICK),--quick)

upgrade: $(VENV)/.ready ## the version before and this one under load, forth and back, with figures
	$(BIN)/python -m tests.upgrade

drill: $(VENV)/.ready ## a million events backed up, lost and restored, fsck included
	$(BIN)/python -m tests.benchmarks.restoring

fmt: $(VENV)/.ready ## put the code into its form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: $(VENV)/.ready ## pin every dependency anew, with hashes and without addresses
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --extra traces --constraint requirements.lock --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file deploy/requirements.lock pyproject.toml

wheel: $(VENV)/.ready ## build what deploy/install.sh and the image install, into dist/
	$(BIN)/python -m hatchling build -t wheel -d dist

clean: ## remove the environment and the embedded database
	rm -rf $(VENV) .gonghui

.PHONY: help demo test e2e check bench evidence matrix fuzz guards store soak upgrade drill fmt lock wheel clean
