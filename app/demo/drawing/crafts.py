"""What a maker holds while at work, at the foot of a portrait."""

from __future__ import annotations

import math
from collections.abc import Callable

from app.demo.drawing.baskets import dye
from app.demo.drawing.canvas import NEAR, Cast
from app.demo.drawing.clay import EARTHS, earthen
from app.demo.drawing.colour import Colour, deeper, paler, tone, tones
from app.demo.drawing.embroidery import satin_flower, sprig
from app.demo.drawing.heaps import Lot, hill
from app.demo.drawing.light import RAISED, ROUND, Linear, Relief
from app.demo.drawing.palm import coil_disc
from app.demo.drawing.pieces import date
from app.demo.drawing.scene import Scene
from app.demo.drawing.shapes import along, arc, box, curve, disc, ellipse, moved, points, uneven
from app.demo.drawing.thread import braid, closed, rope
from app.demo.drawing.turned import Turned, plain
from app.demo.drawing.weave import MOTIFS, Coil, coiled, strands

Craft = Callable[[Scene], None]


def hands(scene: Scene, skin: Colour) -> None:
    """Two hands laid on the work."""
    canvas = scene.canvas
    for side in (-1, 1):
        with canvas.at(500 + side * 182, 872, 90 + side * 66):
            flip = -side
            edge = ((-40, -34), (40, -42), (66, -10), (60, 32), (-36, 36))
            palm = curve([(x, y * flip) for x, y in edge], closed=True)
            canvas.shadow(palm, Cast(4, 10, 10, 0.45))
            for k in range(4):
                y = (-30 + k * 20) * flip
                reach = 118 - abs(k - 1.4) * 14
                finger = curve([(46, y * 0.9), (84, y), (reach, y * 1.06)])
                canvas.taper(finger, (26, 25, 23, 15), deeper(skin, 0.03 * k), ROUND)
            canvas.fill(palm, skin, Relief(0.5, 0.05, 0.7))
            thumb = curve([(-6, -28 * flip), (36, -62 * flip), (72, -72 * flip)])
            canvas.taper(thumb, (34, 30, 18), skin, ROUND)


def mat(scene: Scene) -> None:
    """A round mat growing from its middle."""
    canvas, work = scene.canvas, strands(scene)
    coil = Coil(22, 13, 11, scene.cycle(MOTIFS), 10)
    with canvas.at(500, 930, 0, 1, 0.5):
        canvas.shadow(disc(0, 0, 250), Cast(0, 20, 22, 0.5))
        canvas.fill(disc(0, 0, 244), coil_disc(coil, work), Relief(0.4, 0.05, 0.15))
    loose = [curve([(690, 900), (760, 860 + k * 26), (830 + k * 10, 830 + k * 44)]) for k in range(4)]
    canvas.strokes(loose, 9, dye(work, 0), RAISED)


def basket(scene: Scene) -> None:
    """A basket half woven, its stakes standing up."""
    canvas, work = scene.canvas, strands(scene)
    body = Turned.smooth(500, [(800, 190), (900, 180), (1010, 150)], 0.22)
    stakes = []
    for k in range(17):
        angle = math.pi * (k + 0.5) / 17
        x = 500 - math.cos(angle) * 190
        stakes.append(curve([(x, 810 + math.sin(angle) * 40), (x - math.cos(angle) * 26, 730 + math.sin(angle) * 30)]))
    canvas.strokes(stakes, 10, dye(work, 0), RAISED)
    canvas.fill(body.rim(), deeper(tone("6b4a22"), 0.3))
    coil = Coil(21, 13, 16, scene.cycle(MOTIFS), 10)
    canvas.fill(body.outline(), body.wrapped(lambda a, h: coiled(h - 600, a + math.pi, coil, work)))
    braid(canvas, closed(body.rim()), 24, (dye(work, 0), dye(work, 1)))


def hoop(scene: Scene) -> None:
    """Cloth in an embroidery hoop."""
    canvas = scene.canvas
    linen = scene.cycle(tones("f7f0e2 e6eeea f3dfd0"))
    threads = tones(scene.cycle(("a6452a 5f7a36 e0b253", "0b6e72 8c2335 e2b768", "8c2335 5f7a36 d98fa0")))
    cloth = uneven(ellipse(500, 935, 300, 130), 18, scene.rng, 7)
    canvas.shadow(cloth, Cast(6, 14, 18, 0.45))
    canvas.fill(cloth, linen, Relief(0.5, 0.03, 0.3))
    with canvas.at(500, 905, 0, 1, 0.62):
        canvas.fill(disc(0, 0, 188), paler(linen, 0.3), Relief(0.2, 0, 0.1))
        satin_flower(canvas, (0, 0, 70), 8, (threads[0], threads[2]))
        for k in range(6):
            turn = 60 * k + 30
            x, y = math.cos(math.radians(turn)) * 76, math.sin(math.radians(turn)) * 76
            sprig(canvas, (x, y, 78), turn, (threads[1], threads[0]))
        canvas.strokes([closed(disc(0, 0, 192))], 20, tone("b98450"), ROUND)
    canvas.stroke(points([(610, 850), (690, 770)]), 5, (190, 190, 188))
    canvas.stroke(curve([(612, 848), (570, 880), (540, 860)]), 3, threads[0])


def jar(scene: Scene) -> None:
    """A clay jar being shaped."""
    canvas, earth = scene.canvas, scene.cycle(EARTHS)
    body = Turned.smooth(500, [(745, 92), (775, 74), (830, 120), (920, 168), (1040, 130)], 0.2)
    canvas.shadow(body.outline(), Cast(14, 8, 18, 0.4))
    canvas.fill(body.outline(), body.wrapped(earthen(scene, paler(earth, 0.12), deeper(earth, 0.16)), 0.6))
    canvas.strokes([body.hoop(870), body.hoop(900)], 6, deeper(earth, 0.4), alpha=0.7)
    canvas.fill(body.rim(), deeper(earth, 0.6))
    canvas.stroke(closed(body.rim(3)), 14, paler(earth, 0.1), ROUND)


def dough(scene: Scene) -> None:
    """Dough on a floured board."""
    canvas, wood = scene.canvas, scene.pick(tones("a8743f 8a5a2f c39a63"))
    canvas.shadow(ellipse(500, 950, 330, 110), Cast(6, 14, 18, 0.45))
    canvas.fill(ellipse(500, 950, 330, 110), Linear((paler(wood, 0.2), deeper(wood, 0.15))), RAISED)
    canvas.fill(uneven(ellipse(500, 935, 230, 66), 14, scene.rng, 7), tone("fbf4e4"), alpha=0.6)
    lump = uneven(ellipse(500, 895, 165, 74), 9, scene.rng)
    canvas.shadow(lump, NEAR)
    canvas.fill(lump, tone("f0dfb8"), Relief(0.7, 0.08, 0.9))
    for k in range(3):
        ball = disc(260 + k * 44, 968 + 10 * (k % 2), 27)
        canvas.shadow(ball, NEAR)
        canvas.fill(ball, tone("f0dfb8"), ROUND)


def bowl_of_dates(scene: Scene) -> None:
    """A bowl of dates being sorted."""
    glaze = scene.cycle(tones("12868a b8734a f0e4cc 7a2f1a"))
    body = Turned.smooth(500, [(860, 225), (930, 205), (1020, 130)], 0.2)
    scene.canvas.fill(body.rim(), deeper(glaze, 0.5))
    hill(scene, (500, 878), (195, 92), Lot(date("kabkab"), 72))
    scene.canvas.fill(body.band(860, 1020), body.wrapped(plain(glaze)), Relief(0.2, 0.3, 0.3))
    marks = [ellipse(x, y, 9, 14) for x, y, _ in along(body.hoop(895), 15)[1:-1]]
    scene.canvas.fills(marks, paler(glaze, 0.7), alpha=0.8)
    scene.canvas.stroke(body.hoop(860), 13, paler(glaze, 0.3), RAISED)


def pickles(scene: Scene) -> None:
    """Jars being filled and tied."""
    canvas = scene.canvas
    for x, colour in ((360, tone("d98a1c")), (640, tone("8a3a2a")), (500, tone("7f8a2e"))):
        glass = box(x - 78, 800, x + 78, 990, 26)
        canvas.shadow(glass, Cast(8, 12, 12, 0.4))
        across = Linear((deeper(colour, 0.3), paler(colour, 0.3), colour, deeper(colour, 0.4)), 0)
        canvas.fill(glass, across, Relief(0.4, 0.5, 0.3))
        canvas.stroke(points([(x - 56, 830), (x - 56, 960)]), 10, (255, 255, 255), alpha=0.45)
        cap = curve([(x - 86, 826), (x - 80, 778), (x, 760), (x + 80, 778), (x + 86, 826), (x, 838)], closed=True)
        canvas.fill(cap, scene.near(tone("f3e4c4"), 0.2), Relief(0.6, 0.04, 0.5))
        rope(canvas, curve([(x - 80, 808), (x, 818), (x + 80, 808)]), 9, tone("8a5a2f"))


def net(scene: Scene) -> None:
    """A net being knotted."""
    canvas = scene.canvas
    thread = scene.cycle(tones("2f7f78 e6dcc4 2f5f8f 4f8f5a"))
    edge = curve([(230, 850), (380, 812), (500, 826), (620, 812), (770, 850)])
    body = [(250, 900), (300, 1060), (700, 1060), (750, 900)]
    shape = curve([*[(float(x), float(y)) for x, y in edge[::8]], *body[::-1]], closed=True)
    canvas.fill(shape, deeper(thread, 0.4), alpha=0.25)
    with canvas.inside(shape):
        for lean in (-1, 1):
            run = curve([(180, 780), (180 + lean * 120, 940), (180 + lean * 150, 1090)])
            lines = [moved(run, k * 34, 0) for k in range(22)]
            canvas.strokes([moved(line, 3, 6) for line in lines], 6, (50, 34, 20), alpha=0.2)
            canvas.strokes(lines, 6, thread)
    rope(canvas, edge, 17, paler(thread, 0.15))
    for x, y, turn in along(edge, 6)[1:-1]:
        cork = moved(ellipse(0, 0, 36, 24), x, y - 6, turn)
        canvas.fill(cork, scene.cycle(tones("d9772e e9c46e b3402a")), Relief(0.8, 0.3, 0.9))


def boat(scene: Scene) -> None:
    """A small hull being planed."""
    canvas, wood = scene.canvas, scene.pick(tones("9a5a2c 7f4522 b07038"))
    rail = [(190, 850), (330, 900), (500, 910), (670, 900), (812, 836)]
    hull = curve([*rail, (760, 960), (650, 1030), (350, 1030), (236, 950)], closed=True)
    canvas.shadow(hull, Cast(8, 12, 16, 0.4))
    canvas.stroke(points([(470, 900), (476, 770)]), 15, deeper(wood, 0.3), ROUND)
    canvas.fill(hull, Linear((paler(wood, 0.2), wood, deeper(wood, 0.4))), Relief(0.6, 0.08, 0.5))
    with canvas.inside(hull):
        planks = [curve([(180, 880 + k * 28), (500, 940 + k * 24), (830, 866 + k * 34)]) for k in range(5)]
        canvas.strokes(planks, 4, deeper(wood, 0.5), alpha=0.6)
    canvas.stroke(curve(rail), 14, tone("e9c46e"), ROUND)
    for _ in range(6):
        chip = arc((scene.some(230, 770), scene.some(800, 850)), (18, 14), scene.some(0, 180), scene.some(220, 400))
        canvas.stroke(chip, 6, paler(wood, 0.45), ROUND)


def drum(scene: Scene) -> None:
    """A drum held across the knees."""
    canvas, wood = scene.canvas, scene.pick(tones("8a4a22 5a3519 0b5a5e"))
    body = box(260, 830, 740, 1060, 70)
    canvas.shadow(body, Cast(8, 12, 16, 0.4))
    canvas.fill(body, Linear((paler(wood, 0.3), wood, deeper(wood, 0.5))), Relief(0.4, 0.1, 0.5))
    laces = points([(270 + k * 46, 845 if k % 2 else 1050) for k in range(11)])
    for k in range(10):
        rope(canvas, curve(laces[k : k + 2]), 11, tone("e9d9b4"))
    for x in (262, 738):
        canvas.fill(ellipse(x, 945, 34, 122), tone("efe0c2"), Relief(0.4, 0.05, 0.3))
        rope(canvas, closed(ellipse(x, 945, 36, 124)), 14, tone("c9a56a"))


WOMEN_CRAFTS: tuple[Craft, ...] = (mat, hoop, dough, basket, bowl_of_dates, jar, pickles)
MEN_CRAFTS: tuple[Craft, ...] = (net, boat, jar, drum, basket)
