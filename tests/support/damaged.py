"""Files as a bad disk or a broken transfer leaves them."""

from __future__ import annotations

import random


def damaged(data: bytes, seed: int) -> bytes:
    """A file in which some bytes are others, and of which the end may be missing."""
    dice = random.Random(seed)
    made = bytearray(data)
    for _ in range(dice.choice([1, 5, 40, 400])):
        made[dice.randrange(len(made))] = dice.randrange(256)
    if dice.random() < 0.2:
        del made[dice.randrange(len(made)) :]
    return bytes(made)
