# Everything goes through here. `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= auto

.PHONY: help run test lint types fix check bench pins migration clean

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | while IFS='|' read -r name text; do printf '  \033[1mmake %-10s\033[0m %s\n' "$$name" "$$text"; done

run: .venv/installed ## Start the portal on PORT (5000), with demo data when the database is new
	@exec $(BIN)/flask --app wsgi serve --demo

test: .venv/installed-dev ## Run every test, in parallel and in random order (a browser is installed when it may be)
	@tests/support/install-browser
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: .venv/installed-dev ## Check style, imports between layers, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint app/templates --lint --quiet

types: .venv/installed-dev ## Check the types
	@$(BIN)/mypy

fix: .venv/installed-dev ## Mend what tools can mend by themselves
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

check: lint types test ## All three

bench: .venv/installed ## Measure pages, imports and letters, against a yardstick of the same run (ARGS="--association 250000": pages alone)
	@$(BIN)/python -m bench $(ARGS)

pins: ## Write requirements*.txt anew from requirements*.in
	@$(PYTHON) -m venv .venv-pins && .venv-pins/bin/pip install --quiet uv
	@for name in requirements requirements-dev; do .venv-pins/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header $$name.in -o $$name.txt; done
	@rm -rf .venv-pins

migration: .venv/installed-dev ## Write the next migration from the models: make migration NAME="what it does"
	@$(BIN)/flask --app wsgi db revision --autogenerate -m "$(NAME)"

clean: ## Remove what was installed and cached; instance/ is kept
	@rm -rf .venv .venv-pins .pytest_cache .mypy_cache .ruff_cache

.venv/installed: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Il manque python3-venv : apt install python3-venv make"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
