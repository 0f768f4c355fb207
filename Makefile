# git, make and Python 3.11 are enough: every target sets up what it needs first, in .venv.
BIN := .venv/bin
READY := .venv/.ready
DOCS := tests/house/test_readme.py tests/house/test_layout.py tests/house/test_dictionary.py tests/house/test_reference.py

# Behind a proxy that signs for other hosts only the machine's own certificates are right.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif

# How many commitments the large database of the benchmark has; where it is kept, if it is
COMMITMENTS ?= 1000000
KEPT ?=

.PHONY: help demo test check bench bench-large pictures clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    load the sample articles and show who committed to what"
	@echo "make test    run all tests, on SQLite and on PostgreSQL"
	@echo "make check   style, types, import contracts, documentation"
	@echo "make bench   speed and memory, as ratios against known work"
	@echo "make bench-large COMMITMENTS=1000000   the same of pages, questions and commands on a large database"
	@echo "make pictures   take the pictures of docs/ anew"
	@echo "make clean   remove what these made, .venv too; databases stay"

demo: $(READY)
	@$(BIN)/claims demo

test: $(READY)
	@.ci/servers
	@.ci/browser
	@$(BIN)/pytest -q -rfEs -n 2 --dist loadgroup

check: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@report=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$report"; exit 1; }
	@$(BIN)/pytest -q -n 2 $(DOCS)

bench: $(READY)
	@$(BIN)/python tests/benchmarks/ratios.py

bench-large: $(READY)
	@$(BIN)/python tests/benchmarks/large_ratios.py $(COMMITMENTS) $(KEPT)

pictures: $(READY)
	@.ci/browser
	@PYTHONPATH=. $(BIN)/python tests/web/pictures.py docs

$(READY): pyproject.toml uv.lock .ci/setup
	@.ci/setup

clean:
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
