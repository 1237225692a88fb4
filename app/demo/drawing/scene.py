"""What a painter is given: the sheet, the dice of this very picture, and the ground it stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

import numpy as np

from app.demo.drawing.canvas import Canvas, Cast
from app.demo.drawing.colour import Colour, vary
from app.demo.drawing.shapes import ellipse

Choice = TypeVar("Choice")

TABLE = 655.0


@dataclass(frozen=True)
class Ground:
    """The colours behind a thing: where light falls, where it fades, and the table's."""

    lit: Colour
    dim: Colour
    table: Colour

    @property
    def dark(self) -> bool:
        """Whether pale things stand out on it."""
        return self.lit[1] < 150


@dataclass
class Scene:
    """One picture in the making."""

    canvas: Canvas
    rng: Random
    ground: Ground
    turn: int
    standing: bool = False

    def pick(self, options: Sequence[Choice]) -> Choice:
        """One of the options, by the dice."""
        return options[self.rng.randrange(len(options))]

    def cycle(self, options: Sequence[Choice], shift: int = 0) -> Choice:
        """One of the options such that pictures with neighbouring seeds never share it."""
        return options[(self.turn + shift) % len(options)]

    def some(self, low: float, high: float) -> float:
        """A number in between."""
        return self.rng.uniform(low, high)

    def chance(self, share: float) -> bool:
        """True in that share of the pictures."""
        return self.rng.random() < share

    def near(self, colour: Colour, amount: float = 0.1) -> Colour:
        """A neighbour of the colour."""
        return vary(colour, self.rng, amount)

    def under(self, x: float, y: float, rx: float, ry: float) -> None:
        """The shadow of a thing that stands on such a foot: close and dark, then wide and soft to the right."""
        self.canvas.shadow(ellipse(x + rx * 0.16, y + ry * 0.35, rx * 1.12, ry * 1.15), Cast(18, 6, 26, 0.5))
        self.canvas.shadow(ellipse(x + 4, y + ry * 0.14, rx * 1.0, ry * 1.0), Cast(4, 6, 9, 0.55))

    def field(self) -> np.random.Generator:
        """Dice for whole fields of numbers."""
        return np.random.default_rng(self.rng.getrandbits(32))


Painter = Callable[[Scene], None]
