"""Edits made in Word come back as a reviewed change to the YAML.

In: Word files that came back, and the profiles as they are now. Out: a review of what changed, and the new
text of each profile; nothing is written that is not proven.

Open first: ``review.py`` for what is read and merged, ``detect/changes.py`` for how changes are found, and
``validate.py`` for what is written.
"""
