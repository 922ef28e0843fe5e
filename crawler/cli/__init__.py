"""The command line: a module for each kind of work, a function a command, thin."""

from crawler.cli.main import main, readmore

__all__ = ["main", "readmore"]
