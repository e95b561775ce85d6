# install  makes .venv with the `fihrist` command in it
# run      installs, indexes seeds/ into .fihrist/ and serves http://127.0.0.1:8000
# test     installs with the test tools, then ruff, mypy --strict and pytest
# lock     makes both lock files again from pyproject.toml
PYTHON ?= python3
BIN := .venv/bin
.PHONY: install install-dev run test lock clean
.DEFAULT_GOAL := install

PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Fihrist needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || { rm -rf .venv; \
	  $(PYTHON) -m venv --without-pip .venv && $(PYTHON) -m pip --python .venv/bin/python install -q pip; } || \
	  { rm -rf .venv; echo "Cannot make .venv: install python3-venv (Debian: apt install python3-venv)"; exit 1; }

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	$(PIP) install --require-hashes --only-binary :all: --no-deps -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(PIP) install --require-hashes --only-binary :all: --no-deps -r requirements-dev.lock
	@touch $@

install: .venv/installed
install-dev: .venv/installed-dev

run: install
	$(BIN)/fihrist --home .fihrist demo

test: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadscope

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --extra build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --extra build --extra dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .fihrist .mypy_cache .ruff_cache .pytest_cache
