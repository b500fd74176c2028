# Everything runs from .venv, made from the locks with hashes; stamps in .venv make a second call instant.
# `make PYTHON=/path/to/python demo` chooses the interpreter of a new .venv.

# Tests start hundreds of processes: what one of them has parsed, the next finds.
unexport PYTHONDONTWRITEBYTECODE
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
# What keeps one processor busy goes two at a time: the page is built and checked beside the installation, what a run
# needs is compiled while the rest is installed. Several goals, such as `clean test`, go one after the other.
ifeq ($(MAKELEVEL)$(word 2,$(MAKECMDGOALS)),0)
MAKEFLAGS += --jobs=2
endif
.DEFAULT_GOAL := help
.PHONY: help demo view page test compiled checks suites lint bench docs ablation assumptions pictures answers tools lock clean

VENV := .venv
BIN := $(VENV)/bin
# Twice quiet: warnings of an index that a machine adds by itself say nothing of this project; errors are still told.
# Python parses what is imported when that happens first: to parse all that is installed takes half a minute.
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-compile
SUITABLE := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))
# One process for each core, each with whole files of tests, so that what a file sets up is set up once; in the order
# of tests/conftest.py, which puts first what takes long.
SIDE_BY_SIDE := --numprocesses auto --dist loadfile --no-loadscope-reorder
# The page is built from web/, and again when anything there changes.
PAGE := src/shieldwall/server/page/index.html
WEB := $(shell find web -name node_modules -prune -o -type f -print 2>/dev/null)
BUILT := $(if $(wildcard web/package.json),$(PAGE))
TESTS := $(shell find tests -name '*.py')
LOCK := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-header $(if $(UPGRADE),--upgrade)

help:
	@echo 'make demo    the joint group of Slavic Shield 2019 defends Belgrade: summary here, report in out/'
	@echo 'make view    the same battle replayed on a map, in your browser; builds the page the first time (OPEN=RUN for another)'
	@echo 'make test    all tests: compiled, then the kernels as plain Python, then the page in a browser'
	@echo 'make lint    ruff, mypy and the import contracts'
	@echo 'make bench   measure every figure of docs/performance.md, and write it; best on a machine with nothing else to do'
	@echo 'make docs    the site, in site/, with a card for every entry; a warning is a failure; two minutes'
	@echo 'make pictures the pictures of README.md and the gallery, from runs of today'
	@echo 'make answers docs/answers: a page for each built-in study; twenty minutes, goes on after Ctrl-C'
	@echo 'make ablation docs/ablation.md: what each model is worth in one raid; 25 minutes, goes on after Ctrl-C'
	@echo 'make assumptions  docs/assumptions.md, from cards, comments and the catalogue'
	@echo 'make lock    renew requirements/*.txt after an edit of pyproject.toml (UPGRADE=1 for newer versions)'
	@echo 'make clean   remove the environment and what tools left behind, but not out/'

demo: $(VENV)/run.stamp
	@$(BIN)/shieldwall run slavic-shield-2019 -o out/slavic-shield-2019 --replace

view: page
	@$(BIN)/shieldwall view $(or $(OPEN),slavic-shield-2019)

page: $(VENV)/run.stamp $(BUILT)

# The suites take all processors by themselves, and say at once what they have to say.
# Kernels run as plain Python last: tables that compiled code leaves in the cache would take plain Python minutes.
test: tools compiled checks $(VENV)/read.stamp
	@$(MAKE) --no-print-directory --output-sync=none suites

compiled: $(VENV)/run.stamp
	@$(BIN)/shieldwall run one-radar >/dev/null

# What is made of tests when they are first read is kept, so that processes side by side do not each make all of it. What
# stands in the way of that is said by the suites.
$(VENV)/read.stamp: $(VENV)/dev.stamp $(TESTS)
	@$(BIN)/python -m pytest --collect-only --quiet >/dev/null || true
	@touch $@

checks: $(BUILT)
	$(BIN)/python web/build.py check test

suites:
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m 'not alone'
	$(BIN)/python -m pytest -m alone
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest $(SIDE_BY_SIDE) -m 'kernel and not long and not alone'
	$(BIN)/python web/build.py e2e

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/dev.stamp tools
	$(BIN)/shieldwall bench --all

# The variable silences an announcement about the future of MkDocs; warnings about these pages stay. Cards are drawn
# after the pages, since MkDocs empties the folder.
docs: $(VENV)/dev.stamp
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@$(BIN)/shieldwall catalogue --cards site/cards --replace
	@echo 'Open site/index.html; to search it, too: $(BIN)/python -m http.server --directory site'

# A hundred battles on each of four seeds with each of some fifty twins, two at a time.
ablation: $(VENV)/dev.stamp
	@$(BIN)/python benchmarks/ablate.py

assumptions: $(VENV)/dev.stamp
	@$(BIN)/python docs/assumptions.py

pictures: $(VENV)/dev.stamp
	@$(BIN)/python docs/pictures.py

# All battles of the built-in studies; what was interrupted goes on.
answers: $(VENV)/dev.stamp
	@$(BIN)/python docs/answers.py

tools:
	@.ci/tools

lock: $(VENV)/dev.stamp
	$(LOCK) --extra all pyproject.toml requirements/build.in -o requirements/run.txt
	$(LOCK) --extra dev -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/dev.txt
	$(LOCK) requirements/web.in -o requirements/web.txt

clean:
	rm -rf $(VENV) build dist site web/node_modules $(dir $(PAGE)) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# It needs nothing of the environment but its Python, unless the system has no Node: then one is installed there, and not
# beside another installation.
$(PAGE): $(WEB) | $(BIN)/python
	@$(BIN)/python web/build.py

ifeq ($(shell command -v npm),)
$(PAGE): | $(VENV)/run.stamp
$(VENV)/dev.stamp: | $(BUILT)
endif

$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python); do \
	  if $$python -c '$(SUITABLE)' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; exec $$python -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo 'Shieldwall needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module, and found none;' >&2; \
	echo 'install one (Debian and Ubuntu: apt-get install python3-venv) or name it: make PYTHON=/path/to/python demo' >&2; \
	exit 1

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo 'Installing the packages of requirements/run.txt; the first time takes about a minute'
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# The same versions of what a run needs, and more.
$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo 'Installing the packages of requirements/dev.txt that a run does not need; the first time takes about a minute'
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
