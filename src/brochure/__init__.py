"""brochure: partner profiles in YAML become Japanese PDF brochures, Word files and booklets."""

__version__ = "0.1.0"
