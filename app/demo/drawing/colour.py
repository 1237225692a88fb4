"""Colours of the house: warm sand, gulf turquoise, palm brown, date red, gold; and the ways they mix."""

from __future__ import annotations

from random import Random

Colour = tuple[int, int, int]


def tone(code: str) -> Colour:
    """The colour written as six hexadecimal digits."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def tones(codes: str) -> tuple[Colour, ...]:
    """Several colours written one after another, separated by blanks."""
    return tuple(tone(code) for code in codes.split())


PAPER = tone("fdf9f1")
NIGHT = tone("1d1009")
GLOW = tone("fff4dc")


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The first colour with the given share (0..1) of the second in it."""
    keep = 1.0 - share
    return (
        round(first[0] * keep + second[0] * share),
        round(first[1] * keep + second[1] * share),
        round(first[2] * keep + second[2] * share),
    )


def deeper(colour: Colour, share: float = 0.3) -> Colour:
    """The colour in a warm shade."""
    return mix(colour, NIGHT, share)


def paler(colour: Colour, share: float = 0.3) -> Colour:
    """The colour in warm light."""
    return mix(colour, GLOW, share)


def vary(colour: Colour, rng: Random, amount: float = 0.12) -> Colour:
    """A neighbour of the colour, a little lighter or darker, as no two hand-made things match."""
    shift = rng.uniform(-amount, amount)
    return paler(colour, shift) if shift > 0 else deeper(colour, -shift)
