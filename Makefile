# Two commands: `make book` builds the book, `make test` checks the project. `make help` names the rest.

PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2
export TORCH_INDEX ?=  # where pip looks for PyTorch's CPU wheel, in place of the one with CUDA
.DEFAULT_GOAL := help
.PHONY: help env book test lint expected notebooks pdf rucio train-gnn pretrain lab clean

help:  ## name the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

env:  ## make or renew .venv from requirements.lock
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "ecosystem-nb: no $(PYTHON) found: install Python 3.11 or newer, or name one: make PYTHON=/path/to/python" >&2; exit 2; }
	@$(PYTHON) tools/environment.py

book: env  ## execute every stale page, check its numbers, build the HTML
	@mkdir -p _build
	@$(BIN)/python dodo.py run -n $(JOBS) book

test: env lint  ## lint, types, import contracts, tests, doctests
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

lint: env  ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

expected: env  ## write tests/expected from the executed pages, on purpose
	@mkdir -p _build
	@$(BIN)/python dodo.py run -n $(JOBS) page
	@$(BIN)/python -m ecosystem_nb.book.publish expected

notebooks: env  ## write every page as a plain .ipynb under notebooks/
	@$(BIN)/python -m ecosystem_nb.book.publish notebooks

pdf: env  ## print the book to _build/ecosystem-nb.pdf (needs Chromium)
	@mkdir -p _build
	@$(BIN)/python dodo.py run -n $(JOBS) golden
	@$(BIN)/python -m ecosystem_nb.book.publish pdf

rucio:  ## make .venv-rucio, with which a rule drives the live testbed
	@$(PYTHON) -m venv .venv-rucio
	@.venv-rucio/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-rucio.lock

train-gnn: env  ## train the networks of the graph tracker anew (minutes, one thread)
	@$(BIN)/python -m ecosystem_nb.tracking.gnn.training.train

pretrain: env  ## pretrain the foundation model anew, run its contest and enter the challenge (minutes)
	@$(BIN)/python -m ecosystem_nb.learning.foundation.pretrain
	@$(BIN)/python -m ecosystem_nb.learning.foundation.campaign

lab: env  ## open the pages as notebooks in JupyterLab
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@$(BIN)/jupyter lab

clean:  ## delete what the build made; .venv stays
	@rm -rf _build notebooks
