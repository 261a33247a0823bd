"""Patches to WeasyPrint, one a module, each with its upstream issue and the versions it is made for.

``fast_import`` imports it; the others change what is imported.

Every module has ``apply()``; ``apply.apply_all`` runs them once. A patch refuses to work on code it does not
know, and ``tests/typesetting/patches`` fails on the day that upstream changes.
"""
