"""Messages as mail: by preference, once, in the person's language, with nothing to fetch."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail.backends import locmem
from pytest_django import Settings

from kechuang.casework.cases.models import Case
from kechuang.casework.inbox import mail
from kechuang.casework.inbox.jobs import NotReached
from kechuang.casework.inbox.models import Message, Preference
from kechuang.casework.inbox.services import tell
from kechuang.casework.parties.models import Person, User
from kechuang.core import clock
from kechuang.core.daily import NotDone, work
from kechuang.core.jobs import run_waiting
from kechuang.core.worker import queue
from kechuang.settings.mail import mail as mail_settings
from tests.casework.office import Office, registered


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create(username="clerk", display_name="王某", email="clerk@example.test")


def prefer(user: User, topic: str, how: str) -> None:
    Preference.objects.create(user=user, topic=topic, mail=how)


def sent() -> list[Any]:
    return list(outbox.outbox)


def test_without_a_preference_a_day_s_messages_come_in_one_mail(clerk: User) -> None:
    tell([clerk], "due", "报备还有 7 天")
    tell([clerk], "todo", "签署共建协议")
    assert mail.at_once() == mail.Sent()
    assert mail.digests() == mail.Sent(1, 2, 0)
    (one,) = sent()
    assert one.to == ["clerk@example.test"]
    assert one.subject == "科创：2 条新消息"
    assert one.body.index("签署共建协议") < one.body.index("报备还有 7 天"), "by topic, not by time"
    assert one.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nothing_is_mailed_twice(clerk: User) -> None:
    tell([clerk], "due", "报备还有 7 天")
    mail.digests()
    assert mail.digests() == mail.Sent()
    assert len(sent()) == 1
    assert Message.objects.get().mailed_at is not None


def test_at_once_is_a_mail_for_each_message_and_leaves_the_digest_alone(clerk: User) -> None:
    prefer(clerk, "due", "at_once")
    for text in ("甲案\n逾期", "乙案逾期"):
        tell([clerk], "due", text)
    tell([clerk], "todo", "签署")
    assert mail.at_once() == mail.Sent(2, 2, 0)
    assert [one.subject for one in sent()] == ["甲案 逾期", "乙案逾期"]
    assert mail.digests() == mail.Sent(1, 1, 0)
    assert len({one.extra_headers["Message-ID"] for one in sent()}) == 3


def test_none_means_none(clerk: User) -> None:
    prefer(clerk, "due", "none")
    tell([clerk], "due", "报备还有 7 天")
    assert mail.run(clock.today()) == "0 mail(s), 0 message(s), 0 person(s) not reached"


def test_what_was_read_or_is_a_week_old_or_has_nowhere_to_go_is_not_mailed(clerk: User) -> None:
    silent = User.objects.create(username="silent")
    gone = User.objects.create(username="gone", email="gone@example.test", is_active=False)
    tell([clerk, silent, gone], "due", "已读")
    Message.objects.update(read_at=clock.now())
    tell([silent, gone], "due", "无处可寄")
    tell([clerk], "due", "旧闻")
    Message.objects.filter(text="旧闻").update(at=clock.now() - dt.timedelta(days=8))
    assert mail.digests() == mail.Sent()


def test_the_person_s_own_address_serves_where_the_account_has_none(db: None) -> None:
    person = Person.objects.create(name="李某", email="li@example.test")
    tell([User.objects.create(username="li", person=person)], "due", "报备")
    mail.digests()
    assert sent()[0].to == ["li@example.test"]


def test_a_mail_is_in_the_person_s_language(clerk: User) -> None:
    clerk.language = "en"
    clerk.save()
    row = Message.objects.create(user=clerk, topic="due", text="Filing is due")
    html = mail.compose(clerk, [row], digest=True).alternatives[0][0]
    assert '<html lang="en">' in html
    assert '<html lang="zh-hans">' in mail.compose(User(username="x"), [row], digest=True).alternatives[0][0]


def test_links_lead_to_the_case_and_html_fetches_nothing(office: Office, settings: Settings) -> None:
    settings.KECHUANG_ORIGIN = "https://kechuang.example"
    case = registered(office)
    user = office["kq-park-clerk"]
    user.email = "park@example.test"
    user.save()
    tell([user], "case", "<b>纺织</b> & 材料", case_id=case.pk)
    assert mail.digests().mails == 1
    (one,) = sent()
    assert f"https://kechuang.example/case/{Case.objects.get(pk=case.pk).number}/" in one.body
    assert "<b>纺织</b> & 材料" in one.body, "plain text is not escaped"
    html, kind = one.alternatives[0]
    assert kind == "text/html"
    assert "&lt;b&gt;纺织" in html
    assert not re.search(r"<(img|link|script|style|iframe)|\bsrc=|\bstyle=", html)
    assert one.extra_headers["Message-ID"].endswith("@kechuang.example>")


def test_one_address_that_fails_keeps_no_other_from_its_mail(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = User.objects.create(username="other", email="other@example.test")
    tell([clerk, other], "due", "报备")
    real = locmem.EmailBackend.send_messages

    def send(self: Any, messages: Any) -> Any:
        if messages[0].to == ["clerk@example.test"]:
            raise OSError("refused")
        return real(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", send)
    assert mail.digests() == mail.Sent(1, 1, 1)
    assert Message.objects.get(user=clerk).mailed_at is None
    monkeypatch.undo()
    assert mail.digests() == mail.Sent(1, 1, 0)


def test_a_server_that_does_not_answer_loses_nothing(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(self: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(locmem.EmailBackend, "open", shut)
    tell([clerk], "due", "报备")
    assert mail.digests() == mail.Sent(failed=1)
    assert Message.objects.get().mailed_at is None


def test_telling_queues_the_mail_only_where_wanted_at_once(clerk: User, settings: Settings) -> None:
    tell([clerk], "due", "报备")
    assert queue().waiting == 0
    prefer(clerk, "due", "at_once")
    tell([clerk], "due", "报备")
    tell([clerk], "due", "再报备")
    assert queue().waiting == 2
    assert sent() == [], "nobody waits for a mail server"
    assert run_waiting() == 2
    assert len(sent()) == 3
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell([clerk], "due", "报备")
    assert queue().waiting == 0
    assert mail.run(clock.today()) == "off"


def test_a_mail_that_did_not_go_is_tried_again(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(self: Any) -> None:
        raise ConnectionRefusedError

    prefer(clerk, "due", "at_once")
    tell([clerk], "due", "报备")
    with monkeypatch.context() as patch:
        patch.setattr(locmem.EmailBackend, "open", shut)
        with pytest.raises(NotReached):
            run_waiting()
        assert "mail" not in [line.partition(":")[0] for line in lines_of(clock.today())]
    assert mail.at_once().mails == 1


def lines_of(day: dt.date) -> list[str]:
    found = []
    with pytest.raises(NotDone, match="mail"):
        found += work(day)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_send_it_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    def both(_n: int) -> mail.Sent:
        try:
            return mail.digests()
        finally:
            connections.close_all()

    tell([User.objects.create(username=f"u{n}", email=f"u{n}@example.test") for n in range(5)], "due", "报备")
    with ThreadPoolExecutor(4) as pool:
        assert sum(done.mails for done in pool.map(both, range(4))) == 5
    assert len(sent()) == 5


def test_mail_is_the_last_of_a_day_s_work(db: None) -> None:
    names = [line.partition(":")[0] for line in work(clock.today())]
    assert names[-1] == "mail"
    assert "obligations" in names


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtps://u%40x:p%3A@mail.test", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_HOST_PASSWORD": "p:"}),
        ("smtp+tls://mail.test:2525", {"EMAIL_PORT": 2525, "EMAIL_USE_TLS": True, "EMAIL_HOST": "mail.test"}),
        ("", {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}),
    ],
)
def test_settings_of_mail(url: str, expected: dict[str, Any]) -> None:
    made = mail_settings({"KECHUANG_SMTP": url})
    assert {name: made[name] for name in expected} == expected


def test_an_unreadable_mail_server_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="KECHUANG_SMTP"):
        mail_settings({"KECHUANG_SMTP": "mail.test:25"})
