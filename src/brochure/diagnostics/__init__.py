"""Problems: what is wrong, where, and what to do.

A :class:`~brochure.diagnostics.problem.Problem` is a value with a code; its messages in Japanese and English
are data files. Every other room raises problems; only the command line turns them into messages and picks
the exit code.

Open first: ``problem.py``.
"""
