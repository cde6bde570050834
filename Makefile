# make run         the site with invented data, on http://127.0.0.1:8000 (README, "First hour")
# make test        everything, on both database engines; what the build server runs
# make test-quick  the inner loop
# Nothing else has to be installed or activated first, and no directory of yours has to be on the PATH.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
export PATH := $(PATH):/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
export PYTHONPATH :=

python := .venv/bin/python
# Two processes: on two cores more only wait for each other. A file stays with one of them, so that
# the directory, the mail server and the browser it needs are started once.
pytest := $(python) -m pytest -p no:cacheprovider
workers := -n 2 --dist loadfile --max-worker-restart=1

.PHONY: run test test-quick bench setup lint lock clean

run:
	@.ci/packages run
	@.ci/venv run
	@exec $(python) -m ppsweb.demo

test:
	@.ci/packages test
	@.ci/venv test
	@failed=0; \
	$(MAKE) lint || failed=1; \
	$(pytest) $(workers) --engine=sqlcipher || failed=1; \
	$(pytest) $(workers) --engine=postgresql || failed=1; \
	exit $$failed

test-quick:
	@.ci/venv test
	@$(python) -m ruff check .
	@$(pytest) -q $(workers) --engine=sqlcipher -m "not slow and not browser and not samba and not smtp and not pdf"

bench:
	@.ci/packages test
	@.ci/venv test
	@$(python) -m tests.bench

setup:
	@.ci/venv test

lint:
	@.ci/venv test
	$(python) -m ruff check .
	$(python) -m mypy
	$(python) -c "from importlinter.cli import lint_imports_command as main; main()" --no-logo --no-cache

# The runtime lock and the tests' lock are made from setup.cfg. uv reads no pip.conf: an index of
# your own is given as UV_INDEX.
lock:
	@.ci/lock

clean:
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis screenshots
	find ppsweb tests -name __pycache__ -type d -prune -exec rm -rf {} +
