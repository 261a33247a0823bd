"""Edit values of a YAML file; all other bytes stay unchanged.

Open first: ``apply.py``; the kinds of edits are in ``edit.py``.
"""
