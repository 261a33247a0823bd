"""Files on disk: the workspace, atomic writing, text encodings, file digests, and the build cache.

In: a folder on disk. Out: paths by name, bytes, digests, entries of the build cache in ``.brochure/``.
A command writes all of its files or none.

Open first: ``workspace.py``.
"""
