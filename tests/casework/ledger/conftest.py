import pytest

from tests.casework.ledger.books import Books, make_books
from tests.casework.office import Office


@pytest.fixture
def books(office: Office) -> Books:
    return make_books(office)
