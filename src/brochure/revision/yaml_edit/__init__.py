"""Change values of a YAML file and keep every other byte.

Open first: ``edit.py``.
"""
