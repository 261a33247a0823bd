"""The document tree: what is printed, as immutable values, with the rules of Japanese text.

In: nothing but values. Out: values. The tree (``tree.py``) holds what a reader can quote; writers of PDF,
Word and text walk it and decide nothing. Standard library only, except budoux for phrases.

Open first: ``tree.py``, then ``walk.py`` to go through it, and ``markup.py`` for the markup inside of texts.
"""
