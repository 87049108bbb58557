import pytest

from tests.casework.office import Office, make_office


@pytest.fixture
def office(db: None) -> Office:
    return make_office()
