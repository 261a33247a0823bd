"""Files of sources that other programs write, as CSL items with places: BibTeX, RIS, tables, JSON.

Input: the bytes of an included file. Output: an :class:`.imported.ImportedText`, which the rest of the
program reads like a YAML file of CSL items. Open ``read.py`` first.
"""
