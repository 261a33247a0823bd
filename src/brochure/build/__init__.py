"""Pipelines: from the files of a workspace to finished files, alone or many at once.

In: a workspace and a name. Out: PDF and Word files, written atomically, with the record that lets the
next run skip what did not change. This room and ``revision`` are the only ones that write what people
keep.

Open first: ``load.py`` and ``brochure.py`` for one partner, ``booklet.py`` for a booklet.
"""
