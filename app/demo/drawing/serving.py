"""Food that is heaped up: on plates and trays seen from above, in bowls and sacks that stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.demo.drawing.canvas import Cast
from app.demo.drawing.colour import Colour, deeper, paler, tone, tones
from app.demo.drawing.heaps import Lot, disc_spots, grains, heap, hill, powder, speckle
from app.demo.drawing.light import RAISED, ROUND, Linear, Relief
from app.demo.drawing.packets import pouch, pouch_finish
from app.demo.drawing.pieces import Piece
from app.demo.drawing.scene import Painter, Scene
from app.demo.drawing.shapes import Outline, curve, disc, ellipse, moved, petal
from app.demo.drawing.vessels import VESSELS, bowl, bowl_front, napkin, sack, sack_front

Garnish = Callable[[Scene], None]


def _nothing(_scene: Scene) -> None:
    """No garnish."""


def heaped(lot: Lot, garnish: Garnish = _nothing) -> Painter:
    """A painter of a heap of such pieces, in whatever vessel the dice choose."""

    def paint(scene: Scene) -> None:
        if scene.standing:
            _standing_heap(scene, replace(lot, size=lot.size * 0.94))
        else:
            _flat_heap(scene, lot)
        garnish(scene)

    return paint


def _flat_heap(scene: Scene, lot: Lot) -> None:
    centre = (500 + scene.some(-14, 14), 495.0)
    if scene.chance(0.4):
        napkin(scene, (500 + scene.some(-60, 60), 520), 400)
    well = scene.cycle(VESSELS)(scene, centre, scene.some(345, 372))
    heap(scene, centre, well * scene.some(1.0, 1.1), lot)
    _strays(scene, 850, lot)


def _standing_heap(scene: Scene, lot: Lot) -> None:
    half, kind = scene.some(262, 295), scene.turn % 4
    if kind == 3:
        _pouch_of(scene, lot)
        return
    if kind == 1:
        standing, front = sack(scene, (500, 815), half * 0.94), sack_front
    else:
        standing, front = bowl(scene, (500, 815), half * 1.16), bowl_front
    y, radius = standing.body.top
    hill(scene, (500, y + radius * 0.10), (radius * 0.86, radius * scene.some(0.5, 0.62)), lot)
    front(scene, standing)
    _strays(scene, 872, lot)


def _pouch_of(scene: Scene, lot: Lot) -> None:
    """The goods in a paper pouch with a window, a few of them before it."""
    window = pouch(scene, (500, 800), scene.some(225, 245))
    (left, top), (right, bottom) = window.min(axis=0), window.max(axis=0)
    middle = ((left + right) / 2, (top + bottom) / 2)
    with scene.canvas.inside(window):
        close = replace(lot, size=lot.size * 0.8)
        heap(scene, middle, float(bottom - top) * 0.62, close)
    pouch_finish(scene, window)
    places = [(190.0, 846.0), (285, 880), (726, 872), (812, 842)]
    scattered(scene, places[: scene.rng.randrange(2, 5)], lot.size * 0.95, lot.piece)


def _strays(scene: Scene, y: float, lot: Lot) -> None:
    """A few pieces that have rolled out onto the ground."""
    places = [135.0, 245.0, 790.0, 890.0]
    scene.rng.shuffle(places)
    spots = [(x + scene.some(-20, 20), y + scene.some(-24, 24)) for x in places[: scene.rng.randrange(4)]]
    scattered(scene, spots, lot.size, lot.piece)


@dataclass(frozen=True)
class Seed:
    """Stuff of very small grains: its colours and the size of a grain."""

    colours: tuple[Colour, ...]
    size: float
    count: int = 900


def strewn(seed: Seed, garnish: Garnish = _nothing) -> Painter:
    """A painter of grains filling a vessel."""

    def paint(scene: Scene) -> None:
        if scene.standing:
            _hill_of(scene, seed)
        else:
            centre = (500.0, 495.0)
            well = scene.cycle(VESSELS)(scene, centre, scene.some(330, 365))
            area = disc(500, 495, well * 0.92)
            scene.canvas.fill(area, deeper(seed.colours[0], 0.3), Relief(0.6, 0, 0.9))
            grains(scene, area, seed.size, seed.colours, seed.count)
            scene.canvas.glow(430, 420, well * 0.8, paler(seed.colours[0], 0.6), 0.25)
        garnish(scene)

    return paint


def mound_outline(x: float, y: float, half: float, high: float) -> Outline:
    """The silhouette of a heap that stands in a vessel."""
    left = [(x - half, y + 14), (x - half * 0.74, y - high * 0.5), (x - half * 0.3, y - high * 0.94)]
    right = [(2 * x - a, b) for a, b in reversed(left)]
    return curve(
        [*left, (x, y - high), *right, (x + half * 0.5, y + half * 0.2), (x - half * 0.5, y + half * 0.2)], True
    )


def _hill_of(scene: Scene, seed: Seed) -> None:
    half = scene.some(262, 290)
    if scene.turn % 4 == 3:
        _pouch_of_seed(scene, seed)
        return
    is_sack = scene.turn % 4 == 1
    standing = sack(scene, (500, 815), half * 0.94) if is_sack else bowl(scene, (500, 815), half * 1.15)
    y, radius = standing.body.top
    area = mound_outline(500, y, radius * 0.9, radius * scene.some(0.42, 0.56))
    scene.canvas.fill(area, deeper(seed.colours[0], 0.25), Relief(0.7, 0.0, 0.9))
    grains(scene, area, seed.size, seed.colours, seed.count)
    scene.canvas.glow(430, y - radius * 0.3, radius * 0.6, paler(seed.colours[0], 0.6), 0.3)
    (sack_front if is_sack else bowl_front)(scene, standing)


def _pouch_of_seed(scene: Scene, seed: Seed) -> None:
    window = pouch(scene, (500, 800), scene.some(225, 245))
    scene.canvas.fill(window, deeper(seed.colours[0], 0.3))
    grains(scene, window, seed.size, seed.colours, seed.count)
    pouch_finish(scene, window)
    little = mound_outline(scene.pick((235.0, 770.0)), 872, 110, 62)
    scene.canvas.shadow(little, Cast(8, 8, 10, 0.4))
    scene.canvas.fill(little, deeper(seed.colours[0], 0.25), Relief(0.7, 0.0, 0.9))
    grains(scene, little, seed.size, seed.colours, seed.count // 4)


def dusted(ramp: Sequence[Colour], specks: Sequence[Colour], garnish: Garnish = _nothing) -> Painter:
    """A painter of a powder in a bowl, a spoon in it or beside it."""

    def paint(scene: Scene) -> None:
        if scene.standing:
            standing = bowl(scene, (500, 815), scene.some(310, 335))
            y, radius = standing.body.top
            area = mound_outline(500, y, radius * 0.9, radius * scene.some(0.4, 0.55))
            scene.canvas.fill(area, powder(scene, ramp), Relief(0.8, 0.0, 0.95))
            speckle(scene.canvas, scene, area, specks, 260)
            bowl_front(scene, standing)
        else:
            well = scene.cycle(VESSELS, 1)(scene, (490, 495), scene.some(320, 350))
            area = disc(490, 495, well * 0.95)
            scene.canvas.fill(area, powder(scene, ramp), Relief(0.7, 0.0, 0.8))
            speckle(scene.canvas, scene, area, specks, 420)
            spoon(scene, (scene.some(560, 620), 520), scene.some(-40, -10), ramp)
        garnish(scene)

    return paint


def spoon(scene: Scene, spot: tuple[float, float], turn: float, load: Sequence[Colour]) -> None:
    """A wooden spoon with a little of the stuff in it, its bowl at the spot."""
    canvas, wood = scene.canvas, scene.pick(tones("a8743f 8a5a2f c39a63"))
    with canvas.at(spot[0], spot[1], turn):
        cup = ellipse(0, 0, 84, 60)
        handle = curve([(70, 0), (180, 6), (330, -4)])
        canvas.shadow(cup, Cast(10, 18, 12, 0.45))
        canvas.shadow(moved(ellipse(200, 0, 140, 12), 0, 0), Cast(8, 16, 10, 0.4))
        canvas.taper(handle, (34, 20, 26, 30), wood, ROUND)
        canvas.fill(cup, Linear((paler(wood, 0.2), wood, deeper(wood, 0.2))), RAISED)
        canvas.fill(ellipse(-2, 0, 70, 47), deeper(wood, 0.5), Relief(-0.5, 0, 0.5))
        canvas.fill(ellipse(-4, -4, 62, 38), powder(scene, load), Relief(0.9, 0.0, 0.95))


def sprig_of_leaves(scene: Scene, spot: tuple[float, float], turn: float, green: Colour) -> None:
    """A twig with leaves laid beside the goods."""
    canvas = scene.canvas
    with canvas.at(spot[0], spot[1], turn):
        canvas.stroke(curve([(0, 0), (90, -14), (190, 0)]), 5, tone("6b5a2f"))
        for k in range(8):
            side = 1 if k % 2 else -1
            leaf = moved(petal(72 - k * 3, 34), 20 + k * 22, -8, side * 46)
            canvas.shadow(leaf, Cast(4, 9, 6, 0.35))
            canvas.fill(leaf, scene.near(green, 0.16), Relief(0.5, 0.15, 0.5))
            rib = moved(curve([(4, 0), (34, 2), (62 - k * 3, 0)]), 20 + k * 22, -8, side * 46)
            canvas.stroke(rib, 2, paler(green, 0.4), alpha=0.6)
        canvas.fill(moved(petal(62, 30), 188, 0, -4), green, Relief(0.5, 0.15, 0.5))


def scattered(scene: Scene, spots: Sequence[tuple[float, float]], size: float, piece: Piece) -> None:
    """Single pieces laid at given spots."""
    for x, y in spots:
        with scene.canvas.at(x, y, scene.some(0, 360), size / 100):
            piece(scene)


def ring_of(scene: Scene, centre: tuple[float, float], radius: float, size: float, piece: Piece) -> None:
    """Pieces loosely filling a round, without a heap."""
    spots = [(centre[0] + x, centre[1] + y) for x, y in disc_spots(scene, radius, size)]
    scattered(scene, spots, size, piece)
