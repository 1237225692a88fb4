"""Pictures that are nobody else's business: whose door it is has looked who asks."""

from __future__ import annotations

from flask import make_response, request
from werkzeug.wrappers import Response

from app.shared import gallery
from app.shared.errors import NotFound
from app.shared.gallery import PictureState


def private_photo(picture_id: int | None) -> Response:
    """The photo of a paper, kept by no browser: phones are shared. Raises NotFound while there is none."""
    picture = gallery.by_ids([picture_id]).get(picture_id) if picture_id else None
    if picture is None or picture.state is not PictureState.READY:
        raise NotFound
    response = make_response(gallery.private(picture, large="large" in request.args))
    response.headers["Content-Type"] = "image/jpeg"
    response.headers["Cache-Control"] = "private, no-store"
    return response
