"""Write a document as a Word file, and read an edited Word file as lines.

In: a document and a layout with its ``reference.docx``. Out: OOXML with named styles, native notes and
hidden anchors; or the lines and tracked changes of an edited file. Nothing about PDF or HTML is imported.

Open first: ``write.py`` for writing, ``reader/read.py`` for reading.
"""
