"""The demonstration of admission and recognition stands: every state is there, told through the actions."""

from __future__ import annotations

from collections import Counter

import pytest

from kechuang.core import clock
from kechuang.domains.platforms.demo import experts
from kechuang.domains.platforms.demo.admissions import Admissions
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.recognitions import Recognitions
from kechuang.domains.platforms.demo.registry import platforms
from kechuang.domains.platforms.models import Admission, RecognitionApplication, RecognitionRound


@pytest.mark.django_db
def test_the_demonstration_has_applications_in_every_state() -> None:
    history = History(make_office(), clock.today())
    for serial, entry in enumerate(platforms(), 1):
        if entry.region in ("330800", "330108") or serial in (5, 19, 26, 30, 32):
            history.register(serial, entry)
    experts.pools(history)
    Admissions(history).tell()
    Recognitions(history).tell()
    states = Counter(Admission.objects.values_list("state", flat=True))
    assert set(states) == {"draft", "submitted", "returned", "reviewing", "deciding", "noticed", "admitted", "refused"}
    admitted = Admission.objects.get(state="admitted")
    assert admitted.platform is not None
    assert admitted.platform.state == "preparing"
    assert admitted.platform.agreements.get().topics["construction"] == admitted.construction
    assert set(RecognitionRound.objects.values_list("state", flat=True)) == {"preparing", "open", "noticed", "closed"}
    assert {"submitted", "returned", "proposed", "recognised", "refused"} <= set(
        RecognitionApplication.objects.values_list("state", flat=True)
    )
