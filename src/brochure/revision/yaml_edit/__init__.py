"""Change values of a YAML file and keep every other byte.

Open first: ``apply.py``; what an edit can be is in ``edit.py``.
"""
