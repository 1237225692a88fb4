# Dastsaz. `make` lists what there is.
PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
POSTGRES ?= postgresql://postgres@127.0.0.1:5432/postgres
TESTS ?= tests
DATABASE ?= sqlite
DRILL ?=
# Compiled code is kept, whatever the machine says: without it a start takes half as long again, and tests thrice.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test test-postgres lint fix bench drill sequences demo-reset messages lock vendor

help: ## list these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run translations/.compiled ## set up what is missing, then the shop with demo data, its worker and the sandbox bank
	@exec $(FLASK) serve --demo

test: .venv/dev translations/.compiled ## all tests on SQLite, those in a browser too; TESTS=tests/orders for a part
	$(BIN)/pytest $(TESTS)

test-postgres: .venv/dev translations/.compiled ## those that ask for a database, on PostgreSQL; POSTGRES=postgresql://… where it may create databases
	TEST_POSTGRES=$(POSTGRES) $(BIN)/pytest $(TESTS) -m "not browser"

lint: .venv/dev translations/.compiled ## style, types, floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

fix: .venv/dev ## put the style in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/dev translations/.compiled ## CPU per page against a bare Flask page, and the weight of pages
	$(BIN)/python -m tests.bench

drill: .venv/dev translations/.compiled ## money under races, shuffles, kills and in any order, long; DATABASE=postgres, DRILL="kills --scale 0.2" for a part
	$(BIN)/python -m tests.drill $(DRILL) --database $(DATABASE) --postgres $(POSTGRES)
	$(if $(DRILL),,$(MAKE) sequences)

sequences: .venv/dev translations/.compiled ## the money side in any order: 100,000 runs of its sums, 2,000 of the whole; DATABASE=postgres
	PURE_SEQUENCES=100000 $(BIN)/pytest -n0 tests/money/test_pure_sequences.py
	$(if $(filter postgres,$(DATABASE)),TEST_POSTGRES=$(POSTGRES)) MONEY_SEQUENCES=2000 $(BIN)/pytest -n0 tests/money/test_whole_machine.py

demo-reset: .venv/run translations/.compiled ## throw the data away and seed the demo afresh
	$(FLASK) demo reset

messages: .venv/dev ## collect sentences for the translators
	$(BIN)/pybabel extract --no-wrap --no-location --sort-output --omit-header -F translations/babel.cfg -k lazy_gettext -k _ -o translations/messages.pot .
	$(BIN)/pybabel update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i translations/messages.pot -d translations
	@sed -i -E '/^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):/d' translations/*/LC_MESSAGES/messages.po

lock: .venv/dev ## pin what pyproject.toml asks for
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --extra demo pyproject.toml -o requirements-demo.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.txt

vendor: .venv/run ## fetch icons anew from the npm registry (Node is needed for this alone)
	rm -rf .vendor && mkdir .vendor && cd .vendor && npm pack --silent @tabler/icons && tar xzf *.tgz
	$(FLASK) vendor icons .vendor/package
	rm -rf .vendor

.venv/run: requirements-demo.txt .ci/make_venv.py
	@$(PYTHON) .ci/make_venv.py requirements-demo.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/run
	@$(PYTHON) .ci/make_venv.py requirements-dev.txt
	@touch $@

translations/.compiled: $(wildcard translations/*/LC_MESSAGES/*.po) .venv/run
	@$(BIN)/pybabel --quiet compile -d translations
	@touch $@
