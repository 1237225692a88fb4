"""Fairs, booths and shared workshops that trainees book, and the bazaars of the counties.

Owns `space`, `space_slot`, `booking`, `bazaar`. Calls catalogue (permits of who brings food) and programme. A fee is
paid at the office, so nothing is posted. Announces PlaceGiven, PlaceCalledOff.
"""

from app.spaces import sweeps as _sweeps
from app.spaces.actions import NewSpace, call_off, draw_up, publish
from app.spaces.bazaars import NewBazaar, add_bazaar, bazaar, bazaars, close_bazaar, look_again, to_look_again
from app.spaces.booking import Wanted, book, cancel, keeps_otherwise, mark
from app.spaces.errors import DaysWrong, NotForHer, PermitNeeded, SpaceClosed, SpaceIncomplete, TooEarlyToMark, TooLate
from app.spaces.events import PlaceCalledOff, PlaceGiven
from app.spaces.models import Bazaar, Booking, BookingState, Slot, Space, SpaceKind, SpaceState
from app.spaces.queries import (
    PAGE,
    Booked,
    Counted,
    Day,
    booking_in,
    bookings_of,
    by_number,
    coming_fairs,
    counted,
    days_between,
    invariants,
    made_by,
    of_trainee,
    places_in_line,
    shown_at,
    slot_in,
    slots_of,
    space,
    spaces,
)
from app.spaces.rules import CHECK_MONTHS, MOST_DAYS, VILLAGE_DAYS, stale, weekday

__all__ = [
    "CHECK_MONTHS",
    "MOST_DAYS",
    "PAGE",
    "VILLAGE_DAYS",
    "Bazaar",
    "Booked",
    "Booking",
    "BookingState",
    "Counted",
    "Day",
    "DaysWrong",
    "NewBazaar",
    "NewSpace",
    "NotForHer",
    "PermitNeeded",
    "PlaceCalledOff",
    "PlaceGiven",
    "Slot",
    "Space",
    "SpaceClosed",
    "SpaceIncomplete",
    "SpaceKind",
    "SpaceState",
    "TooEarlyToMark",
    "TooLate",
    "Wanted",
    "_sweeps",
    "add_bazaar",
    "bazaar",
    "bazaars",
    "book",
    "booking_in",
    "bookings_of",
    "by_number",
    "call_off",
    "cancel",
    "close_bazaar",
    "coming_fairs",
    "counted",
    "days_between",
    "draw_up",
    "invariants",
    "keeps_otherwise",
    "look_again",
    "made_by",
    "mark",
    "of_trainee",
    "places_in_line",
    "publish",
    "shown_at",
    "slot_in",
    "slots_of",
    "space",
    "spaces",
    "stale",
    "to_look_again",
    "weekday",
]
