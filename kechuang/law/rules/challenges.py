"""The list of research challenges, and when work on one may start."""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, facts, given, governed, known
from kechuang.law.rule import check
from kechuang.law.types import DATE, FLAG

challenge = facts(
    "challenge",
    tasks_published=(FLAG, "已发布攻关任务", "Tasks published"),
    needs_collected=(FLAG, "已定期向企业征集难题、需求", "Problems collected from companies"),
    list_formed=(FLAG, "已形成攻关项目清单", "Challenge list formed"),
)
proposal = facts(
    "proposal",
    listed=(FLAG, "对应清单所列任务", "Answers a listed task"),
    submitted_on=(DATE, "攻关方案提交日", "Proposal submitted on"),
    argued=(FLAG, "科技主管部门已研究论证", "Examined by the S&T department"),
    argued_on=(DATE, "研究论证日", "Examined on"),
    started_on=(DATE, "开展日", "Work started on"),
)

challenge_list = check(
    "challenge_list",
    all_of(any_of(challenge.tasks_published, challenge.needs_collected), challenge.list_formed),
    applies=governed("quzhou-2024:art12.p1"),
    zh="技术攻关项目清单",
    en="List of research challenges",
    cites="quzhou-2024:art12.p1",
    module="tasks",
)

challenge_start = check(
    "challenge_start",
    all_of(
        proposal.listed,
        given(
            proposal.argued,
            any_of(
                proposal.argued_on <= proposal.started_on,
                all_of(known(proposal.argued_on), ~known(proposal.started_on)),
            ),
        ),
    ),
    applies=governed("quzhou-2024:art12.p2.b"),
    zh="攻关方案论证后开展",
    en="Work starts after the proposal is examined",
    cites="quzhou-2024:art12.p2.b",
    module="tasks",
    about=(
        "对照清单提交方案，经科技主管部门研究论证后才开展。",
        "A proposal answers a listed task, and work starts once the S&T department has examined it.",
    ),
)
