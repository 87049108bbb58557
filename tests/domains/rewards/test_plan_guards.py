"""The database holds plans to their truth, whatever writes them: shares sum to the pool, what is settled stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Person
from kechuang.domains.rewards.models import PlanReceipt, RewardPlan, RewardShare
from tests.casework.office import Office
from tests.domains.rewards.planning import drafted, earned, in_notice, settled


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """What is written inside is refused by the database, at commit at the latest, by this constraint."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():  # noqa: PT012  the check is the commit
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    assert constraint in str(raised.value) or constraint == raised.value.__cause__.diag.constraint_name  # type: ignore[union-attr]  # psycopg's


def sql(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_a_draft_may_stand_unfinished_and_leaves_only_whole(office: Office) -> None:
    plan = drafted(office, earned(office))
    sql("UPDATE rewards_rewardshare SET amount = amount - 1 WHERE plan_id = %s AND position = 1", plan.pk)
    sql("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    with refused("reward_shares_sum_to_the_pool"):
        sql("UPDATE cases_case SET state = 'in_notice', version = version + 1 WHERE id = %s", plan.pk)


def test_on_notice_the_shares_sum_to_the_pool(office: Office) -> None:
    plan = in_notice(office, drafted(office, earned(office)))
    with refused("reward_shares_sum_to_the_pool"):
        sql("UPDATE rewards_rewardshare SET amount = amount + 0.01 WHERE plan_id = %s AND position = 1", plan.pk)
    with refused("reward_shares_sum_to_the_pool"):
        sql("DELETE FROM rewards_rewardshare WHERE plan_id = %s AND position = 4", plan.pk)
    with refused("reward_shares_sum_to_the_pool"):
        sql("UPDATE rewards_rewardplan SET pool = pool - 0.01 WHERE case_ptr_id = %s", plan.pk)
    with refused("reward_shares_sum_to_the_pool"):
        new = Person.objects.create(name="外人")
        RewardShare.objects.create(
            plan=plan, person=new, position=9, part="none", group="other", amount=Decimal("0.01")
        )


def test_a_share_is_never_negative_and_a_title_share_takes_nothing(office: Office) -> None:
    plan = drafted(office, earned(office))
    with refused("reward_amount_not_negative"):
        sql("UPDATE rewards_rewardshare SET amount = -1 WHERE plan_id = %s AND position = 1", plan.pk)
    with refused("reward_title_share_or_reward"):
        sql("UPDATE rewards_rewardshare SET title_share_taken = true WHERE plan_id = %s AND position = 1", plan.pk)


def test_what_is_settled_stands(office: Office) -> None:
    plan = settled(office, drafted(office, earned(office)))
    with refused("reward_share_settled"):
        sql("UPDATE rewards_rewardshare SET contribution = '改' WHERE plan_id = %s AND position = 1", plan.pk)
    with refused("reward_share_settled"):
        sql("DELETE FROM rewards_rewardshare WHERE plan_id = %s", plan.pk)
    with refused("reward_plan_settled"):
        sql("UPDATE rewards_rewardplan SET floor = 0 WHERE case_ptr_id = %s", plan.pk)
    with refused("reward_receipt_settled"):
        sql("UPDATE rewards_planreceipt SET income = 1 WHERE plan_id = %s", plan.pk)
    with refused("reward_receipt_settled"):
        sql("DELETE FROM rewards_planreceipt WHERE plan_id = %s", plan.pk)
    with refused("reward_accrual_written_once"):
        sql("UPDATE rewards_rewardaccrual SET amount = 0")
    with refused("reward_accrual_written_once"):
        sql("DELETE FROM rewards_rewardaccrual")
    sql("UPDATE rewards_rewardplan SET paid_on = %s WHERE case_ptr_id = %s", dt.date(2026, 12, 24), plan.pk)


def test_one_receipt_stands_in_one_plan_of_its_own_transformation(office: Office) -> None:
    deal = earned(office)
    plan = drafted(office, deal)
    (row,) = plan.receipts.all()
    other = RewardPlan.objects.create(
        kind=RewardPlan.kind_name(), number="JL-2026-009999", title="又一份", region=plan.region, owner=plan.owner,
        state="drafted", source="receipts", transformation=deal, income=1, pool=1, obtained_on=plan.obtained_on,
    )  # fmt: skip
    with refused("receipt_in_one_standing_plan"):
        PlanReceipt.objects.create(plan=other, receipt=row.receipt, income=1)
    fund = RewardPlan.objects.create(
        kind=RewardPlan.kind_name(), number="JL-2026-009998", title="股权", region=plan.region, owner=plan.owner,
        state="drafted", source="equity", transformation=deal, income=1, pool=1, stake=1, obtained_on=plan.obtained_on,
    )  # fmt: skip
    with refused("reward_receipt_of_its_transformation"):
        PlanReceipt.objects.create(plan=fund, receipt=row.receipt, income=1, standing=False)
    assert Case.objects.filter(kind="rewards.rewardplan").count() == 3
