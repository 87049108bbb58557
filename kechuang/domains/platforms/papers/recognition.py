"""Papers of recognition: the notice to one platform, and the results of a round."""

from __future__ import annotations

import datetime as dt

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.domains.platforms.models import Recognition, RecognitionApplication, RecognitionRound
from kechuang.law.library import Library, load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

_CITES = ("quzhou-2024:art2.p2", "quzhou-2024:art10.p3", "binjiang-2023:s2.2.b")


def recognition_notice(application: RecognitionApplication) -> Paper:
    """The notice that a platform is recognised. Raises Recognition.DoesNotExist before it is."""
    recognition: Recognition = application.recognition
    round_ = application.round
    until = f"，有效期至{_day(recognition.valid_to)}" if recognition.valid_to else "，长期有效"
    withdrawn = []
    if recognition.withdrawn_on is not None:
        withdrawn = [Text(f"本认定已自{_day(recognition.withdrawn_on)}起撤销：{recognition.withdrawn_because}")]
    return Paper(
        title=f"{recognition.name}认定通知书", issuer=round_.owner.name, number=recognition.document,
        addressee=application.platform.title,
        body=[
            Text(f"你单位{_day(application.submitted_on)}申报{recognition.name}（{application.number}）。"),
            Text(
                f"经审查并公示，认定你单位为{recognition.name}（{recognition.get_level_display()}），"
                f"自{_day(recognition.valid_from)}起{until}。"
            ),
            Text(f"审定理由：{application.reasons}"),
            *withdrawn,
        ],
        signed_by=[round_.owner.name], dated=_day(recognition.valid_from), notes=_notes(round_, load()),
        foot=_foot(application.number, load()),
    )  # fmt: skip


def result_notice(batch: RecognitionRound) -> Paper:
    """The results of a closed round, as a list."""
    rows = (
        Recognition.objects.filter(application__round=batch)
        .select_related("platform__owner")
        .order_by("platform__title")
    )
    lines = [[str(n), r.platform.title, r.platform.owner.credit_code, _day(r.valid_to) or "长期"]
             for n, r in enumerate(rows, start=1)]  # fmt: skip
    listed: list[Text | Table] = (
        [Table(("序号", "平台", "统一社会信用代码", "有效期至"), lines)] if lines else [Text("本批没有认定的平台。")]
    )
    return Paper(
        title=f"关于公布{batch.title}结果的通知", issuer=batch.owner.name, number=batch.document,
        body=[
            Text(f"{batch.title}（{batch.number}）已按公开的条件和程序审查，认定结果经{_day(batch.results_on)}公开并公示。"),
            Text(f"现认定下列平台为{batch.type_name}（{batch.get_level_display()}）：" if lines else "审查结果如下："),
            *listed,
        ],
        signed_by=[batch.owner.name], dated=_day(batch.finished_on), notes=_notes(batch, load()),
        foot=_foot(batch.number, load()),
    )  # fmt: skip


def _notes(batch: RecognitionRound, library: Library) -> list[str]:
    cites = [c for c in map(Citation.parse, _CITES) if library.instruments[c.instrument].governs(batch.region.prefix)]
    return [citation_words(c, "zh", library) for c in cites]


def _foot(number: str, library: Library) -> str:
    return f"{number}　{clock.today()} 生成　法规版本 {library.fingerprint[:12]}"


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else ""
