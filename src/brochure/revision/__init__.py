"""Turn edits made in Word into reviewed changes of the YAML.

In: edited Word files, and the profiles as they are now. Out: a review of the changes, and the new text of
each profile. A new text is only written after a check: printed again, it says what the edited file says.

Open first: ``review.py`` (read and merge), ``detect/changes.py`` (find changes), ``validate.py`` (make the
new text).
"""
