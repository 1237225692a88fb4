"""`flask vendor`: re-create the vendored files that are built, not copied."""

from __future__ import annotations

import re
from pathlib import Path

import click
from flask.cli import AppGroup

from config import ROOT

vendor = AppGroup("vendor", help="Re-create vendored files.")

_SHOP = (
    "adjustments alert-triangle basket bottle bread camera candle certificate check chevron-left clock cookie cup "
    "diamond filter fish flower grain horse-toy info-circle leaf map-pin menu-2 milk music needle-thread pencil "
    "pepper phone plant-2 printer rotate sailboat salad search shield-check shirt shopping-bag soup texture "
    "tools-kitchen-2 trash truck user wallet window x"
)
_WORK = (
    "arrow-back-up ban bell building-store calendar camera cash chart-bar check circle-check clipboard-check "
    "download edit eye file-spreadsheet flag heart-handshake help hourglass id info-circle key list logout "
    "map-pin message-circle package pencil photo player-play plus receipt refresh school settings shield-check "
    "star target truck upload user users x"
)
_DIFFERENCES = (
    "bolt brush circles droplet hourglass package palette pencil perspective ripple ruler-2 scale scissors soup"
)
SPRITES = {"sprite.svg": _SHOP.split(), "work.svg": _WORK.split(), "differences.svg": _DIFFERENCES.split()}


@vendor.command("icons")
@click.argument("package", type=click.Path(exists=True, file_okay=False, path_type=Path))
def icons(package: Path) -> None:
    """Build the sprites of shop and workspaces out of an unpacked @tabler/icons PACKAGE (MIT)."""
    for file, names in SPRITES.items():
        target = ROOT / "static" / "icons" / file
        target.write_text(sprite(package / "icons" / "outline", names))
        click.echo(f"{target}: {len(names)} icons")


def sprite(folder: Path, names: list[str]) -> str:
    """One SVG with a symbol for each drawing."""
    symbols = []
    for name in sorted(names):
        drawing = (folder / f"{name}.svg").read_text()
        inner = re.sub(r"<!--.*?-->|^.*?<svg[^>]*>|</svg>.*$", "", drawing, flags=re.DOTALL)
        inner = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", inner)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'
