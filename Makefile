# make brochure   set everything up and build output/liaoning.pdf and .docx
# make test       set up what is missing and run lint, types and tests
# make check      the same without setting up; tests of programs that are missing are skipped
# make laws       run every law over its full number of random cases and write docs/laws.md (hours; docs/laws.md has the seconds)
# make golden     rewrite the expected files in tests/golden; read the diff before you commit it
# make docs       rewrite what is generated: docs/problems.md, profiles/_schema.json, pictures
# make quality    measure the print quality and rewrite docs/quality.md with its pictures (some minutes)
# make bench      measure speed and memory beside other tools and rewrite docs/performance.md (some 20 minutes)
# make desk       build the page of the desk from desk/ (needs Node); the result is part of the package
# make desk-pictures   take the pictures of docs/desk.md from the running desk
# make wheel      build dist/brochure-….whl, which pipx and uv install
# make lock       renew requirements.lock, and of it requirements-run.lock (what runs brochure) and -build.lock
#
# PYTHON=/path/to/python3 chooses the interpreter (scripts/find_python.sh says which is taken otherwise)

.PHONY: brochure test check laws golden docs quality bench desk desk-pictures wheel lock setup setup-test
SHELL := /bin/bash
COMPILE = .venv/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
  --quiet --upgrade --python-version 3.11

brochure: setup
	@.venv/bin/brochure build liaoning

test: setup-test
	@BROCHURE_TEST_EVERYTHING=1 $(MAKE) --no-print-directory check

check:
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/pytest -q -n 2

laws: setup-test
	@.venv/bin/python scripts/run_laws.py

setup:
	@bash scripts/setup.sh

setup-test:
	@bash scripts/setup.sh --for test

golden: setup
	@UPDATE_GOLDEN=1 .venv/bin/pytest -q tests/laws/test_golden.py

docs: setup
	@bash scripts/setup.sh --for docs
	@.venv/bin/python scripts/make_docs.py

quality: setup-test
	@bash scripts/setup.sh --for quality
	@.venv/bin/python scripts/measure_quality.py

bench: setup
	@bash scripts/setup.sh --for bench
	@test "$$(.bench/bin/python -VV 2>/dev/null)" = "$$(.venv/bin/python -VV)" || .venv/bin/python -m venv --clear .bench
	@.bench/bin/pip install --quiet --requirement scripts/bench/requirements.txt
	@.venv/bin/python scripts/bench/run.py
	@.venv/bin/python scripts/bench/desk.py
	@.venv/bin/python scripts/bench/desk_typing.py

desk:
	@npm ci --ignore-scripts --silent --prefix desk
	@npm run --silent --prefix desk types
	@npm run --silent --prefix desk build

desk-pictures: setup-test
	@.venv/bin/python scripts/desk_pictures.py

wheel: setup
	@.venv/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

# the whole lock decides the versions; the other two are parts of it (and pip)
lock: setup
	@$(COMPILE) --group dev pyproject.toml --output-file requirements.lock
	@$(COMPILE) --constraint requirements.lock pyproject.toml --output-file requirements-run.lock
	@printf 'hatchling\npip\n' | $(COMPILE) --constraint requirements.lock - --output-file requirements-build.lock
