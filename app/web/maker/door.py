"""The workshop's blueprint; its pages hang themselves on it."""

from flask import Blueprint

blueprint = Blueprint("maker", __name__, url_prefix="/workshop")
