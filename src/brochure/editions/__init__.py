"""Editions over the years: what was approved and printed, and what has changed since."""
