"""The document tree as immutable values, the inline markup of texts, and the rules of Japanese text.

In: values only. Out: values. The tree (``tree.py``) contains everything that is printed; the writers of PDF,
Word and text walk it and decide only the appearance. Standard library only, except budoux for phrases.

Open first: ``tree.py``, then ``walk.py`` (traversals), and ``markup.py`` for the markup in texts.
"""
