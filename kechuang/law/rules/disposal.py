"""What a unit decides alone about its achievements and the shares they became; the secrecy screen.

Three tests of secrecy differ and stay three: disposal asks for state secrets and national security, empowerment also
for national and major public interest, public search for state and trade secrets.
"""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, const, facts, governed, known, reading, when
from kechuang.law.rule import check, entitlement, remark, rule
from kechuang.law.types import FLAG, choice
from kechuang.law.vocabulary import deal

__all__ = ["SEARCH", "disposal_barred", "empowerment_barred", "hidden_from_search", "screen", "unit_decides"]

SEARCH = choice(
    [
        ("hidden", "不公开", "not shown"),
        ("neutral", "隐去秘密内容，公开中性摘要", "neutral abstract only"),
        ("open", "公开查询", "open to all"),
    ]
)

screen = facts(
    "screen",
    state_secrets=(FLAG, "涉及国家秘密", "Involves state secrets"),
    national_security=(FLAG, "可能影响国家安全", "May affect national security"),
    national_interest=(FLAG, "可能影响国家利益", "May affect the national interest"),
    public_interest=(FLAG, "可能影响重大社会公共利益", "May affect a major public interest"),
    trade_secrets=(FLAG, "含商业秘密", "Contains trade secrets"),
    owner_consents=(FLAG, "商业秘密权利人同意公开", "Owner of the trade secret agrees to publish"),
)
disposal = facts(
    "disposal",
    approval_required=(FLAG, "流程要求报主管部门审批", "Workflow asks for approval from above"),
    filing_required=(FLAG, "流程要求报主管部门备案", "Workflow asks for filing above"),
)
stake = facts(
    "stake",
    from_achievement=(
        FLAG,
        "由职务科技成果作价投资形成的国有股权",
        "State equity from a contributed service achievement",
    ),
    approval_required=(FLAG, "股权处置要求报上级或者财政审批", "Equity dealing needs approval from above or finance"),
    filing_required=(FLAG, "股权处置要求备案", "Equity dealing needs filing"),
    manager_designated=(FLAG, "已指定专业部门统一管理", "Department designated to manage the equity"),
)
asset = facts(
    "asset",
    service_achievement=(FLAG, "职务科技成果或者由其形成的股权", "Service achievement, or equity that came of one"),
    lawfully_traded=(
        FLAG,
        "依法依规交易（定价、公示、合同齐备）",
        "Traded lawfully (price, publicity, contract whole)",
    ),
)

# -- who decides -----------------------------------------------------------------------------------

_provincial = governed("zhejiang-2021:art16.p1", unit__public_research_unit=True)
_city = governed("quzhou-2024:art17.p2.a", unit__public_platform=True)
_national = governed("prc-transformation-2015:art18.p1", unit__state_established=True)
unit_decides = any_of(_provincial, _city, _national)
"""Whether some text gives this unit the disposal of its achievements."""

disposal_barred = any_of(screen.state_secrets, screen.national_security).called(
    "涉及国家秘密或者国家安全", "State secrets or national security are involved"
)
empowerment_barred = any_of(screen.national_security, screen.national_interest, screen.public_interest).called(
    "可能影响国家安全、国家利益或者重大社会公共利益",
    "May affect national security, national interest or a major public interest",
)
_trade = reading(
    "A34",
    neutral_abstract=const("neutral", SEARCH),
    with_consent=when(screen.owner_consents, const("open", SEARCH), const("neutral", SEARCH)),
)
hidden_from_search = when(
    screen.state_secrets, const("hidden", SEARCH), when(screen.trade_secrets, _trade, const("open", SEARCH))
).called("公开查询的范围", "What the public may find")

disposal_autonomy = entitlement(
    "disposal_autonomy",
    ~disposal_barred,
    applies=all_of(unit_decides, any_of(~known(deal.mode), deal.mode.one_of("transfer", "licence", "equity"))),
    zh="自主决定转让、许可或者作价投资",
    en="The unit itself decides on transfer, licence or equity",
    cites=["zhejiang-2021:art16.p1", "quzhou-2024:art17.p2.a", "prc-transformation-2015:art18.p1"],
    module="transformation",
    outputs={"blocked": disposal_barred},
    about=(
        "不需审批或者备案；涉及国家秘密、国家安全的转入相应程序。",
        "No approval and no filing; secrecy and security cases leave this route.",
    ),
)

disposal_without_approval = check(
    "disposal_without_approval",
    ~any_of(disposal.approval_required, disposal.filing_required),
    applies=all_of(any_of(_provincial, _city), ~disposal_barred),
    zh="处置流程不得增设审批、备案",
    en="No approval or filing step is added to a disposal",
    cites=["zhejiang-2021:art16.p1", "quzhou-2024:art17.p2.a"],
    module="transformation",
    remarks=[
        remark(
            any_of(disposal.approval_required, disposal.filing_required),
            "监督在事后进行；请删除流程中的审批或者备案步骤。",
            "Supervision comes afterwards; remove the step.",
            cites=["zhejiang-2021:art16.p1", "quzhou-2024:art17.p2.a"],
        )
    ],
)

secrecy_screen = rule(
    "secrecy_screen",
    ~any_of(disposal_barred, empowerment_barred, hidden_from_search.is_not("open")),
    applies=any_of(
        unit_decides,
        governed("quzhou-2024:art18.p1.b", unit__public_platform=True),
        governed("zhejiang-2021:art7.p1.b", "prc-transformation-2015:art11.p1"),
    ),
    zh="保密与安全筛查：三项均无障碍",
    en="Secrecy and security screen: clear on all three",
    cites=[
        "zhejiang-2021:art16.p1", "zhejiang-2021:art7.p1.b", "quzhou-2024:art17.p2.a", "quzhou-2024:art18.p1.b",
        "prc-transformation-2015:art11.p1",
    ],
    module="achievements",
    outputs={
        "disposal_allowed": (~disposal_barred).called("可以自主处置", "The unit may dispose of it"),
        "empowerment_allowed": (~empowerment_barred).called("可以赋权", "It may be empowered"),
        "public_search": hidden_from_search,
    },
    remarks=[
        remark(
            hidden_from_search.is_not("open"),
            "不予公布的，应当告知项目承担者。",
            "The undertaker is told what is withheld.",
            "advice",
            "prc-transformation-2015:art11.p1",
        )
    ],
)  # fmt: skip

public_search = rule(
    "public_search",
    hidden_from_search,
    applies=governed("zhejiang-2021:art7.p1.b", "prc-transformation-2015:art11.p1"),
    zh="成果信息公开查询",
    en="Public search of achievement information",
    cites=["zhejiang-2021:art7.p1.b", "prc-transformation-2015:art11.p1"],
    module="achievements",
)

# -- equity that came of an achievement ------------------------------------------------------------

equity_dealing_autonomy = entitlement(
    "equity_dealing_autonomy",
    stake.from_achievement,
    applies=governed("quzhou-2024:art17.p3.a", unit__public_platform=True),
    zh="作价投资形成的国有股权由单位自主转让、划转或者再投资",
    en="The unit itself transfers, hands over or reinvests equity from a contributed achievement",
    cites=["quzhou-2024:art17.p3.a"],
    module="transformation",
    outputs={
        "approval_needed": const(False, FLAG).called("需要审批", "Approval needed", "quzhou-2024:art17.p3.a"),
        "filing_excluded": reading(
            "A37", approval_only=const(False, FLAG), approval_and_filing=const(True, FLAG)
        ).called("备案也免除", "Filing is excluded too"),
    },
)

equity_dealing_without_approval = check(
    "equity_dealing_without_approval",
    reading(
        "A37",
        approval_only=~stake.approval_required,
        approval_and_filing=~any_of(stake.approval_required, stake.filing_required),
    ),
    applies=all_of(governed("quzhou-2024:art17.p3.a", unit__public_platform=True), stake.from_achievement),
    zh="股权处置流程不得增设审批",
    en="No approval step is added to an equity dealing",
    cites=["quzhou-2024:art17.p3.a"],
    module="transformation",
    remarks=[
        remark(
            all_of(known(stake.filing_required), stake.filing_required),
            "条文免的是审批；备案未被排除，也未作要求。",
            "The text frees from approval; filing is neither excluded nor required.",
            "advice",
            "quzhou-2024:art17.p3.a",
        )
    ],
)

equity_contribution = entitlement(
    "equity_contribution",
    deal.mode.is_("equity"),
    applies=any_of(governed("zhejiang-2021:art36.p1", unit__public_research_unit=True), _national),
    zh="以科技成果作价投资或者作为注册资本",
    en="An achievement as investment or registered capital",
    cites=["zhejiang-2021:art36.p1", "prc-transformation-2015:art16.p1.i5"],
    module="transformation",
    outputs={"manager_designated": stake.manager_designated},
)

equity_manager = check(
    "equity_manager",
    stake.manager_designated,
    applies=all_of(
        governed("zhejiang-2021:art36.p1", unit__public_research_unit=True),
        any_of(~known(deal.mode), deal.mode.is_("equity")),
    ),
    zh="作价投资形成的资产由指定的专业部门统一管理",
    en="A designated department manages the assets a contribution became",
    cites=["zhejiang-2021:art36.p1"],
    module="transformation",
)

# -- state assets ----------------------------------------------------------------------------------

separate_listing = entitlement(
    "separate_listing",
    asset.service_achievement,
    applies=governed("quzhou-2024:art17.p1.a", unit__public_platform=True),
    zh="职务科技成果及其形成的国有股权单列管理",
    en="Service achievements and equity from them on a separate list",
    cites=["quzhou-2024:art17.p1.a"],
    module="achievements",
)

assessment_exclusion = entitlement(
    "assessment_exclusion",
    all_of(asset.service_achievement, asset.lawfully_traded),
    applies=governed("quzhou-2024:art17.p2.b", unit__public_platform=True),
    zh="依法交易的职务科技成果不纳入国有资产保值增值考核",
    en="Lawfully traded service achievements stay out of the state-asset assessment",
    cites=["quzhou-2024:art17.p2.b"],
    module="supervision",
    outputs={"service_achievement": asset.service_achievement, "lawfully_traded": asset.lawfully_traded},
)
