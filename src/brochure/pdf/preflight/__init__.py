"""Preflight (入稿前の点検): measure the finished pages, whatever made them.

The codes of the rules are explained in ``docs/preflight.md``, their words are in ``problems.yaml``.
"""
