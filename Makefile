# One command for a stranger: `make conform`. All of CI: `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
REPORT ?= report
MUTANT ?=
SEED ?= 0

.PHONY: conform test types style mutants bench setup clean

setup: $(READY)

$(READY): lock.txt pyproject.toml
	@echo "setting up $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is %d.%d" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement lock.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

conform: $(READY)
	@$(BIN)/ews-conform --target reference $(if $(MUTANT),--mutant $(MUTANT)) --seed $(SEED) --report $(REPORT)

test: $(READY)
	@$(MAKE) --no-print-directory --jobs 2 --output-sync types style
	@rm -f .coverage .coverage.*
	@$(BIN)/coverage run -m pytest -n 3 --dist worksteal --durations 15 -m "not proof"
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --fail-under 95 --skip-covered
	@$(BIN)/coverage report --fail-under 100 --include '*/decide.py,*/checks/*,fake_ews/contract/*,fake_ews/model/*,fake_ews/operations/*,fake_ews/people/*'
	@$(BIN)/python -m pytest -n 4 --dist worksteal --durations 15 -m proof $$(grep -rl --include '*.py' 'mark\.proof' tests)

types: $(READY)
	@$(BIN)/mypy

style: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest --collect-only -qq > /dev/null || true # compiled once, not by each worker

mutants: $(READY)
	@$(BIN)/python -m tests.proof --seed $(SEED)

bench: $(READY)
	@$(BIN)/python -m bench

clean:
	rm -rf $(VENV) report .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache
