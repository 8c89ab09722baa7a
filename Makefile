# Everything runs in .venv, a private environment that the first target makes and later ones reuse.

PYTHON ?=
VENV = .venv
PY = $(VENV)/bin/python
ARGS =

.NOTPARALLEL:
.PHONY: help sample test check format keys man playbook screenshots benchmarks clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s%s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PYTHON=python3.13 chooses the interpreter of a new .venv, ARGS=... is handed on."

sample: $(VENV)/.ready ## Open the dashboard on invented data; nothing of yours is touched
	@$(PY) -m callbench sample $(ARGS)

test: $(VENV)/.ready-test ## Run the tests
	@$(PY) -m pytest -n 4 --dist worksteal --durations=15 --durations-min=1 $(ARGS)

check: $(VENV)/.ready-check ## Run every check of the source: style, types, arrows, spelling
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy --strict callbench tests benchmarks docs
	@$(VENV)/bin/lint-imports --no-logo
	@$(PY) -m codespell_lib

format: $(VENV)/.ready-check ## Put the source into its form
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

keys: $(VENV)/.ready-test ## Write the tables of docs/keys.md anew
	@$(PY) docs/key_tables.py $(ARGS)

man: $(VENV)/.ready-test ## Write the manual page docs/callbench.1 anew
	@$(PY) docs/man_page.py $(ARGS)

playbook: $(VENV)/.ready ## Write domain/default_playbook.json anew from its TOML
	@$(PY) -c "from callbench.store import playbook as p; p.PACKED.write_bytes(p.packed(p.default_text()))"

screenshots: $(VENV)/.ready-test ## Draw the pictures of the docs anew
	@$(PY) docs/screenshots.py $(ARGS)

benchmarks: $(VENV)/.ready-test ## Measure; minutes long
	@$(PY) -m benchmarks $(ARGS)

clean: ## Remove .venv and everything that was made
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find callbench tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "callbench: removed .venv, caches and what was built; your own files lie elsewhere"

# The code is installed as editable: only a change of what it depends on asks for more than a touch.
$(VENV)/.ready: pyproject.toml tools/venv $(PY)
	@PYTHON="$(PYTHON)" tools/venv
	@touch $@

$(VENV)/.ready-test: pyproject.toml tools/venv $(PY)
	@PYTHON="$(PYTHON)" tools/venv test
	@touch $@ $(VENV)/.ready

$(VENV)/.ready-check: pyproject.toml tools/venv $(PY)
	@PYTHON="$(PYTHON)" tools/venv test,check
	@touch $@ $(VENV)/.ready-test $(VENV)/.ready

# Missing at first, and dangling once the Python behind it was removed.
$(PY):
	@rm -f $(VENV)/.ready*
