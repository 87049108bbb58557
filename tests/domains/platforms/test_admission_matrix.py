"""The permission matrix of admission and recognition: who may is listed by hand, everybody else is refused."""

from __future__ import annotations

from kechuang.casework.cases.actions import actions_of
from tests.casework.office import Office
from tests.domains.platforms.admitting import asked, called, heard, submitted
from tests.domains.platforms.recognising import applied, platform_of, taking

ST = {"st_department-clerk", "st_department-leader"}
OFFICERS = ST | {"park-clerk", "park-leader"}
LEADER = {"st_department-leader"}
FINANCE = {"finance_department-clerk", "finance_department-leader"}
APPLICANT = {"professor"}
MANAGER = {"manager"}

ALLOWED = {
    "platforms.call": dict.fromkeys(("draft", "revise", "publish", "extend", "close", "withdraw", "attach"), OFFICERS),
    "platforms.expertconsultation": {
        **dict.fromkeys(
            ("consult", "invite", "record_opinion", "conclude", "ask_more", "decide", "drop", "attach"), OFFICERS
        ),
        "give_opinion": {"asked"},
        "decline_opinion": {"asked"},
    },
    "platforms.admission": {
        **dict.fromkeys(("apply", "fill", "submit", "attach", "keep_paper"), OFFICERS | APPLICANT),
        **dict.fromkeys(("accept", "send_back", "conclude", "open_platform"), OFFICERS),
        "arrange_budget": OFFICERS | FINANCE,
        **dict.fromkeys(("decide", "reconsider", "determine"), LEADER),
        "withdraw": APPLICANT,
    },
    "platforms.recognitionround": {
        **dict.fromkeys(
            ("prepare", "revise", "publish", "open_round", "extend", "start_review", "attach", "keep_paper"), ST
        ),
        **dict.fromkeys(("publish_results", "reconsider", "close", "withdraw"), LEADER),
    },
    "platforms.recognitionapplication": {
        **dict.fromkeys(("apply", "fill", "submit", "attach", "keep_paper"), ST | MANAGER),
        **dict.fromkeys(("accept", "send_back"), ST),
        **dict.fromkeys(("propose", "refuse", "reconsider", "recognise", "determine"), LEADER),
        **dict.fromkeys(("withdraw", "resume"), MANAGER),
    },
}


def test_every_action_and_role_in_the_own_and_a_foreign_region(office: Office) -> None:
    platform = platform_of(office)
    batch = taking(office)
    consultation = heard(office)
    asked(office, consultation)
    for case in (called(office), consultation, submitted(office), batch, applied(office, batch, platform)):
        allowed = ALLOWED[case.kind_name()]
        assert set(actions_of(case)) == set(allowed)
        for name, action in actions_of(case).items():
            for user_name, user in office.users.items():
                mark, _, who = user_name.partition("-")
                who = "manager" if who.startswith("manager") or mark == "manager" else who
                who = "asked" if user_name == "kc-scientific-0" else who
                here = mark in ("kc", "manager")
                assert action.by.test(user, case) is (here and who in allowed[name]), (action.key, user_name)
