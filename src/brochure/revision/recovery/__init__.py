"""Recover what a program dropped when it saved a Word file: its original, calls, notes and forms of words.

Input: an edited Word file and the sent one. Output: the original, and a reading of the edited file as if the
program had kept all. First: ``recover.py``.
"""
