"""Wires everything: the command line, settings, a run, the built-in site."""
