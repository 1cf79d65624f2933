# Two commands: `make run` starts the site, `make test` checks it. Both set up what they need.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
export PORT

.PHONY: run test setup lint mutants bench

run: setup
	@.venv/bin/python -m config.run $(if $(ARTICLE),"$(ARTICLE)")

test: setup
	@.venv/bin/python -m pytest $(or $(PYTEST),-n auto)

setup:
	@$(or $(PYTHON),python3) config/setup.py

# Tries what is new and what survived. `make mutants MUTANTS="sources.csl*"` tries some again.
mutants: setup
	@.venv/bin/python config/setup.py requirements-mutants.txt
	@.venv/bin/python -m tests.mutants $(if $(MUTANTS),"$(MUTANTS)")

# What was asked of the pages' speed and weight, and what they come to.
bench: setup
	@.venv/bin/python -m tests.benchmarks $(or $(BENCH),asked)

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
