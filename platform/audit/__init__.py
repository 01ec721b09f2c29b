"""The record: append-only entries of every deed. `audit.actions.record` writes, `audit.verify`
checks.
"""
