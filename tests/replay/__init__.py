"""Replay by the real software: where it is, a server for it, and what it shows."""
