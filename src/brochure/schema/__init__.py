"""What people write: YAML files with the place of every value, and the models that check them.

In: the bytes of profiles, series, booklets, layouts, print shops and sources. Out: models whose values
know their line and column, JSON Schema for editors of YAML, and problems with their places.

Open first: ``yaml_reader.py`` for the reading, ``profile.py`` for the most important file.
"""
