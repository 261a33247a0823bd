"""Files of the workspace and of the machine: where they are, and how they are read and written.

In: a folder on disk. Out: paths by name, bytes, digests, entries of the build cache in ``.brochure/``.
Files are written atomically: all of a command's files or none.

Open first: ``workspace.py``.
"""
