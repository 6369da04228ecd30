# Everything Salname needs from the system: Rust (cargo), and a C compiler, with which SQLite and the allocator are built; for its pages also
# Node (npm), and Chromium to try them. Without Node it is built without pages.
# `make demo` and `make test` are all one has to know; the rest is for those who change the code.

ARCHIVE := examples/archive
RECORD  := examples/record
SALNAME := target/release/salname
SHARED  := ../shared

PAGES   := web/dist/index.html

.PHONY: demo web web-test test lint score bench needs clean

# Builds everything, reads the example archive, shows a tour and ends by serving it; where nobody sits before a terminal,
# or with DEMO_SERVE=0, it only says how to serve it.
demo: needs
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory web; \
	else echo "demo: without its pages, for npm is missing: install Node (https://nodejs.org) for them"; fi
	cargo build --release --locked --package salname
	$(SALNAME) build $(ARCHIVE) --record $(RECORD)
	@examples/tour.sh $(SALNAME) $(RECORD)
	@if [ "$${DEMO_SERVE:-1}" != 0 ] && [ -t 0 ] && [ -t 1 ]; then \
		echo; echo "In the browser:"; exec $(SALNAME) serve --record $(RECORD); \
	else \
		echo; echo "In the browser:  $(SALNAME) serve --record $(RECORD)"; \
	fi

# The pages, which the next build of the program embeds.
web:
	@command -v npm >/dev/null || { echo "The pages need Node: install it from https://nodejs.org"; exit 1; }
	cd web && npm ci --no-audit --no-fund && npm run build

test: needs
	cargo test --workspace --locked --quiet
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory web-test; \
	else echo "test: the pages are not tested, for npm is missing"; fi

# The pages: their functions, then each page in a browser, on a record of the example archive.
web-test: web
	cd web && npm test
	cargo build --release --locked --quiet --package salname
	@if [ -x "$${CHROMIUM:-/usr/bin/chromium}" ]; then cd web && npm run e2e; \
	else echo "test: the pages are not opened, for Chromium is missing: apt-get install chromium"; fi

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked --quiet -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --no-deps --locked --quiet

# The figures by which reading is judged; where the gold does not stand beside the project, it says so.
score: needs
	@if [ -f $(SHARED)/gold/score.py ]; then \
		cargo build --release --locked --quiet --package salname && \
		docs/quality/ratchet.py --bin $(SALNAME) --shared $(SHARED); \
	else echo "score: skipped, $(SHARED)/gold does not stand beside this project"; fi

bench: needs
	cargo bench --locked --package salname
	cargo bench --locked --package salname-state --bench million

needs:
	@command -v cargo >/dev/null || { echo "Salname needs Rust: install it from https://rustup.rs"; exit 1; }
	@command -v cc >/dev/null || { echo "Salname needs a C compiler: apt-get install build-essential"; exit 1; }

clean:
	rm -rf $(RECORD) $(RECORD)-documents
	cargo clean
