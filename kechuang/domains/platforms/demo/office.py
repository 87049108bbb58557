"""Places, departments, universities and firms, and someone for every role in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kechuang.casework.parties.models import Membership, Organisation, Person, Region, Role, User

Department = Organisation.Department
SINCE = dt.date(2018, 1, 1)

REGIONS = {
    "330000": ("浙江省", "Zhejiang"),
    "330100": ("杭州市", "Hangzhou"),
    "330108": ("滨江区", "Binjiang"),
    "330600": ("绍兴市", "Shaoxing"),
    "330603": ("柯桥区", "Keqiao"),
    "330800": ("衢州市", "Quzhou"),
    "330802": ("柯城区", "Kecheng"),
    "330803": ("衢江区", "Qujiang"),
    "330822": ("常山县", "Changshan"),
    "330824": ("开化县", "Kaihua"),
    "330825": ("龙游县", "Longyou"),
    "330881": ("江山市", "Jiangshan"),
}
WORKING = ("330108", "330603", "330800", "330802", "330803", "330822", "330824", "330825", "330881")
"""The places that register platforms; each has the five departments the law names and a park."""

BUREAUS = {
    Department.ST: ("科学技术局", "Science and Technology Bureau"),
    Department.FINANCE: ("财政局", "Finance Bureau"),
    Department.TALENT: ("委人才办", "Talent Office"),
    Department.HR: ("人力资源和社会保障局", "Human Resources and Social Security Bureau"),
    Department.AUDIT: ("审计局", "Audit Bureau"),
    Department.PARK: ("高新技术产业园区管委会", "High-tech Park Administration"),
}
UNIVERSITIES = {
    "mat": ("浙西理工大学", "West Zhejiang University of Science and Technology", "330802"),
    "tex": ("之江纺织大学", "Zhijiang Textile University", "330603"),
    "bio": ("钱江医科大学", "Qianjiang Medical University", "330108"),
    "inf": ("江南信息工程大学", "Jiangnan University of Information Engineering", "330108"),
    "ins": ("东海先进技术研究所", "Donghai Institute of Advanced Technology", "330108"),
}
FIRMS = {
    "silicon": ("衢州澄源硅材料有限公司", "330802"),
    "dye": ("绍兴越锦印染有限公司", "330603"),
    "chip": ("杭州滨芯微电子有限公司", "330108"),
    "battery": ("浙江恒旭新能源有限公司", "330803"),
}
_SURNAMES = "方周陈林徐吴郑何姚叶余毛祝江柴汪蒋金夏童"
_GIVEN = (
    "澜", "清", "若溪", "一鸣", "书衡", "知远", "明岚", "思齐", "嘉禾", "望舒", "景行", "怀瑾", "子衿", "云帆", "听雨",
    "采薇", "修远", "致和", "静姝", "斯年", "念慈", "闻道", "弘毅", "洛宁", "青禾", "以宁", "允中",
)  # fmt: skip


@dataclass
class Office:
    """Organisations and people of the demonstration by short names: 330603-st_department, 330603-st_department-clerk."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    _named: int = 0

    def name(self) -> str:
        """The next invented name; no two people share one."""
        n, self._named = self._named, self._named + 1
        return f"{_SURNAMES[n % len(_SURNAMES)]}{_GIVEN[(n * 7 + n // len(_SURNAMES)) % len(_GIVEN)]}"

    def organisation(self, key: str, **fields: str) -> Organisation:
        made = Organisation.objects.create(**fields)
        self.organisations[key] = made
        return made

    def person(self, key: str, organisation: Organisation, role: str) -> User:
        made = User(username=key, display_name=self.name())
        made.set_unusable_password()
        if organisation.kind != Organisation.Kind.DEPARTMENT:  # who completes, leads or carries is a person on record
            made.person = Person.objects.create(name=made.display_name)
        made.save()
        Membership.objects.create(user=made, organisation=organisation, role=role, valid_from=SINCE)
        self.users[key] = made
        return made


def make_office() -> Office:
    """Everyone who is there before the first platform is registered."""
    office = Office()
    Region.objects.bulk_create(
        [Region(code=code, name=zh, name_en=en) for code, (zh, en) in REGIONS.items()], ignore_conflicts=True
    )
    for code in WORKING:
        _departments(office, code)
    _province(office)
    for key, (zh, en, region) in UNIVERSITIES.items():
        made = office.organisation(key, name=zh, name_en=en, kind=Organisation.Kind.UNIVERSITY, region_id=region)
        office.person(f"{key}-leader", made, Role.LEADER)
        office.person(f"{key}-researcher", made, Role.RESEARCHER)
    for key, (zh, region) in FIRMS.items():
        made = office.organisation(key, name=zh, kind=Organisation.Kind.ENTERPRISE, region_id=region)
        office.person(f"{key}-member", made, Role.FIRM_MEMBER)
    return office


def _departments(office: Office, code: str) -> None:
    zh, en = REGIONS[code]
    for department, (bureau, bureau_en) in BUREAUS.items():
        key = f"{code}-{department}"
        made = office.organisation(
            key, name=f"{zh}{bureau}", name_en=f"{en} {bureau_en}", kind=Organisation.Kind.DEPARTMENT,
            department=department, region_id=code,
        )  # fmt: skip
        office.person(f"{key}-clerk", made, Role.CLERK)
        if department in (Department.ST, Department.PARK):
            office.person(f"{key}-leader", made, Role.LEADER)
        elif department == Department.FINANCE:
            office.person(f"{key}-finance", made, Role.FINANCE)
        elif department == Department.AUDIT:
            office.person(f"{key}-auditor", made, Role.AUDITOR)


def _province(office: Office) -> None:
    for code, name in (("330000", "浙江省科学技术厅"), ("330600", "绍兴市科学技术局"), ("330100", "杭州市科学技术局")):
        made = office.organisation(
            f"{code}-{Department.ST}", name=name, kind=Organisation.Kind.DEPARTMENT, department=Department.ST,
            region_id=code,
        )  # fmt: skip
        office.person(f"{code}-{Department.ST}-clerk", made, Role.CLERK)
    agency = office.organisation(
        "agency", name="浙西技术转移中心", name_en="West Zhejiang Technology Transfer Centre",
        kind=Organisation.Kind.AGENCY, region_id="330800",
    )  # fmt: skip
    office.person("agency-manager", agency, Role.TECHNOLOGY_MANAGER)
    office.person("agency-expert", agency, Role.EXPERT)
