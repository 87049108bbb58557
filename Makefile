# Two commands start here: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3 || command -v python3.11 || command -v python3.12 || command -v python3.13)
PORT ?= 8000
BIN := .venv/bin
BOOTSTRAP = $(if $(PYTHON),$(PYTHON),$(error Python 3.11 is not installed. Debian 12: apt-get install python3 python3-venv)) tools/bootstrap.py

.PHONY: help run install test test-browser check lock bench messages clean
.DEFAULT_GOAL := help

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

run:  ## install what is missing and serve on http://localhost:8000 (PORT=8123 make run: another port)
	@$(BOOTSTRAP) runtime --port $(PORT)
	@KECHUANG_DEMO=1 PORT=$(PORT) exec $(BIN)/kechuang run

install:  ## make the environment without starting anything
	@$(BOOTSTRAP) dev $(if $(SPARK),spark)

test: install  ## all tests but those that need a browser
	@$(BIN)/pytest -n auto $(ARGS)

test-browser: install  ## the browser tests (Chromium from Debian)
	@sh tools/debian-packages chromium fonts-noto-cjk
	@$(BIN)/pytest -m browser $(ARGS)

check: install  ## lint, types, import contracts, migrations, state diagrams, translations, law
	@sh tools/debian-packages gettext
	@tools/stages lint types imports migrations deployment states translations law

messages: install  ## gather the texts to translate into kechuang/locale/en (needs gettext)
	@cd kechuang && ../$(BIN)/python ../manage.py makemessages --locale en --no-location --no-obsolete

lock:  ## write the lock files (UPGRADE=1: with the newest versions)
	@PATH="$$PATH:$(CURDIR)/$(BIN)" PYTHON=$(PYTHON) UPGRADE=$(UPGRADE) tools/lock

bench: install  ## the benchmark, with its peers in an environment of their own
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@$(BIN)/python -m bench $(ARGS)

clean:  ## remove the environment and everything the program wrote, its database too
	rm -rf .venv .venv-* node_modules var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
