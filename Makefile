# The two commands to know: `make explore` and `make test`. Each sets up what it needs, once.
# On Windows, or without make: see "With pip alone" in README.md.

BIN := .venv/bin
PACKAGE := cli.py errors.py __init__.py __main__.py graph ontology data exporters web
PIP := $(BIN)/python -m pip --disable-pip-version-check
# The lock files are complete, so nothing is left to resolve: --no-deps keeps a release of today out of a set of yesterday.
INSTALL := $(PIP) install -q --require-hashes --no-deps -r
LOCK := $(BIN)/python -m uv pip compile --universal --generate-hashes --no-emit-index-url --quiet \
	--custom-compile-command "make lock" pyproject.toml
READY := .venv/.ready
TSC := build/npm/node_modules/typescript/bin/tsc
BENCH := .venv/.bench
BROWSER := .venv/.browser
VIRTUOSO := .venv/.virtuoso
PYTEST_FLAGS ?= -n 2 --dist loadgroup
# Compiled modules are kept even where the surroundings forbid it: the tests start hundreds of programs that load them.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help explore test coverage quick check format docs pictures gallery lock bench bench-large clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

explore: $(READY) ## Open the graph in your browser
	@$(BIN)/equigraph explore

test: $(READY) $(BROWSER) $(VIRTUOSO) ## Run all tests
	$(BIN)/pytest $(PYTEST_FLAGS)

coverage: $(READY) $(BROWSER) $(VIRTUOSO) ## Run all tests and say which branches none of them reaches; takes two and a half times as long
	$(BIN)/pytest $(PYTEST_FLAGS) --cov --cov-report=term-missing:skip-covered

quick: $(READY) ## Run the tests that take no browser and no time
	$(BIN)/pytest $(PYTEST_FLAGS) -m 'not slow and not browser'

check: $(READY) $(TSC) ## Check format, lint, types, direction of imports, docstrings, spelling and generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/node $(TSC) -p tsconfig.json
	$(BIN)/interrogate -q -c pyproject.toml $(PACKAGE)
	$(BIN)/codespell
	$(BIN)/cog --check -I docs docs/*.md README.md

format: $(READY) ## Put the code into its one format, and mend what can be mended without thought
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY) ## Write the generated parts of the docs
	$(BIN)/cog -r -I docs docs/*.md README.md

pictures: $(READY) $(BROWSER) ## Take the pictures of the docs anew; look at them
	$(BIN)/python docs/pictures.py

gallery: $(READY) ## Make the pictures of the gallery anew; look at them
	$(BIN)/python docs/gallery.py

bench: $(BENCH) $(BROWSER) ## Measure speed up to a million triples, side by side with what it is compared to
	$(BIN)/python benchmarks/run.py
	$(BIN)/cog -r -I docs docs/scale.md

bench-large: $(BENCH) $(BROWSER) ## Measure ten million triples too; takes half an hour or more
	$(BIN)/python benchmarks/run.py --large
	$(BIN)/cog -r -I docs docs/scale.md

lock: $(READY) ## Resolve the development packages anew, and write their hashes down
	$(BIN)/python -m uv --version >/dev/null 2>&1 || $(PIP) install -q uv
	$(LOCK) --group dev --upgrade -o requirements-dev.txt
	cp requirements-dev.txt requirements-bench.txt
	$(LOCK) --group dev --group bench -o requirements-bench.txt

clean: ## Remove everything that was made here
	rm -rf .venv build dist out web/static/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set up once; a second run finds the stamps and does nothing ---------------------------------------------------

$(READY): requirements-dev.txt pyproject.toml hatch_build.py web/npm/package-lock.json .dev/find-python
	@python=$$(.dev/find-python) || exit 1; \
		[ -x $(BIN)/python ] || { echo "Making .venv with $$python ..."; "$$python" -m venv .venv; }
	@echo "Installing the packages of requirements-dev.txt ..."
	@$(INSTALL) requirements-dev.txt
	@$(PIP) install -q --no-build-isolation --no-deps -e .
	@touch $@

$(TSC): web/npm/package-lock.json | $(READY)
	@$(BIN)/python hatch_build.py
	@touch $@

$(BENCH): requirements-bench.txt $(READY)
	@echo "Installing the packages of requirements-bench.txt ..."
	@$(INSTALL) requirements-bench.txt
	@touch $@

$(BROWSER): .dev/find-browser | $(READY)
	@.dev/find-browser $(BIN)/python
	@touch $@

$(VIRTUOSO): .dev/find-virtuoso
	@.dev/find-virtuoso
	@touch $@
