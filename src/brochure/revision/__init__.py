"""Edits made in Word come back as a reviewed change to the YAML."""
