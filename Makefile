# Two targets do all on a fresh machine: `make serve` and `make test`. The rest are the same lines .ci/run calls.
PYTHON ?= python3
BIN := .venv/bin
STORE ?= data/store
PLANS ?= 100
JSON ?= data/bench-$(shell date -u +%Y-%m-%d).json

.PHONY: install assets serve test check format lock evaluate bench fuzz

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml $(wildcard api/pages/assets/*.*)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	-$(BIN)/python -m api.pages.assets
	touch $@

assets: install
	$(BIN)/python -m api.pages.assets

serve: install
	$(BIN)/dutygraph load loaders/samples --store $(STORE)
	$(BIN)/dutygraph query measures-by-agency --agency 省生态环境厅 --role lead --store $(STORE)
	$(BIN)/dutygraph serve --store $(STORE)

# Two processes at once, then alone what measures; `pytest` by itself runs the same tests one after the other.
test: install
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone"
	$(BIN)/python -m pytest -m alone tests

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

evaluate: install
	$(BIN)/python tests/evaluate.py

bench: install
	$(BIN)/dutygraph bench $(wildcard ../shared/documents/*.txt)
	$(BIN)/dutygraph bench $(PLANS:%=--plans %) --json $(JSON)

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Needs uv; run after a change of the dependencies in pyproject.toml or api/pages/assets/package.json.
lock:
	uv pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.11 --no-header -q -o requirements.lock
	$(BIN)/npm --prefix api/pages/assets install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

# Needs uv: some thousand requests made from the service's own description; takes a quarter of an hour.
fuzz: install
	DUTYGRAPH_FUZZ=35 uvx --from schemathesis==4.32.5 sh -c '$(BIN)/python -m pytest -s tests/test_schemathesis.py'
