"""Who takes part: regions, organisations, people, who works where in which role, and the dated facts of a unit."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties import identifiers
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.core.crypto import SealedTextField, digest


class DateRange(Func):
    """daterange(from, to) with both days inside, as the exclusion constraints compare them."""

    function = "daterange"
    arity = 3


def in_force_on(day: dt.date, prefix: str = "") -> Q:
    """Rows whose dated validity covers the day."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class RegionQuerySet(models.QuerySet["Region"]):
    def standing(self, day: dt.date | None = None) -> Self:
        """Those valid on a day, today when not said."""
        on = day or clock.today()
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


class Region(models.Model):
    """An administrative division (GB/T 2260). Codes change: a code is valid for a time."""

    code = models.CharField(_("区划代码"), max_length=6, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=60)
    valid_from = models.DateField(_("启用"), null=True, blank=True)
    valid_to = models.DateField(_("停用"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("行政区划")
        constraints = (models.CheckConstraint(name="region_code_digits", condition=Q(code__regex=r"^\d{6}$")),)

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """The code without its trailing pairs of zeros: it governs every code that begins with it."""
        code = self.code
        while len(code) > 2 and code.endswith("00"):
            code = code[:-2]
        return code


@tracked(in_bulk=True)
class Organisation(models.Model):
    """A department, platform, university, firm, fund, bank or agency."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("政府部门")
        PLATFORM = "platform", _("科创平台")
        RESEARCH_INSTITUTION = "research_institution", _("研究开发机构")
        UNIVERSITY = "university", _("高等院校")
        ENTERPRISE = "enterprise", _("企业")
        FUND = "fund", _("投资机构")
        BANK = "bank", _("金融机构")
        AGENCY = "agency", _("科技服务机构")
        OTHER = "other", _("其他")

    class Department(models.TextChoices):
        """What a department is responsible for; the law names departments by this, never by a title."""

        ST = "st_department", _("科技主管部门")
        FINANCE = "finance_department", _("财政部门")
        TALENT = "talent_office", _("人才办")
        HR = "hr_department", _("人力社保部门")
        AUDIT = "audit_department", _("审计部门")
        DEVELOPMENT_REFORM = "development_reform_department", _("发展改革部门")
        ECONOMY_IT = "economy_it_department", _("经信部门")
        COMMERCE = "commerce_department", _("商务部门")
        MARKET_REGULATION = "market_regulation_department", _("市场监管部门")
        GOVERNMENT = "government", _("人民政府（管委会）")
        PARK = "park_administration", _("开发区（园区）管理机构")
        TOWNSHIP = "township", _("乡镇（街道）")
        OTHER = "other", _("其他部门")

    name = models.CharField(_("名称"), max_length=200)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    kind = models.CharField(_("类别"), max_length=30, choices=Kind.choices)
    department = models.CharField(_("部门职能"), max_length=40, choices=Department.choices, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    region = models.ForeignKey(Region, verbose_name=_("所在地"), on_delete=models.PROTECT, related_name="organisations")
    parent = models.ForeignKey(
        "self", verbose_name=_("上级单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField(_("成立"), null=True, blank=True)
    valid_to = models.DateField(_("终止"), null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("单位")
        constraints = (
            models.UniqueConstraint(
                name="organisation_credit_code_once", fields=("credit_code",), condition=~Q(credit_code="")
            ),
            models.CheckConstraint(
                name="organisation_department_named",
                condition=Q(kind="department") & ~Q(department="") | ~Q(kind="department") & Q(department=""),
            ),
        )
        indexes = (models.Index(fields=("kind", "region")),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.credit_code:
            self.credit_code = identifiers.credit_code(self.credit_code)

    def facts_on(self, day: dt.date) -> dict[str, Any]:
        """The unit facts recorded for a day, by the names the law asks for."""
        return {fact.name: fact.value for fact in self.unit_facts.all() if fact.holds_on(day)}


@tracked(exclude=["password", "last_login"])
class User(AbstractUser):
    """An account. What it may do follows from its memberships alone."""

    display_name = models.CharField(_("姓名"), max_length=60, blank=True)
    person = models.OneToOneField(
        "Person", verbose_name=_("人员"), null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    language = models.CharField(
        _("语言"), max_length=10, choices=settings.LANGUAGES, blank=True, help_text=_("邮件用的语言；不选为中文")
    )

    class Meta:
        verbose_name = _("账户")

    def __str__(self) -> str:
        return self.display_name or self.username


@tracked()
class Person(models.Model):
    """A human being, with or without an account. Personal data is sealed at rest and masked wherever it is shown."""

    name = models.CharField(_("姓名"), max_length=60)
    id_number = SealedTextField(_("公民身份号码"), blank=True)
    id_digest = models.CharField(max_length=64, blank=True, editable=False)
    phone = SealedTextField(_("电话"), blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    orcid = models.CharField("ORCID", max_length=19, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("人员")
        constraints = (
            models.UniqueConstraint(name="person_id_number_once", fields=("id_digest",), condition=~Q(id_digest="")),
            models.UniqueConstraint(name="person_orcid_once", fields=("orcid",), condition=~Q(orcid="")),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.id_digest = digest(self.id_number) if self.id_number else ""
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.id_number:
            self.id_number = identifiers.citizen_number(self.id_number)
        if self.orcid:
            self.orcid = identifiers.orcid(self.orcid)

    @property
    def masked_id_number(self) -> str:
        return identifiers.masked(self.id_number, 6, 1) if self.id_number else ""

    @property
    def masked_phone(self) -> str:
        return identifiers.masked(self.phone) if self.phone else ""


class Unmasking(models.Model):
    """Who saw a masked value, when and why. Written once; the database refuses to change or delete it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="unmaskings")
    field = models.CharField(max_length=20)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.CharField(_("事由"), max_length=200)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("查看记录")
        triggers = (pgtrigger.Protect(name="unmasking_stands", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.field}"


class Role(models.TextChoices):
    """What a member does in an organisation. A role in a department reaches every region under the department's."""

    CLERK = "clerk", _("经办")
    LEADER = "leader", _("负责人")
    FINANCE = "finance", _("财务")
    AUDITOR = "auditor", _("审计")
    PLATFORM_MANAGER = "platform_manager", _("平台管理")
    RESEARCHER = "researcher", _("科研人员")
    TECHNOLOGY_MANAGER = "technology_manager", _("技术经理人")
    FIRM_MEMBER = "firm_member", _("企业人员")
    EXPERT = "expert", _("专家")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")


SEPARATED = (Role.AUDITOR, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN)
"""Roles of which no one person has two at a time."""


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: dt.date) -> MembershipQuerySet:
        return self.filter(in_force_on(day))

    def acting_on(self, day: dt.date) -> MembershipQuerySet:
        """Those in force that let someone act. A substitution does so while the post it stands in for is in force."""
        stands = in_force_on(day, "substitute_for__") & Q(
            substitute_for__organisation=F("organisation"), substitute_for__role=F("role")
        )
        return self.on(day).filter(Q(substitute_for=None) | stands & ~Q(substitute_for__user=F("user")))


@tracked()
class Membership(models.Model):
    """Someone's role in an organisation for a time. A substitute acts in the place of another member on leave."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    substitute_for = models.ForeignKey(
        "self", verbose_name=_("代理"), null=True, blank=True, on_delete=models.PROTECT, related_name="substitutes"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints = (
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        DateRange(F("valid_from"), Coalesce(F("valid_to"), Value(dt.date(9999, 12, 31))), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            ExclusionConstraint(  # GB/T 22239-2019, 8.1.4: who administers, who guards and who audits are different people
                name="membership_roles_separated",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.NOT_EQUAL),
                    (
                        DateRange(F("valid_from"), Coalesce(F("valid_to"), Value(dt.date(9999, 12, 31))), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role__in=SEPARATED),
            ),
            models.CheckConstraint(
                name="membership_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"

    def clean(self) -> None:
        """A substitute takes the very post of another person, in whose place nobody stands already."""
        other = self.substitute_for
        if other is None:
            return
        if (other.organisation_id, other.role) != (self.organisation_id, self.role):
            raise ValidationError({"substitute_for": _("代理的单位和角色须与被代理人一致")})
        if other.user_id == self.user_id:
            raise ValidationError({"substitute_for": _("不能代理自己")})
        if other.substitute_for_id is not None:
            raise ValidationError({"substitute_for": _("代理人不能再由他人代理")})


@tracked()
class UnitFact(models.Model):
    """A fact about a unit that the law asks for (founder, funding, recognition ...), for a time, with its evidence."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="unit_facts")
    name = models.CharField(_("事实"), max_length=60)
    value = models.JSONField(_("值"))
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    evidence = models.CharField(_("依据"), max_length=300)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name", "valid_from")
        verbose_name = _("单位事实")
        constraints = (
            ExclusionConstraint(
                name="unit_fact_one_value_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (
                        DateRange(F("valid_from"), Coalesce(F("valid_to"), Value(dt.date(9999, 12, 31))), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="unit_fact_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
