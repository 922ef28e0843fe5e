"""How fast readmore is, beside what people would use otherwise. `make bench` runs it."""
