"""What consent refuses."""

from app.shared.errors import Refusal


class SaidNoHerself(Refusal):
    """She said no on her own page; a yes after that is hers alone to say."""
