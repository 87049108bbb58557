"""The calculators: the worked scenarios come out on the page, with their reasons and what would change them."""

import re

import pytest
from django.test import Client

from kechuang.core import clock
from kechuang.web.calc.definitions import DATES, IDLE, QUOTA, REWARD
from tests.web.pages import example

TAGS = re.compile(r"<[^>]+>")


class Words(str):
    """The text of a page without spaces; what is looked for in it loses its own."""

    def __contains__(self, wanted: object) -> bool:
        return super().__contains__(squash(str(wanted)))

    def after(self, label: str) -> "Words":
        """The hundred and twenty signs from a label on."""
        assert label in self
        return Words(self[self.index(squash(label)) :][:120])


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words(html: str) -> Words:
    return Words(squash(TAGS.sub("", html)))


def show(client: Client, address: str) -> Words:
    answer = client.get(address)
    assert answer.status_code == 200
    return words(answer.content.decode())


# -- reward -------------------------------------------------------------------------------------------


def test_a_licence_of_a_million_in_quzhou(zh: Client) -> None:
    page = show(zh, example(REWARD))
    assert "奖励总额不得低于 ¥800,000.00 人民币捌拾万元整" in page
    assert "主要贡献人员 不低于¥560,000.00" in page
    assert "转移机构与管理人员 不低于¥40,000.00" in page
    assert "单位留存 不超过¥200,000.00" in page
    assert "结论确定" in page
    assert "按 2025-06-10 施行的文本" in page


def test_the_tree_goes_from_the_floor_to_the_facts_with_clauses(zh: Client) -> None:
    html = zh.get(example(REWARD)).content.decode()
    tree = html[html.index('class="k-tree"') :]
    assert tree.index("奖励总额下限") < tree.index("净收入") < tree.index("1,230,000.00") < tree.index("420,000.00")
    assert 'href="/law/quzhou-2024/art20.p1.i1/"' in tree
    assert 'href="/law/zhejiang-2021/art37.p4/"' in tree


def test_on_paper_the_citations_are_footnotes_in_the_order_met(zh: Client) -> None:
    html = zh.get(example(REWARD)).content.decode()
    numbers = [int(n) for n in re.findall(r'data-note="(\d+)"', html[html.index('class="k-tree"') :])]
    assert list(dict.fromkeys(numbers)) == sorted(set(numbers))
    assert "1. 衢州市科创平台高质量发展条例 第20条第1款第1项" in words(html)
    assert "实际成交额 1,230,000.00 元" in words(html)  # the facts stand on the paper, where the form does not


def test_every_instrument_is_accounted_for(zh: Client) -> None:
    html = zh.get(example(REWARD)).content.decode()
    table = words(html[html.index('id="considered"') : html.index('id="inter"')])
    assert "第20条第1款第1项 ✓ 施行 ✓ ✓ ✓ 80%适用，决定结果" in table
    assert "滨江意见" in table
    assert "不适用：地域" in table
    assert "草案" in table


def test_what_the_unit_pays_is_split_again(zh: Client) -> None:
    page = show(zh, example(REWARD, reward__paid="900000"))
    assert "主要贡献人员 不低于¥630,000.00" in page
    assert "转移机构与管理人员 不低于¥45,000.00" in page
    assert "单位实发 ¥900,000.00 符合" in page


def test_a_pool_below_the_floor_says_by_how_much(zh: Client) -> None:
    page = show(zh, example(REWARD, reward__paid="700000"))
    assert "单位实发 ¥700,000.00 不符合 比下限少 ¥100,000.00" in page


def test_a_switch_tells_its_effect_in_yuan_and_the_effect_is_true(zh: Client) -> None:
    page = show(zh, example(REWARD))
    assert "改“合同签订之日”：奖励总额下限 −100,000.00" in page
    other = show(zh, example(REWARD, **{"i.A04": "contract_day"}))
    assert "奖励总额不得低于 ¥700,000.00" in other
    assert "改“取得收入之日”：奖励总额下限 +100,000.00" in other
    assert "按 2025-02-10 施行的文本" in other


def test_a_fact_not_told_is_unknown_and_named(zh: Client) -> None:
    page = show(zh, example(REWARD, deal__amount=""))
    assert "待认定" in page
    assert "还缺：实际成交额" in page
    assert "¥0.00" not in page


def test_zero_is_a_number(zh: Client) -> None:
    page = show(zh, example(REWARD, deal__amount="0", deal__costs="0", deal__fiscal_research_cost="0", deal__taxes="0"))
    assert "奖励总额不得低于 ¥0.00" in page


def test_outside_the_province_only_the_national_law_is_left(zh: Client) -> None:
    unnamed = show(zh, example(REWARD, territory="310000", unit__state_established="yes"))
    assert "未查到规定" in unnamed.after("奖励总额下限")  # no text there says what net income is
    page = show(zh, example(REWARD, territory="310000", unit__state_established="yes", deal__net_income="1000000"))
    assert "奖励总额不得低于 ¥500,000.00" in page


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("deal__amount", "abc", "金额写成 1,230,000.00"),
        ("deal__received_on", "2025-02-30", "日期应写成 2025-06-10，且须真有这一天"),
        ("territory", "衢州", "应为行政区划代码"),
        ("deal__mode", "gift", "应为其中之一"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(zh: Client, field: str, typed: str, message: str) -> None:
    html = zh.get(example(REWARD, **{field: typed})).content.decode()
    name = field.replace("__", "-").replace("_", "-")
    error = re.search(rf'id="f-{name}-error">([^<]*)<', html)
    assert error is not None
    assert message in error[1]
    assert f'href="#f-{name}"' in html
    assert "还没有算" in html
    if field != "deal__mode":  # a select can hold only its own choices
        assert f'value="{typed}"' in html


def test_the_shared_link_pins_what_was_known_and_reproduces(zh: Client) -> None:
    html = zh.get(example(REWARD, known_on="")).content.decode()
    link = re.search(r'href="(/calc/reward/\?[^"]*)" data-copy', html)
    assert link is not None
    shared = link[1].replace("&amp;", "&")
    assert f"known_on={clock.today().isoformat()}" in shared
    first = zh.get(shared).content.decode()
    with clock.moved_to(clock.today().replace(year=clock.today().year + 5)):
        later = zh.get(shared).content.decode()
    assert answer_of(first) == answer_of(later)


def answer_of(html: str) -> str:
    return html[html.index('id="result"') : html.index('id="margin"')]


def test_before_the_regulation_was_known_it_does_not_count(zh: Client) -> None:
    page = show(zh, example(REWARD, known_on="2024-11-01"))
    assert "奖励总额不得低于 ¥700,000.00" in page
    assert "2024-11-27 才公布" in page


def test_the_formula_is_told_in_both_languages(zh: Client, en: Client) -> None:
    assert "净收入 × 〔奖励比例下限〕" in show(zh, example(REWARD, view="formula"))
    assert "Net income × [Reward share floor]" in show(zh, example(REWARD, view="other"))
    page = show(en, example(REWARD))
    assert "The total reward is at least ¥800,000.00" in page
    assert "Main contributors, at least¥560,000.00" in page


def test_nothing_asked_nothing_answered(zh: Client) -> None:
    html = zh.get("/calc/reward/").content.decode()
    assert "还没有算" in html
    assert "k-figure" not in html


# -- dates --------------------------------------------------------------------------------------------


def test_signing_opens_after_fifteen_days_of_the_later_notice(zh: Client) -> None:
    html = zh.get(example(DATES)).content.decode()
    page = words(html)
    assert "2025年5月24日（周六）" in page.after("要记住的日子")
    assert "2025年12月10日（周三）" in page
    assert html.count('class="done"') + html.count('class="todo"') == 15
    assert html.count('class="done"') == 8  # the eighth day is today, 16 May
    assert "可签" in page
    assert "改“工作日”：协议定价公示后可以签约的第一日 2025年5月30日，晚 6 天" in page


def test_income_of_august_is_due_by_the_end_of_february(zh: Client) -> None:
    page = show(
        zh, example(DATES, notice__unit_on="", notice__market_on="", deal__received_on="2024-08-31", as_of="2025-03-01")
    )
    assert "2025年2月28日（周五）" in page
    assert "逾期 1日" in page
    assert "最迟公示日 2025-02-12" in page
    assert "第46条第1款" in page


def test_a_year_without_its_holidays_is_provisional(zh: Client) -> None:
    page = show(
        zh,
        example(DATES, notice__unit_on="", notice__market_on="", deal__received_on="2026-08-31", known_on="2026-06-01"),
    )
    assert "2027年3月1日（周一）" in page
    assert "日期暂定" in page


# -- idle ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "answer"),
    [
        ("2025-04-01", "完成人可以自行实施"),
        ("2025-04-02", "公开挂牌推动转化"),
        ("2026-04-02", "可以许可有条件的企业实施"),
    ],
)
def test_the_idle_ladder_opens_the_day_after_the_anniversary(zh: Client, as_of: str, answer: str) -> None:
    assert answer in show(zh, example(IDLE, as_of=as_of)).after("截至 20")


def test_a_good_reason_stops_the_listing(zh: Client) -> None:
    page = show(zh, example(IDLE, idle__reason_recorded="yes", idle__reason_accepted="yes"))
    assert "公开挂牌推动转化" not in page.after("截至 20")


# -- quota --------------------------------------------------------------------------------------------


def test_the_quota_of_nine_seven_and_four(zh: Client) -> None:
    page = show(zh, example(QUOTA))
    assert "优秀奖励合计不超过 ¥8,000,000.00" in page
    assert "基础研究型915,000,000.00" in page
    assert "创新服务型400.00" in page
    assert "12,500,000.00 10,000,000.00 减 ¥2,500,000.00" in page


def test_a_tenth_basic_platform_makes_two(zh: Client) -> None:
    page = show(zh, example(QUOTA, evaluation__basic_research_count="10"))
    assert "优秀奖励合计不超过 ¥13,000,000.00" in page


def test_the_quota_is_binjiang_s_alone(zh: Client) -> None:
    page = show(zh, example(QUOTA, territory="330802"))
    assert "不适用" in page.after("优秀奖励合计不超过")
