"""Prepress: make the file that a print shop asks for, and check the finished file.

``make`` turns the rendered pages into PDF/X; ``check`` checks any finished file against the shop's rules.
``check`` does not depend on ``make``'s decisions.
"""
