# Everything a newcomer needs: `make run` starts the archive, `make test` tests it. Needs python3 (3.11 or newer) and make.

PYTHON ?= python3
PORT ?= 8000
VAR ?= var

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install
PYTEST := $(BIN)/python -m pytest -n 2 -q

# Checkers of pages that come from npm; the tests that want one say so where it is missing.
NPM := npm install --silent --no-save --no-audit --no-fund --prefix $(VENV)/tools
NU := vnu-jar@26.9.27
LIGHTHOUSE := lighthouse@12.8.2

.PHONY: help install install-dev tools run test slow lint messages bench clean

help:
	@echo "make run      start the archive on http://localhost:$(PORT) (PORT=..., VAR=... for its data)"
	@echo "make test     run the tests on SQLite, then on DATABASE_URL where it is given"
	@echo "make slow     run the tests that take long"
	@echo "make lint     check style, types, imports, migrations and settings"
	@echo "make tools    install the checkers of pages that npm has (HTML, Lighthouse); tests use them where they are"
	@echo "make bench    measure speed beside other software, and write docs/performance.md (SIZE=small, medium or large)"
	@echo "make messages bring the translations up to date with the texts, and name what is missing"
	@echo "make install  install what the archive needs into .venv (the others do it by themselves)"
	@echo "make clean    remove .venv and what the tools left behind; data in $(VAR) is kept"

install: $(VENV)/.installed

install-dev: $(VENV)/.installed-dev

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "There is no $(PYTHON) on this machine. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "The archive needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "That needs Python's venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@rm -f $(VENV)/.installed $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing what the archive needs (about half a minute)"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements-s3.txt requirements.txt | $(BIN)/python
	@echo "Installing what tests and linters need (about half a minute)"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

run: export VAR := $(VAR)
run: export DEBUG ?= 0
run: export SITE_URL ?= http://localhost:$(PORT)
run: export SECRET_KEY_FILE ?= $(VAR)/secret-key
run: install
	@mkdir -p "$(VAR)"
	@[ -n "$$SECRET_KEY" ] || [ -s "$$SECRET_KEY_FILE" ] || \
	  (umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))' > "$$SECRET_KEY_FILE")
	@echo "Preparing the database"
	@$(BIN)/python manage.py migrate --verbosity 0
	@[ -s "$${CHECKPOINT_KEY_FILE:-$$(dirname "$$SECRET_KEY_FILE")/checkpoint-key}" ] || \
	  $(BIN)/python manage.py make_checkpoint_key >/dev/null
	@$(BIN)/python manage.py demo
	@if [ ! -f "$(VAR)/static/staticfiles.json" ] || [ -n "$$(find ctarchive editorial sources events $(VENV)/.installed \
	    \( -path '*/static/*' -o -name .installed \) -newer "$(VAR)/static/staticfiles.json" 2>/dev/null)" ]; then \
	  echo "Collecting the static files"; $(BIN)/python manage.py collectstatic --noinput --verbosity 0 --ignore redoc; fi
	@exec $(BIN)/python manage.py serve --port $(PORT)

test: install-dev
	@echo "Tests on SQLite"
	@DATABASE_URL= $(PYTEST) -m "not slow"
	@if [ -n "$$DATABASE_URL" ]; then echo "Tests on $${DATABASE_URL%%:*}"; \
	  $(PYTEST) -m "not slow and not browser and not once" --only-database; fi

# Kills, long fuzzing, Lighthouse: one after the other, because some of them measure.
slow: install-dev
	@command -v npm >/dev/null 2>&1 && $(MAKE) --no-print-directory tools || echo "There is no npm: no Lighthouse"
	@$(PYTEST) -n 0 -m slow

tools: $(VENV)/tools/.installed

$(VENV)/tools/.installed: Makefile | $(BIN)/python
	@command -v npm >/dev/null 2>&1 || { echo "make tools needs npm, from Node.js 20 or newer" >&2; exit 1; }
	@echo "Installing the checkers of pages"
	@mkdir -p $(VENV)/tools
	@$(NPM) $(NU) $(LIGHTHOUSE)
	@touch $@

# Settings under which a linter may run: nothing of the caller's, nothing kept.
LINT_ENV := VAR=$(VENV)/lint DATABASE_URL= REDIS_URL= BLOBS_URL= ALLOWED_HOSTS= BEHIND_PROXY= SECRET_KEY_FILE=

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(LINT_ENV) DEBUG=1 SITE_URL= $(BIN)/python manage.py makemigrations --check --dry-run
	@$(LINT_ENV) DEBUG=0 SITE_URL=https://archive.example.org \
	  SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

messages: install
	@$(LINT_ENV) DEBUG=1 SITE_URL= $(BIN)/python manage.py messages

SIZE ?= medium

bench: install $(VENV)/peers/.installed
	@$(BIN)/python benchmarks/suite.py --size $(SIZE) --page

# Datasette wants versions of libraries of its own.
$(VENV)/peers/.installed: benchmarks/requirements.txt | $(BIN)/python
	@echo "Installing what speed is compared with"
	@$(PYTHON) -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip --disable-pip-version-check -qq install -r benchmarks/requirements.txt
	@touch $@

clean:
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './$(VAR)/*' -prune -exec rm -rf {} +
