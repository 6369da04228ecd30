# Everything Salname needs from the system: Rust (cargo), and a C compiler, with which SQLite is built.
# `make demo` and `make test` are all one has to know; the rest is for those who change the code.

ARCHIVE := examples/archive
RECORD  := examples/record
SALNAME := target/release/salname
SHARED  := ../shared

.PHONY: demo test lint score bench needs clean

demo: needs
	cargo build --release --locked --package salname
	$(SALNAME) build $(ARCHIVE) --record $(RECORD)
	@examples/tour.sh $(SALNAME) $(RECORD)

test: needs
	cargo test --workspace --locked --quiet

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

needs:
	@command -v cargo >/dev/null || { echo "Salname needs Rust: install it from https://rustup.rs"; exit 1; }
	@command -v cc >/dev/null || { echo "Salname needs a C compiler: apt-get install build-essential"; exit 1; }

clean:
	rm -rf $(RECORD)
	cargo clean
