# make run: the whole system on this machine. make test: all of its tests. The rest is for those who change it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
SETUP := $(PYTHON) -m deploy.trial.setup
IN := .venv/bin/python

.PHONY: setup run test mutants lint scores bench sample compose-test lock generate

setup:
	@$(SETUP) test
run:
	@$(SETUP) run --then deploy.trial
test: setup
	@$(IN) -m pytest -n 2 --dist loadfile $(ARGS)
mutants: setup
	@$(IN) -m tests.mutants
lint: setup
	@$(IN) -m ruff check . && $(IN) -m ruff format --check . && $(IN) -m mypy
scores: setup
	@$(IN) -m bench.scores
bench: setup
	@$(IN) -m bench
sample:
	@$(SETUP) run --then deploy.trial.sample
compose-test:
	@bash deploy/compose/test.sh
lock: setup
	@bash requirements/lock.sh
generate: setup
	@$(IN) -m schemas.generate
