"""Paper: sizes, thickness, margins of an office printer, and the capacity of a stapler."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Width and height in portrait, in mm: ISO 216 for A, JIS P 0138 for B (larger than the B sizes of ISO).
SIZES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "a3": (297.0, 420.0),
        "a4": (210.0, 297.0),
        "a5": (148.0, 210.0),
        "b4": (257.0, 364.0),
        "b5": (182.0, 257.0),
    }
)

# Approximate thickness of one leaf in mm:
# https://www.insatsushop.jp/guide02/data-guide/howto-sehaba/ (for 上質 http://ishii-print.jp/pdata/index.html
# agrees). The weights are those of 1000 sheets of 四六判. Copy paper is 64 g/m², which is 上質55kg
# (https://ddc.co.jp/words/archives/20050808130940.html).
STOCKS: Mapping[str, float] = MappingProxyType(
    {
        "コピー用紙": 0.080,
        "上質55kg": 0.080,
        "上質70kg": 0.100,
        "上質90kg": 0.130,
        "上質110kg": 0.160,
        "上質135kg": 0.195,
        "コート73kg": 0.068,
        "コート90kg": 0.082,
        "コート110kg": 0.102,
        "コート135kg": 0.130,
        "コート180kg": 0.180,
        "マットコート70kg": 0.082,
        "マットコート90kg": 0.108,
        "マットコート110kg": 0.138,
        "マットコート135kg": 0.180,
    }
)

# Margin at each edge that an office printer cannot print, in mm. Canon's printable area begins at 5 mm
# (https://oip.manual.canon/USRMA-0131-zz-CS-jaJP/contents/CS4245_print1708_injiryouikinojoutandenoinjidousa.html).
MARGIN = 5.0

# The thickest booklet that can be stapled well, in mm: 15 sheets of copy paper, 60 pages
# (https://tabi-ichiba.com/posts/post415.html). Large finishers staple twice as many sheets.
MAX_STAPLED = 15 * STOCKS["コピー用紙"]
