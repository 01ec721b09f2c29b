"""Trying a rule on ballots that were counted, or on a small made-up vote."""
