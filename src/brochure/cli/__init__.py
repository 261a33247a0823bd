"""The command line.

Each file holds a group of commands. A command reads its arguments, calls one function and prints. Only
``main.py`` turns an error into a message and an exit code. Help texts and output texts are YAML files in two
languages.

Open first: ``main.py``.
"""
