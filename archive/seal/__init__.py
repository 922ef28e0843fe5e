"""The seal: what the finished files of an archive were, run by run, each run's manifest chained to the one before."""

from archive.seal.check import check
from archive.seal.seal import unsealed, write_manifest

__all__ = ["check", "unsealed", "write_manifest"]
