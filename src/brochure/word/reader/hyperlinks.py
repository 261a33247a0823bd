"""Addresses of links in Word files."""

from __future__ import annotations

import re

from brochure.document.web_address import AddressError, address_target


def link_in_one_form(url: str) -> str:
    """Return the address of a link as markup gives it; LibreOffice decodes it (``%E4%BB%AE``)."""
    try:
        return address_target(url)
    except AddressError:
        return url


def hyperlink_target(instruction: str) -> str:
    """Return the address in the instruction of a HYPERLINK field, or an empty string."""
    found = re.match(r'\s*HYPERLINK\s+"([^"]+)"', instruction)
    return found[1] if found else ""
