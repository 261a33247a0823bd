"""Patches to WeasyPrint, one for each module, with upstream issue and version.

``fast_import`` imports WeasyPrint; the others change the imported code.

Every module has ``apply()``; ``apply.apply_all`` runs them once. A patch raises RuntimeError if the code to
be patched has changed, and ``tests/typesetting/patches`` fails when upstream changes.
"""
