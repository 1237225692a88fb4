"""Which painter draws which good, how it stands, and on what grounds it looks well."""

from __future__ import annotations

from dataclasses import dataclass

from app.demo.drawing import (
    baskets,
    bath,
    boat,
    breads,
    clay,
    coffee,
    dates,
    dolls,
    emblems,
    garments,
    leather,
    music,
    palm,
    rugs,
    seafood,
    shellwork,
    spices,
    sweets,
    textiles,
    windows,
    wire,
)
from app.demo.drawing import contents as fill
from app.demo.drawing import pieces as bit
from app.demo.drawing.colour import tone, tones
from app.demo.drawing.ground import ANY, COOL, PALE, STRONG, WARM
from app.demo.drawing.heaps import Lot
from app.demo.drawing.jars import Filling, bottle, jar
from app.demo.drawing.scene import Painter
from app.demo.drawing.serving import Seed, heaped, strewn
from app.demo.drawing.shapes import Spot


@dataclass(frozen=True)
class Good:
    """How one good is drawn: its painter, the ways it may lie or stand, the grounds that suit it.

    The focus is where a close view looks, for goods that leave the middle of the picture empty.
    """

    paint: Painter
    stages: tuple[str, ...]
    grounds: tuple[str, ...]
    focus: Spot | None = None


COOK = ("cream", "turquoise", "mist", "rose", "gulf", "wheat", "sage")
FLAT, STAND, FLOOR, BOTH = ("flat",), ("stand",), ("floor",), ("flat", "stand")
LIGHT = (*PALE, "turquoise", "dusk")
JEWEL = ("mist", "clay", "turquoise", "gulf", "terracotta", "plum", "sage")
SHADY = ("turquoise", "clay", "gulf", "terracotta", "dusk", "wheat", "plum", "sage")

_LITEH = fill.stuffed([fill.chopped("5f7a36 7a4a5a a84a2a 8a9a4a 4a3a3a e0a53a 6a2f4a")], 36)
_MANGO = [fill.mango_cube, fill.mango_cube, fill.mango_cube, fill.red_flake]
_OKRA = [fill.okra_pod, fill.okra_pod, fill.okra_pod, fill.garlic]
_LIMES = fill.stuffed([fill.lime_half], 104)
_POLLEN_DUST = fill.dust("c99a2c e6c04a f6dc80")
_POLLEN = Filling(tone("e6c04a"), emblems.spathe, _POLLEN_DUST, aside=fill.spathe, aside_size=150)
_DISTILLATE = Filling(tone("d3e4da"), emblems.spathe, clear=True, aside=fill.spathe, aside_size=150)
_TAHINI = Filling(tone("d9b486"), emblems.sesame, fill.oil_line, aside=fill.sesame, aside_size=120)
_TOMATO = fill.thick("7a140e a8241a c43a24")
_BANEH = Seed(tones("5f7a5a 6f8a6a 4f6a52 7f8f5f 9a7a52 4a5f55"), 40, 1100)
_SALT = Seed(tones("f6f4f0 e3e8ea f3e6e2 fffdf8"), 25, 1700)
_SEA_WHOLE = ((bit.chilli, 110.0), (bit.lime, 80.0), (spices.clove, 52.0))

CRAFTS: dict[str, Good] = {
    "B001": Good(baskets.basket, STAND, ANY),
    "B002": Good(palm.floor_mat, FLAT, ("turquoise", "cream", "clay", "gulf", "mist", "rose", "terracotta")),
    "B003": Good(palm.round_mat, FLAT, ANY),
    "B004": Good(baskets.bread_basket, STAND, ANY),
    "B005": Good(palm.hand_fan, FLAT, ANY),
    "B006": Good(baskets.sun_hat, STAND, ANY),
    "B007": Good(palm.broom, FLAT, ("mist", "clay", "gulf", "rose", "turquoise", "terracotta", "cream"), (500, 540)),
    "B008": Good(baskets.shoulder_bag, STAND, LIGHT),
    "B009": Good(wire.trap, STAND, ("gulf", "sand", "turquoise", "clay", "mist", "plum", "dusk")),
    "B010": Good(wire.lamp, BOTH, ("gulf", "plum", "turquoise", "terracotta", "clay", "dusk")),
    "B011": Good(rugs.gabbeh, FLAT, LIGHT),
    "B012": Good(rugs.kilim, FLAT, LIGHT),
    "B013": Good(rugs.jajim, STAND, ANY),
    "B014": Good(rugs.village_rug, FLOOR, LIGHT),
    "B015": Good(rugs.saddlebag, FLAT, LIGHT),
    "B016": Good(rugs.cushion, STAND, ANY),
    "B017": Good(textiles.cloak, BOTH, LIGHT),
    "B018": Good(textiles.felt, FLAT, ("turquoise", "cream", "clay", "gulf", "mist", "dusk", "terracotta")),
    "B019": Good(leather.giveh, STAND, ("turquoise", "clay", "gulf", "wheat", "rose", "terracotta", "sage")),
    "B020": Good(textiles.shawl, FLAT, LIGHT),
    "B021": Good(textiles.tablecloth, FLOOR, SHADY),
    "B022": Good(garments.southern_dress, FLAT, LIGHT),
    "B023": Good(garments.trousers, FLAT, LIGHT),
    "B024": Good(dolls.mask, FLAT, ANY),
    "B025": Good(textiles.net_scarf, STAND, PALE),
    "B026": Good(garments.prayer_chador, FLAT, SHADY),
    "B027": Good(garments.manteau, FLAT, ("turquoise", "cream", "clay", "gulf", "mist", "rose", "terracotta")),
    "B028": Good(dolls.doll, STAND, LIGHT),
    "B029": Good(boat.lenj, STAND, ("mist", "dusk", "turquoise", "sand", "gulf", "cream", "wheat")),
    "B030": Good(shellwork.frame, FLAT, ANY),
    "B031": Good(shellwork.earrings, FLAT, JEWEL, (660, 570)),
    "B032": Good(shellwork.necklace, FLAT, JEWEL[1:], (500, 790)),
    "B033": Good(shellwork.mirror, FLAT, ANY),
    "B034": Good(shellwork.keyring, FLAT, ANY),
    "B035": Good(music.bagpipe, FLAT, ("turquoise", "cream", "gulf", "mist", "rose", "plum", "sage")),
    "B036": Good(music.drum, STAND, LIGHT),
    "B037": Good(music.double_pipe, FLAT, ("clay", "turquoise", "gulf", "cream", "plum", "mist", "terracotta")),
    "B038": Good(clay.water_jar, STAND, ("turquoise", "cream", "gulf", "mist", "sand", "sage", "stone")),
    "B039": Good(leather.water_bag, STAND, LIGHT),
    "B040": Good(leather.wallet, FLAT, LIGHT),
    "B041": Good(boat.fishing_net, FLAT, ("sand", "turquoise", "gulf", "dusk", "mist", "clay", "cream")),
    "B042": Good(windows.window, STAND, ANY),
    "B043": Good(bath.soap, FLAT, WARM),
    "B044": Good(bath.sidr, BOTH, ("cream", "clay", "mist", "rose", "turquoise", "wheat", "terracotta")),
    "B045": Good(bath.henna, FLAT, ("cream", "turquoise", "rose", "gulf", "mist", "wheat", "sand")),
    "B046": Good(bath.candles, STAND, ("gulf", "plum", "clay", "turquoise", "terracotta", "dusk", "rose")),
}

DATES: dict[str, Good] = {
    "B047": Good(dates.dates("kabkab", 106, dates.carton("kabkab")), BOTH, ANY),
    "B048": Good(dates.dates("rotab", 106, dates.on_the_stalk("rotab")), BOTH, LIGHT),
    "B049": Good(
        dates.dates("zahedi", 94, dates.carton("zahedi")), BOTH, ("turquoise", "cream", "gulf", "mist", "plum")
    ),
    "B050": Good(dates.dates("khark", 98, dates.hanging_bunch("khark")), ("flat", "flat", "stand"), COOL),
    "B051": Good(
        dates.dates("boiled", 98, dates.threaded("boiled")), BOTH, ("mist", "cream", "gulf", "turquoise", "rose")
    ),
    "B052": Good(jar(Filling(tone("5a2408"), emblems.palm, aside=bit.date("kabkab"))), STAND, LIGHT),
    "B053": Good(bottle(Filling(tone("c9742a"), emblems.palm, clear=True, aside=bit.date("rotab"))), STAND, LIGHT),
    "B054": Good(sweets.boxed(sweets.stuffed_date, (94, 146)), FLAT, ANY),
    "B055": Good(jar(Filling(tone("d9b98a"), emblems.palm, fill.dates_in_paste, aside=bit.date("kabkab"))), STAND, ANY),
    "B056": Good(coffee.seed_coffee, BOTH, ("cream", "turquoise", "mist", "clay", "rose", "gulf", "sand")),
    "B057": Good(
        bottle(_DISTILLATE, 0.95),
        STAND,
        SHADY,
    ),
    "B058": Good(jar(_POLLEN, 0.84), STAND, COOL),
    "B059": Good(spices.palm_heart, FLAT, ("turquoise", "clay", "gulf", "sage", "mist", "terracotta", "dusk")),
}

SWEETS: dict[str, Good] = {
    "B060": Good(jar(_TAHINI), STAND, COOL),
    "B061": Good(sweets.slab_halva, STAND, ("turquoise", "clay", "gulf", "rose", "mist", "terracotta", "plum")),
    "B062": Good(sweets.ranginak, FLAT, ANY),
    "B063": Good(sweets.finger_halva, FLAT, SHADY),
    "B064": Good(sweets.boxed(sweets.masghati_piece("e8a02c e87a5a f0c860 d98fa0"), (126, 100)), FLAT, ANY),
    "B065": Good(sweets.pressed_halva("5a2a14 6b3418 4a2110"), FLAT, LIGHT),
    "B066": Good(sweets.boxed(sweets.cookie, (118, 118)), FLAT, ANY),
    "B067": Good(heaped(Lot(bit.dough_ball, 106, 0.85)), BOTH, COOK),
    "B068": Good(breads.folded_bread, FLAT, ANY),
    "B069": Good(breads.dry_bread, FLAT, ("turquoise", "clay", "gulf", "mist", "terracotta", "sage", "rose")),
    "B095": Good(sweets.samanu, FLAT, LIGHT),
}

SEA: dict[str, Good] = {
    "B070": Good(seafood.dried_fish, FLAT, ("mist", "sand", "turquoise", "clay", "gulf", "cream", "dusk")),
    "B071": Good(heaped(Lot(seafood.shrimp, 92, 1.1)), BOTH, ("mist", "cream", "gulf", "turquoise", "sage")),
    "B072": Good(
        heaped(Lot(seafood.anchovy, 86, 2.2, tone("7f7a6c"))), BOTH, ("clay", "turquoise", "rose", "gulf", "wheat")
    ),
    "B073": Good(bottle(Filling(tone("8a5228"), emblems.fish, fill.dregs("6a3f22 a8743f d9b36a"))), STAND, ANY),
    "B074": Good(seafood.stew, FLAT, ("mist", "cream", "turquoise", "clay", "rose", "wheat", "stone")),
    "B075": Good(seafood.sambusa_plate, FLAT, ("turquoise", "mist", "cream", "gulf", "rose", "sage", "plum")),
}

PANTRY: dict[str, Good] = {
    "B076": Good(spices.dried_herbs, BOTH, ("cream", "clay", "rose", "turquoise", "mist", "wheat", "terracotta")),
    "B077": Good(
        spices.spice_bowls(spices.SEA_SPICES, _SEA_WHOLE), FLAT, ("clay", "cream", "turquoise", "sand", "gulf")
    ),
    "B078": Good(spices.mixed_spices, FLAT, ("mist", "rose", "turquoise", "cream", "gulf", "sage")),
    "B079": Good(
        spices.alternately(heaped(Lot(bit.chilli, 120, 1.4)), spices.chilli_string),
        ("flat", "stand", "flat"),
        ("cream", "mist", "turquoise", "sand", "gulf", "sage"),
    ),
    "B080": Good(heaped(Lot(bit.lime, 98, 0.8)), BOTH, COOK),
    "B081": Good(spices.tamarind, FLAT, LIGHT),
    "B082": Good(
        jar(Filling(tone("5a4a2a"), emblems.herb, _LITEH, aside=fill.aubergine, aside_size=120)),
        STAND,
        LIGHT,
    ),
    "B083": Good(
        jar(Filling(tone("d98a1c"), emblems.mango, fill.stuffed(_MANGO, 88), aside=fill.mango, aside_size=110)),
        STAND,
        COOL,
    ),
    "B084": Good(
        jar(Filling(tone("a8a05a"), emblems.okra, fill.stuffed(_OKRA, 96, upright=True), True, aside=fill.okra_pod)),
        STAND,
        WARM,
    ),
    "B085": Good(
        jar(Filling(tone("c9b85a"), emblems.fruit(tone("b5b32c")), _LIMES, True, aside=fill.lime_half)),
        STAND,
        ("turquoise", "clay", "gulf", "rose", "mist", "terracotta", "plum"),
    ),
    "B086": Good(
        bottle(Filling(tone("c02a1c"), emblems.pepper, fill.flecks("e8c060 8f1a10 f08a4a"), aside=bit.chilli), 0.86),
        STAND,
        LIGHT,
    ),
    "B087": Good(
        jar(Filling(tone("a8241a"), emblems.fruit(tone("c9341f")), _TOMATO, aside=bit.tomato)),
        STAND,
        LIGHT,
    ),
    "B088": Good(heaped(Lot(bit.tomato_half, 112, 0.85)), BOTH, ("cream", "turquoise", "mist", "gulf", "sage", "sand")),
    "B089": Good(
        heaped(Lot(spices.fried_onion, 74, 1.8, tone("7a4216"))), BOTH, ("mist", "cream", "turquoise", "gulf", "rose")
    ),
    "B090": Good(
        spices.alternately(heaped(Lot(bit.okra, 92, 1.6, tone("5c5a2c"))), spices.strung(bit.okra, 96)),
        ("flat", "stand", "flat"),
        ("cream", "clay", "rose", "turquoise", "wheat", "terracotta"),
    ),
    "B091": Good(jar(Filling(tone("d98a1c"), emblems.bee, fill.comb, clear=True)), STAND, ANY),
    "B092": Good(jar(Filling(tone("e6b84a"), emblems.cow, fill.butter)), STAND, COOL),
    "B093": Good(heaped(Lot(bit.kashk, 98, 0.85)), BOTH, ("turquoise", "clay", "gulf", "terracotta", "sage", "plum")),
    "B094": Good(strewn(_BANEH), BOTH, ("cream", "clay", "rose", "wheat", "turquoise", "terracotta")),
    "B096": Good(strewn(_SALT, spices.salt_beside), BOTH, ("turquoise", "clay", "gulf", "terracotta", "sage", "plum")),
    "B097": Good(coffee.arabic_coffee, STAND, ("turquoise", "cream", "gulf", "mist", "clay", "plum", "rose")),
}

CATALOGUE: dict[str, Good] = {**CRAFTS, **DATES, **SWEETS, **SEA, **PANTRY}
PEOPLE_GROUNDS = (*PALE, "clay", "dusk", "turquoise", *STRONG[:1])
