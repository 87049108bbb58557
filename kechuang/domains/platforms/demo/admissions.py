"""Applications for admission in every state, in Quzhou, Keqiao and Binjiang: a call that runs, direct ones, one refused."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.reviews.models import Panel
from kechuang.domains.platforms.demo import experts
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.models import Admission, Call, ExpertConsultation

QUZHOU, KEQIAO, BINJIANG = "330800", "330603", "330108"
_CLASS = {"b": "basic_research", "t": "technology_innovation", "s": "innovation_service"}

# title, applicant, class, industries, directions, need, leader, years, requested, self-raised (in ten thousand yuan)
PLANS: dict[str, tuple[str, str, str, tuple[str, ...], str, str, str, int, int, int]] = {
    "paper": ("衢州特种纸基功能材料研究院", "mat", "t", ("specialty_paper", "new_materials"), "过滤纸、电池隔膜纸、装饰原纸",
              "龙游、衢江四十余家特种纸企业缺共性中试线", "徐静姝", 5, 3600, 900),
    "low": ("衢州低空装备创新中心", "ins", "t", ("low_altitude_economy", "high_end_equipment"), "轻型无人机动力与适航验证",
            "本地氢动力无人机企业缺适航试验条件", "毛怀瑾", 5, 4800, 1500),
    "ai": ("衢州工业人工智能研究院", "inf", "t", ("artificial_intelligence",), "流程工业大模型与质量预测",
           "氟硅、造纸企业的过程控制升级", "江致和", 4, 2600, 600),
    "battery": ("衢州固态电池联合实验室", "ins", "b", ("new_energy", "new_materials"), "硫化物电解质与界面",
                "锂电企业需要下一代技术储备", "蒋弘毅", 5, 5200, 1200),
    "health": ("衢州康养数据中心", "bio", "s", ("life_health",), "慢病数据服务", "县域医共体数据应用", "金念慈", 3, 1800, 0),
    "chem": ("衢州电子化学品验证中心", "mat", "s", ("new_materials", "integrated_circuits"), "湿电子化学品第三方验证",
             "本地试剂企业进入芯片供应链要过验证", "夏斯年", 5, 3000, 1000),
    "fibre": ("柯桥生物基纤维创新中心", "tex", "t", ("textiles", "new_materials"), "聚乳酸与莱赛尔纤维", "印染企业减碳换料",
              "童听雨", 5, 3200, 800),
    "optics": ("柯桥光电显示材料研究院", "inf", "t", ("optoelectronics",), "量子点膜与柔性基板", "补齐光电产业链材料环节",
               "方云帆", 4, 2800, 700),
    "chiplet": ("滨江芯粒集成研究院", "inf", "t", ("integrated_circuits",), "先进封装互连与测试", "设计企业缺芯粒验证平台",
                "周知远", 5, 6800, 2600),
    "gene": ("滨江基因治疗递送实验室", "bio", "b", ("life_health",), "非病毒递送载体", "生物医药企业缺递送技术来源", "陈采薇", 5,
             4200, 900),
}  # fmt: skip
_TEAM = "带头人 1 名，教授 4 名，博士 18 名，工程师 12 名；其中全职到岗不少于 22 人"


class Admissions:
    """Tells how each application came to where it is."""

    def __init__(self, history: History) -> None:
        self.history, self.office = history, history.office

    def tell(self) -> None:
        call = self._call()
        heard = self._consultation("新材料和特种纸平台布局专家征询", 95, concluded=86)
        self._consultation("低空经济平台布局专家征询", 9, concluded=None)
        self._quzhou(call, heard)
        self._keqiao()
        self._binjiang()

    # -- what they answer to --------------------------------------------------------------------------------

    def _call(self) -> Call:
        clerk, act = f"{QUZHOU}-st_department-clerk", self.history.act
        made: Call = act("platforms.call.draft", None, {
            "title": "衢州市科创平台征集（新材料、低空经济、人工智能）", "region": QUZHOU,
            "industries": ["new_materials", "specialty_paper", "low_altitude_economy", "artificial_intelligence"],
            "purpose": "面向特种纸、氟硅新材料、低空装备和流程工业智能化，征集与高校院所共建的技术创新型、创新服务型平台。",
            "conditions": "有稳定的科研团队；全职到岗不少于二十人；有本地企业的应用场景；自筹不低于总投入的两成。",
            "criteria": "看与本地企业的合作协议，看三年内可交付的中试成果。", "documents": "团队简历\n与本地企业的合作意向书",
            "contact": "衢州市科学技术局平台处 0570-0000000", "opens_on": self.history.day(30), "closes_on": self.history.day(-15),
        }, clerk, 34)  # fmt: skip
        act("platforms.call.publish", made, {}, clerk, 31)
        return made

    def _consultation(self, title: str, ago: int, concluded: int | None) -> ExpertConsultation:
        act, clerk = self.history.act, f"{QUZHOU}-st_department-clerk"
        made: ExpertConsultation = act("platforms.expertconsultation.consult", None, {
            "title": title, "region": QUZHOU, "purpose": "layout", "reply_by": self.history.day(ago - 12),
            "question": "布局是否符合产业基础，与已有平台是否重复，资金安排和法律风险怎样。",
        }, clerk, ago)  # fmt: skip
        said = (("technology", "sci", "support", "技术路线成熟，与已有研究院互补。"),
                ("industry", "ent", "support", "企业需求明确，建议先建中试线。"),
                ("investment", "inv", "reserve", "建议财政资金分期到位，引入产业基金。"))  # fmt: skip
        for n, (field, mark, stance, text) in enumerate(said):
            expert = experts.of_pool(QUZHOU, mark)
            given = {"field": field, "experts": [expert.pk]}
            act("platforms.expertconsultation.invite", made, given, clerk, ago - 1)
            if concluded or n < 2:
                answer = {"stance": stance, "text": text}
                act("platforms.expertconsultation.give_opinion", made, answer, experts.user_of(expert), ago - 2 - n)
        if concluded:
            paper = {"evidence": SimpleUploadedFile("律师书面意见.txt", "共建协议要写明成果归属和退出。".encode())}
            act("platforms.expertconsultation.record_opinion", made, {
                "field": "law", "expert": "唐若谷", "workplace": "律师事务所合伙人", "stance": "support",
                "text": "共建协议要写明成果归属和退出。", "given_on": self.history.day(ago - 5),
            }, clerk, ago - 5, files=paper)  # fmt: skip
        if concluded:
            act("platforms.expertconsultation.conclude", made, {
                "conclusion": "四方面专家总体赞成；资金分期到位、协议写明退出，作为布局的前提。",
            }, clerk, concluded)  # fmt: skip
        return made

    # -- steps ----------------------------------------------------------------------------------------------

    def _data(self, key: str, region: str, **more: Any) -> dict[str, Any]:
        title, applicant, kind, industries, directions, need, leader, years, requested, own = PLANS[key]
        organisation = self.office.organisations[applicant]
        return {
            "applicant": organisation.pk, "title": title, "region": region, "route": "direct",
            "platform_class": _CLASS[kind], "origin": "publicly_funded", "legal_form": "public_institution",
            "industries": list(industries), "directions": directions, "need": need,
            "introducing_entity": self.office.organisations[f"{region}-park_administration"].pk,
            "origins": ["major_platform_holder"], "leader_name": leader, "contact_name": leader,
            "contact_phone": "0570-0000000", "team": _TEAM, "construction": "两年内建成中试线一条，设备原值不低于三千万元",
            "talent": "全职科研人员不少于 22 人，博士占四成", "transformation": "每年转化成果不少于 4 项",
            "incubation": "共建期内孵化企业不少于 6 家", "term_years": str(years), "requested": f"{requested}0000",
            "self_raised": f"{own}0000", "address": "科创大道 18 号", "floor_area": "6000",
        } | more  # fmt: skip

    def _begun(self, key: str, region: str, ago: int, **more: Any) -> Admission:
        by = f"{PLANS[key][1]}-researcher"
        made: Admission = self.history.act("platforms.admission.apply", None, self._data(key, region, **more), by, ago)
        return made

    def _submitted(self, key: str, region: str, ago: int, **more: Any) -> Admission:
        made = self._begun(key, region, ago + 3, **more)
        found: Admission = self.history.act("platforms.admission.submit", made, {}, f"{PLANS[key][1]}-leader", ago)
        return found

    def _accepted(self, key: str, region: str, ago: int, **more: Any) -> Admission:
        made = self._submitted(key, region, ago + 4, **more)
        data = {"documents_checked": True, "draw_now": True, "note": "材料齐全"}
        found: Admission = self.history.act(
            "platforms.admission.accept", made, data, f"{region}-st_department-clerk", ago
        )
        return found

    def _budget(self, made: Admission, region: str, ago: int, *, share: int = 60) -> None:
        """Arranged over its years: most of what was asked for from the district, some from the province, its own part."""
        years = made.term_years or 5
        asked, first = int((made.requested or 0) * share / 100 / years), (self.history.today.year + 1)
        data: dict[str, Any] = {"support_mode": "base_plus_incentive", "first_year": str(first)}
        for n in range(1, years + 1):
            data[f"district_{n}"] = str(asked * 7 // 10)
            data[f"province_{n}"] = str(asked * 3 // 10)
        if made.self_raised:
            data["self_raised_1"] = str(made.self_raised)
        by = f"{region}-finance_department-clerk"
        self.history.act("platforms.admission.arrange_budget", made, data, by, ago)

    def _reviewed(self, key: str, region: str, ago: int, mean: int, opinion: str, text: str, **more: Any) -> Admission:
        """Reviewed to the end, so many days ago."""
        made, clerk = self._accepted(key, region, ago + 12, **more), f"{region}-st_department-clerk"
        panel = Panel.objects.get(subject=made)
        experts.accept_all(self.history, panel, ago + 10)
        experts.score(self.history, panel, clerk, ago + 6, mean)
        experts.conclude(self.history, panel, clerk, ago, opinion, text)
        return made

    def _concluded(self, made: Admission, region: str, ago: int, heard: ExpertConsultation | None = None) -> None:
        self.history.act("platforms.admission.conclude", made, {
            "assessment_professional": "研究方向有基础，团队能支撑；中试环节要补人。",
            "assessment_market": "本地有明确用户，三年内可形成两到三个产品。",
            "assessment_commercial": "已有三家企业签合作意向，自筹资金有出处。",
            **({"consultation": heard.pk} if heard is not None else {}),
        }, f"{region}-st_department-clerk", ago)  # fmt: skip

    def _decided(self, made: Admission, region: str, ago: int, until: int, **more: Any) -> None:
        data = {
            "decision": "admit", "reasons": "产业需求明确，论证齐备，预算同步安排，同意准入。",
            "notice_until": self.history.day(until), **more,
        }  # fmt: skip
        self.history.settled("platforms.admission.decide", made, data, f"{region}-st_department-leader", ago)

    # -- the places -----------------------------------------------------------------------------------------

    def _quzhou(self, call: Call, heard: ExpertConsultation) -> None:
        act, clerk, leader = self.history.act, f"{QUZHOU}-st_department-clerk", f"{QUZHOU}-st_department-leader"
        asked = {"route": "call", "call": call.pk}
        self._begun("ai", QUZHOU, 2, **asked, team="", incubation="", requested="")
        self._submitted("low", QUZHOU, 4, **asked)
        back = self._submitted("battery", QUZHOU, 11, **asked)
        act("platforms.admission.send_back", back, {"note": "请补与本地企业的合作意向书，并写明设备清单"}, clerk, 6)
        scoring = self._accepted("paper", QUZHOU, 9, **asked)
        panel = Panel.objects.get(subject=scoring)
        experts.accept_all(self.history, panel, 7)
        experts.score(self.history, panel, clerk, 4, 84, least=2)
        self._budget(scoring, QUZHOU, 3)
        poor = self._reviewed("health", QUZHOU, 60, 52, "against", "服务对象和收费模式不清，自筹没有安排，建议不引进。")
        self._concluded(poor, QUZHOU, 56, heard)
        act("platforms.admission.decide", poor, {
            "decision": "refuse", "reasons": "没有自筹安排，商业模式不清，专家建议不引进；完善后可重新申请。",
            "grounds": ["quzhou-2024:art8.p1", "quzhou-2024:art9.p1"],
        }, leader, 50)  # fmt: skip
        good = self._reviewed("chem", QUZHOU, 70, 88, "recommend", "需求真实，团队有验证经验，建议引进。")
        self._budget(good, QUZHOU, 66)
        self._concluded(good, QUZHOU, 64, heard)
        self._decided(good, QUZHOU, 58, 50)
        self.history.settled("platforms.admission.open_platform", good, {
            "founded_on": self.history.day(40), "agreement_starts_on": self.history.day(-20),
        }, clerk, 38)  # fmt: skip

    def _keqiao(self) -> None:
        """The text is a draft here: it warns and does not block."""
        waiting = self._reviewed("fibre", KEQIAO, 6, 86, "recommend", "切合现代纺织集群，建议引进，中试线分两期建。")
        self._budget(waiting, KEQIAO, 5)
        self._concluded(waiting, KEQIAO, 3)
        self._submitted("optics", KEQIAO, 2)

    def _binjiang(self) -> None:
        shown = self._reviewed("chiplet", BINJIANG, 16, 91, "recommend", "验证平台稀缺，企业愿意付费，建议引进。")
        self._budget(shown, BINJIANG, 14)
        self._concluded(shown, BINJIANG, 9)
        self._decided(shown, BINJIANG, 4, -4)
        self._begun("gene", BINJIANG, 1, team="", talent="")
