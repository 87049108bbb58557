"""The researcher's page, the board and the statistics in English: no Chinese but the words of the records."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from kechuang.casework.parties.models import Organisation, Person, Region
from kechuang.core import clock
from kechuang.domains.statistics import nightly
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, disclosure, registered
from tests.domains.transformations.dealing import performing, unit_of
from tests.domains.transformations.earning import received

HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

SEALS = frozenset("国浙衢")
"""The mark of an instrument beside a clause: one character of its place, in either language."""


def told(user: Any, page: str) -> str:
    """What stands between the tags of the page's own part."""
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    answer = client.get(page)
    assert answer.status_code == 200
    body = answer.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return re.sub(r"<[^>]+>", "\n", re.sub(r"<script.*?</script>", "", main, flags=re.DOTALL))


def records() -> list[str]:
    """Words of the records, which stay as they were written, the longest first."""
    words = [*Person.objects.values_list("name", flat=True), *Organisation.objects.values_list("name", flat=True)]
    words += [*Region.objects.values_list("name", flat=True), "甲成果许可", "甲成果", "乙成果", "丙成果"]
    return sorted(set(words), key=len, reverse=True)


@pytest.mark.parametrize(
    ("who", "page", "words"),
    [
        ("scientist", "/my-achievements/", "My achievements"),
        ("manager", "/transformations/board/", "Pipeline board"),
        ("kc-st_department-clerk", "/transformations/statistics/", "Statistics"),
    ],
)
def test_every_word_of_the_interface_is_english(office: Office, who: str, page: str, words: str) -> None:
    deal = performing(office, title="甲成果许可", achievement=registered(office, unit_of(office), title="甲成果"))
    received(office, deal, "100000")
    idle = registered(office, unit_of(office), on="2022-06-01", title="乙成果")
    act(f"{KIND}.put_on_use_first", idle, {"on": "2023-02-02"}, office["kc-st_department-clerk"])
    act(f"{KIND}.disclose", None, disclosure(unit_of(office), title="丙成果"), office["scientist"])
    nightly.ladder(clock.today())
    nightly.figures(clock.today())
    office["scientist"].person = Person.objects.get(name="张三")
    office["scientist"].save()
    text = told(office[who], page)
    assert words in text
    for known in records():
        text = text.replace(known, "")
    left = [line.strip() for line in text.splitlines() if HAN.search(line) and line.strip() not in SEALS]
    assert left == []
