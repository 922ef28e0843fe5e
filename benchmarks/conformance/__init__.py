"""What four writers make of known bytes: `python -m benchmarks.conformance` writes docs/conformance.md."""
