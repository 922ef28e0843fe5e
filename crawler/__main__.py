"""`python -m crawler` is `readmore`."""

from crawler.cli import main

main()
