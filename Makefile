# Everything runs in .venv, made from the lock files; `make help` lists what there is.
PYTHON ?= python3
PORT ?= 8000
DATA ?= data
SIZE ?= 100000
VENV := .venv
BIN := $(VENV)/bin
CATALOGS := $(patsubst %,src/madang/locale/%/LC_MESSAGES/django.mo,en ko)

export MADANG_PORT = $(PORT)
export MADANG_DATA = $(DATA)

.DEFAULT_GOAL := help
.PHONY: help fixture abuse demo serve test test-long bench bench-hostile bench-notices bench-peers likeness lint messages house screenshots lock clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12
	@echo
	@echo "PORT=$(PORT) and DATA=$(DATA) choose where it serves and where everything is kept."

demo: $(VENV)/installed $(CATALOGS) ## serve a working community with demo content
	@./setup/system-packages serve
	@$(BIN)/madang demo

serve: $(VENV)/installed $(CATALOGS) ## serve an empty site with a first-run page
	@./setup/system-packages serve
	@$(BIN)/madang serve

test: $(VENV)/installed-dev $(CATALOGS) ## run the whole test suite, browser tests included
	@./setup/system-packages test
	@$(BIN)/python -m tests.run

test-long: $(VENV)/installed-dev $(CATALOGS) ## the same with what takes minutes: many killed workers
	@./setup/system-packages test
	@$(BIN)/python -m tests.run --long

bench: $(VENV)/installed $(CATALOGS) ## measure speed: make bench SIZE=100000
	@./setup/system-packages bench
	@$(BIN)/python -m bench --size $(SIZE)

bench-hostile: $(VENV)/installed $(CATALOGS) ## measure what readers notice of hostile clients
	@$(BIN)/python -m bench.hostile

bench-notices: $(VENV)/installed ## measure notices to a million, with kills, and the ledger afterwards
	@./setup/system-packages test
	@./setup/system-packages bench
	@$(BIN)/python -m bench.notices
	@$(BIN)/python -m bench.notices --postgres

bench-peers: $(VENV)/installed ## measure Madang beside the peers that PyPI has
	@./setup/system-packages test
	@./setup/system-packages bench
	@$(BIN)/python -m bench.peers

lint: $(VENV)/installed-dev ## mend formatting, check style and types
	@$(BIN)/ruff format src tests bench setup
	@$(BIN)/ruff check --fix src tests bench setup
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy

messages: $(VENV)/installed-dev ## collect the texts to translate into the English catalog
	@$(BIN)/pybabel -q extract -F setup/babel.cfg -k _lazy -k _noop -k _n:1,2 --no-location --sort-output \
		-o $(VENV)/messages.pot src/madang
	@$(BIN)/pybabel -q update --no-fuzzy-matching -i $(VENV)/messages.pot -D django \
		-d src/madang/locale -l en

fixture: $(VENV)/installed-dev $(CATALOGS) ## keep a site of this version, for tests of upgrades from it
	@PYTHONPATH=. $(BIN)/python -m setup.make_fixture

house: $(VENV)/installed-dev ## draw the rooms from their imports: docs/house.svg
	@$(BIN)/python setup/draw_house.py

screenshots: $(VENV)/installed-dev $(CATALOGS) ## draw every page into ./screenshots, and README's anew
	@./setup/system-packages test
	@$(BIN)/python -m setup.screenshots screenshots --readme

abuse: $(VENV)/installed ## learn anew how abusive texts sound, from TRAIN (JSON Lines)
	@$(BIN)/python -m venv $(VENV)/training
	@$(VENV)/training/bin/pip install -q --require-hashes -r setup/training.lock
	@PYTHONPATH=src $(VENV)/training/bin/python setup/train_abuse.py $(TRAIN) --folds 5 $(if $(DEV),--dev $(DEV))

likeness: $(VENV)/installed ## learn anew which inquiries ask the same, from setup/surges
	@$(BIN)/python -m setup.train_likeness --folds 4

lock: ## resolve the dependencies anew (needs uv)
	@uv pip compile -q --universal --generate-hashes --no-header --no-annotate --upgrade \
		--python-version 3.11 --extra setup pyproject.toml -o requirements.lock
	@uv pip compile -q --universal --generate-hashes --no-header --no-annotate --upgrade \
		--python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment, keep the data
	@rm -rf $(VENV)

$(VENV)/bin/python:
	@./setup/system-packages python $(PYTHON)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing into $(VENV) (once) ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

src/madang/locale/%.mo: src/madang/locale/%.po | $(VENV)/installed
	@$(BIN)/pybabel -q compile -i $< -o $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo "Installing the tools for tests into $(VENV) (once) ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
