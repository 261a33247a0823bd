"""Problems: what is wrong, where, and what to do.

A :class:`~brochure.diagnostics.problem.Problem` is a value with a code; its words in Japanese and English
are data. Every other room raises problems; only the command line puts them into words and picks the exit
code.

Open first: ``problem.py``.
"""
