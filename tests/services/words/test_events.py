"""Every kind of event has a title, and no title is for an event that cannot happen."""

from domain.catalogue import CATALOGUE
from services.words.events import EVENT_TITLES, event_title


def test_every_kind_of_event_has_a_title() -> None:
    assert EVENT_TITLES.keys() == CATALOGUE.keys()


def test_what_has_no_title_yet_is_called_by_its_topic() -> None:
    assert event_title("union.registered") == "工会登记"
    assert event_title("union.unheard_of") == "union.unheard_of"
