"""The calculators as questions: what the portal offers and the search finds."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Calculator:
    """A question a visitor has, the page that answers it, and the words it is found by."""

    question: Promise
    about: Promise
    url_name: str
    words: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


CALCULATORS = (
    Calculator(
        gettext_lazy("许可收入，奖励至少多少"), gettext_lazy("填成交额和到账日，得出下限和每一步依据"), "calc-reward",
        "奖励 下限 许可 转让 作价 净收入 主要贡献人员 reward floor licence transfer net income",
    ),
    Calculator(
        gettext_lazy("公示到哪一天，何时能签约、最迟何时发"), gettext_lazy("按放假安排逐日列出"), "calc-dates",
        "公示 签约 发放 期限 日期 notice publicity payment deadline sign",
    ),
    Calculator(
        gettext_lazy("成果闲置了，谁从哪天起可以做什么"), gettext_lazy("一年、两年、三年，三座钟分开走"), "calc-idle",
        "闲置 先用后转 挂牌 idle listing licence completer",
    ),
    Calculator(
        gettext_lazy("年度评价能评几家优秀，奖励多少"), gettext_lazy("按类别取整，一票否决和削减预算一并算"), "calc-quota",
        "评价 优秀 名额 一票否决 预算 evaluation quota veto excellent award",
    ),
)  # fmt: skip
