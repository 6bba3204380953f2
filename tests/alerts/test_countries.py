"""The countries that a subscription may name are those that exist, and all that an item can be tagged with."""

from babel import Locale

from services.alerts.api.bodies import COUNTRIES, MEANT
from services.enricher.gazetteer.countries.load import states

# Babel's other territories of two letters: unions, parts of countries, and what stands for none.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def test_they_are_those_of_iso_3166() -> None:
    territories = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()}
    assert territories - NO_COUNTRIES == COUNTRIES
    assert set(MEANT.values()) <= COUNTRIES and not set(MEANT) & COUNTRIES


def test_all_that_an_item_is_tagged_with_can_be_asked_for() -> None:
    assert states().keys() <= COUNTRIES
