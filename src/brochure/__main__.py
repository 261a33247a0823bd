"""Run the command line with ``python -m brochure``."""

from brochure.cli import main

main()
