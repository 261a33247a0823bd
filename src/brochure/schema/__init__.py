"""The file formats that people write: a YAML reader with locations, and a model for each kind of file.

In: the bytes of profiles, series, booklets, layouts, print shops and sources. Out: checked models, the line
and column of every value, JSON Schema for YAML editors, and problems with their locations.

Open first: ``yaml_reader.py`` (reading YAML), then ``profile.py`` (the most important file format).
"""
