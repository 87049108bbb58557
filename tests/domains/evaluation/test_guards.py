"""What the database itself refuses of schemes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kechuang.casework.cases.models import Case
from kechuang.domains.evaluation.models import Scheme
from tests.casework.office import Office
from tests.domains.evaluation.judging import drafted, node

pytestmark = pytest.mark.django_db


def adopt(scheme: Scheme) -> None:
    """Adopted behind the engine's back, and every deferred check asked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state = 'adopted', version = version + 1 WHERE id = %s", [scheme.pk])
        cursor.execute("UPDATE evaluation_scheme SET adopted_on = '2026-11-21' WHERE case_ptr_id = %s", [scheme.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def broken(act: Any) -> str:
    """The constraint that refuses, at once or at commit."""

    def through() -> None:
        with transaction.atomic():
            act()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError) as caught:
        through()
    return str(caught.value.__cause__.diag.constraint_name)


def test_the_weights_of_siblings_sum_to_a_hundred(office: Office) -> None:
    scheme = drafted(office)
    top = node(scheme, "A", 60, "group")
    node(scheme, "B", 40)
    node(scheme, "A1", Decimal("33.3333"), parent=top)
    last = node(scheme, "A2", Decimal("66.6666"), parent=top)
    assert broken(lambda: adopt(scheme)) == "scheme_weights_sum"
    last.weight = Decimal("66.6667")
    last.save()
    adopt(scheme)
    assert Case.objects.get(pk=scheme.pk).state == "adopted"


def test_an_empty_scheme_or_group_is_not_adopted(office: Office) -> None:
    scheme = drafted(office)
    assert broken(lambda: adopt(scheme)) == "scheme_has_indicators"
    node(scheme, "A", 100, "group")
    assert broken(lambda: adopt(scheme)) == "scheme_groups_filled"


def test_the_tree_of_an_adopted_scheme_stands(office: Office) -> None:
    scheme = drafted(office)
    only = node(scheme, "A", 100)
    adopt(scheme)
    assert broken(lambda: node(scheme, "B", 1)) == "scheme_nodes_stand"
    assert broken(only.delete) == "scheme_nodes_stand"
    assert broken(lambda: type(only).objects.filter(pk=only.pk).update(name="x")) == "scheme_nodes_stand"
    assert broken(lambda: Scheme.objects.filter(pk=scheme.pk).update(year=2027)) == "scheme_stands"


def test_a_node_hangs_under_a_group_of_its_own_scheme(office: Office) -> None:
    scheme, other = drafted(office), drafted(office, platform_class="basic_research")
    leaf, elsewhere = node(scheme, "A", 100), node(other, "G", 100, "group")
    assert broken(lambda: node(scheme, "A1", 100, parent=leaf)) == "scheme_node_in_its_tree"
    assert broken(lambda: node(scheme, "G1", 100, parent=elsewhere)) == "scheme_node_in_its_tree"
