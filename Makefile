# HSCT Desktop. `make help` lists what there is.
SHELL := /bin/sh
PY := .venv/bin/python
# One process a core: the tests of windows, of documents and of the store share nothing but the machine.
PYTEST := QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PY) -m pytest -n auto --maxprocesses 8 --dist worksteal
export PYTHON
# Compiled modules are kept, whatever the shell says: the tests start the program dozens of times.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := run
.PHONY: run demo test test-all soak lint bench assets screenshots package package-test lock clean help setup setup-dev

run: setup ## Set up, make a practice ward and open it (without a display: render it to build/demo/)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
		exec $(PY) -m hsct_desktop --practice; \
	else \
		QT_QPA_PLATFORM=offscreen exec $(PY) -m hsct_desktop --practice --demo build/demo; \
	fi

demo: setup ## Render Today, a patient, the day list and a summary of the practice ward to build/demo/
	@QT_QPA_PLATFORM=offscreen $(PY) -m hsct_desktop --practice --demo build/demo

test: setup-dev ## Set up and run the tests (about five minutes on two cores)
	@$(PYTEST) -m "not soak and not package"

test-all: setup-dev ## Run every test, the long ones too
	@$(PYTEST)

soak: setup-dev ## Run the long tests, and the property tests with 2000 examples each
	@HYPOTHESIS_PROFILE=soak $(PYTEST) -m "soak or hypothesis"

lint: setup-dev ## Check style, types, floors and that the compiled assets are fresh
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict hsct_desktop
	.venv/bin/lint-imports
	$(PY) installer/build_assets.py --check

bench: setup-dev ## Measure the start and the common actions against a bare window
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PY) -m benchmarks

assets: setup-dev ## Compile the forms in ui/ and the translations, after collecting the texts to translate
	$(PY) installer/build_assets.py --update-ts

screenshots: setup-dev ## Take the pictures of every page that the README shows, from the practice ward
	@QT_QPA_PLATFORM=offscreen $(PY) installer/screenshots.py && QT_QPA_PLATFORM=offscreen $(PY) installer/screenshots_results.py

package: setup-dev ## Pack the program, with all it needs, into the folder build/package/hsct-desktop
	@$(PY) installer/package.py

package-test: setup-dev ## Pack the program for a trial and run what came out
	@$(PY) -m pytest -n 0 tests/test_package.py

lock: ## Write the requirement locks anew from pyproject.toml (UPGRADE=1 for the newest versions)
	@sh installer/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## Remove the environment and everything built; data and settings stay
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find hsct_desktop tests installer -type d -name __pycache__ -prune -exec rm -rf {} +

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'

setup:
	@sh installer/setup.sh

setup-dev:
	@sh installer/setup.sh --dev
