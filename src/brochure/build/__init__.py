"""Pipelines from the files of a workspace to finished PDF and Word files, for one name or many.

In: a workspace and a name. Out: PDF and Word files, written atomically, and a build record. The next run
uses the record to skip builds whose inputs did not change. Only this room and ``revision`` write files that
people keep.

Open first: ``load.py`` and ``brochure.py`` for one partner, ``booklet.py`` for a booklet.
"""
