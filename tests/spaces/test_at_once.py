"""Two at the same moment: never more than there are places, never one person twice, never a place lost."""

from app import spaces
from tests import world
from tests.spaces import scene


def states(asked: list[object]) -> list[str]:
    return sorted(scene.state(int(str(one))) for one in asked)


def test_five_who_press_at_the_same_moment_have_no_more_than_the_places(app):
    slot, makers = scene.slot(scene.open_to_all(places=2)), [world.maker() for _ in range(5)]

    asked = world.at_once(app, *(lambda one=one: scene.book(slot, one) for one in makers))

    assert states(asked) == ["placed", "placed", "waiting", "waiting", "waiting"]
    assert scene.taken(slot) == 2


def test_without_their_guard_one_place_would_be_given_twice(app):
    slot = scene.slot(scene.open_to_all(places=1))

    assert world.unguarded(app, f"SELECT places - taken AS left_over FROM space_slot WHERE id = {slot}") == -1


def test_one_who_presses_twice_at_the_same_moment_has_one_place(app):
    slot, maker = scene.slot(scene.open_to_all()), world.maker()

    asked = world.at_once(app, *(lambda: scene.book(slot, maker) for _ in range(3)))

    assert len(set(asked)) == 1, asked
    assert scene.taken(slot) == 1


def test_a_place_given_back_while_others_ask_is_given_once(app):
    slot = scene.slot(scene.open_to_all(places=1))
    first, waiting = scene.book(slot, world.maker()), scene.book(slot, world.maker())
    newcomer = world.maker()

    world.at_once(app, lambda: scene.cancel(first), lambda: scene.book(slot, newcomer), lambda: scene.cancel(first))

    assert scene.state(waiting) == "placed"
    assert scene.taken(slot) == 1
    assert len(spaces.places_in_line([slot])) == 1


def test_called_off_while_somebody_books_nobody_is_left_with_a_place(app):
    fair, maker = scene.open_to_all(), world.maker()
    slot = scene.slot(fair)

    world.at_once(app, lambda: scene.call_off(fair), lambda: scene.book(slot, maker))

    assert scene.taken(slot) == 0
    assert [one.booking.state.value for one in spaces.of_trainee(maker)] in ([], ["called_off"])
