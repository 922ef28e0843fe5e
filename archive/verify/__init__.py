"""Verification of WARC files: the checks of `checks.CHECKS`, on files of any tool.

`files.verify_files` makes one pass over the files; `headers`, `http` and `links` hold the rules.
"""
