# Two commands are enough: `make run` and `make test`. The rest is ./hafen --help.
.PHONY: run test test-long test-quick check bench bench-matching bench-matching-long vendor

run:
	@./hafen run

test:
	@./hafen check
	@./hafen test $(PYTEST)

# Every promise at the full figures; takes its time.
test-long:
	@HAFEN_LONG=1 ./hafen test $(PYTEST)

# Tests without linters and types, while working: make test-quick PYTEST=src/hafen/core
test-quick:
	@./hafen test $(PYTEST)

check:
	@./hafen check

bench:
	@./hafen bench

# The matching engine beside PostgreSQL, DuckDB, OR-tools and SciPy; fetches these.
bench-matching:
	@./hafen bench-matching

bench-matching-long:
	@./hafen bench-matching --long --full

# Only to renew what lies in static/vendor; needs Node.
vendor:
	@python3 scripts/vendor.py
