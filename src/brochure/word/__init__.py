"""A document becomes a Word file, and a Word file is read back as lines.

In: a document and a layout with its ``reference.docx``. Out: OOXML with named styles, native notes and
hidden anchors, or the lines and tracked changes of an edited file. Knows nothing of PDF and HTML.

Open first: ``write.py`` for writing, ``reader/read.py`` for reading.
"""
