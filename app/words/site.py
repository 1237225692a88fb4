"""What the operator says about the site as a whole."""

from __future__ import annotations

from app.shared import rulebook

DEMO = rulebook.define("site.demo", 0, "yes or no", "set by the demo's seed, so that every page says it is one")
HELP_PHONE = rulebook.define("site.help_phone", "", "telephone number", "the operator's own")
