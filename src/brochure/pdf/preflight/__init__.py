"""Preflight (入稿前の点検): check the finished pages of any PDF.

``docs/preflight.md`` explains the rules by code; ``problems.yaml`` has their messages.
"""
