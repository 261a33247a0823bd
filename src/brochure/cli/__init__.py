"""The command line: arguments in, one call, words and an exit code out.

Each file holds the commands that belong together; a command reads its arguments, calls one function, prints.
Only ``main.py`` turns an error into a message and an exit code. Help and words are data in two languages.

Open first: ``main.py``.
"""
