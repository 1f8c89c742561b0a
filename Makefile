# Every verb is one line here and one line of `make help`. On Windows and macOS see README.md.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test lint words screens bench fuzz windows-test thunderbird-test pack-linux pack-windows ready-to-run ready-to-test

PY := .venv/bin/python
WORDS := build/i18n/cy.mo

help: ## these lines
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 22

run: ready-to-run $(WORDS) ## open the window; where there is no display, rehearse in the terminal
	@if [[ $$(uname) == Linux && -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]]; \
	then exec $(PY) -m sel rehearse; else exec $(PY) -m sel; fi

test: ready-to-test words ## everything that must hold: words, lint, all tests
	@tests/run.sh

lint: ready-to-test ## ruff, mypy, import-linter, the words and the table of findings, no tests
	@failed=0; \
	.venv/bin/ruff check . || failed=1; \
	.venv/bin/ruff format --check . || failed=1; \
	.venv/bin/mypy || failed=1; \
	.venv/bin/lint-imports || failed=1; \
	$(PY) installer/words.py check || failed=1; \
	$(PY) installer/findings.py check || failed=1; \
	$(PY) installer/policy.py check || failed=1; \
	$(PY) installer/licences.py check || failed=1; \
	exit $$failed

words: ready-to-run ## compile i18n/*.po
	@$(PY) installer/words.py compile

screens: ready-to-test $(WORDS) ## draw every page in both languages, light and dark, into screens/
	@$(PY) -m tests.screens screens

bench: ready-to-test $(WORDS) ## how long commands take to start, and what they load
	@$(PY) -m tests.bench

fuzz: ready-to-test ## 100,000 damaged files, and as many that find new ways through the code
	@$(PY) -m tests.fuzz --runs 25000 --guided 25000

windows-test: ready-to-test $(WORDS) ## the Windows parts, in a Wine of their own (docs/windows-lab.md)
	@installer/windows/lab.sh --test

thunderbird-test: ready-to-test $(WORDS) ## a real Thunderbird beside Sêl (docs/thunderbird-lab.md)
	@installer/thunderbird/lab.sh --test

pack-linux: ready-to-test ## the program as an archive for Linux, tried (docs/packing.md)
	@installer/pack.sh

pack-windows: ready-to-test ## setup.exe and .msi, built, installed, used and removed in Wine
	@installer/windows/pack.sh

ready-to-run:
	@installer/setup.sh run

ready-to-test:
	@installer/setup.sh test

$(WORDS): $(wildcard i18n/*.po) installer/words.py | ready-to-run
	@$(PY) installer/words.py compile
