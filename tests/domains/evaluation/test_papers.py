"""Papers of evaluation: the self-evaluation and the announced results, from the same rows as the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from kechuang.casework.documents.papers import Table, Text
from kechuang.domains.evaluation.papers.results import results_paper
from kechuang.domains.evaluation.papers.self_evaluation import self_evaluation_paper
from tests.casework.office import Office
from tests.domains.evaluation.judging import invited, submitted
from tests.domains.evaluation.playing import BUREAU, published, scored_round


def test_the_self_evaluation_as_a_paper(office: Office, client: Client) -> None:
    waiting = invited(office)
    with pytest.raises(ValueError, match="not handed in"):
        self_evaluation_paper(waiting)
    evaluation = submitted(office, waiting)
    paper = self_evaluation_paper(evaluation)
    table = next(part for part in paper.body if isinstance(part, Table))
    assert [row[0].split()[0] for row in table.rows] == ["A1", "A2", "B1", "B2"]
    assert [row[3] for row in table.rows] == ["0", "0", "–", "3"]
    texts = [part.text for part in paper.body if isinstance(part, Text)]
    assert "完成年度任务" in texts
    assert any("两人年底到岗" in text for text in texts)
    assert any("佐证.txt v1" in text for text in texts)
    assert paper.mark, "Keqiao's text is a draft"
    client.force_login(office["kq-manager"])
    for kind in ("docx", "pdf"):
        answer = client.get(f"/case/{evaluation.number}/papers/self-evaluation.{kind}")
        assert answer.status_code == 200, kind
        assert answer.getvalue()[:2] == (b"PK" if kind == "docx" else b"%P")


def test_the_results_as_they_are_announced(office: Office, client: Client) -> None:
    made = scored_round(office, {"technology_innovation": [91, 85, 84, 83, 50]})
    with pytest.raises(ValueError, match="not published"):
        results_paper(made.campaign)
    campaign = published(made)
    paper = results_paper(campaign)
    table = next(part for part in paper.body if isinstance(part, Table))
    assert [(row[1], row[3]) for row in table.rows] == [("优秀", "A1"), ("良好", "A2、A3、A4"), ("不合格", "A5")]
    told = " ".join(part.text for part in paper.body if isinstance(part, Text))
    assert "优秀名额1家" in told
    assert "会议纪要〔2026〕3号" in told
    assert "91" not in str(paper.body), "no score stands in it"
    assert not paper.mark
    client.force_login(office[BUREAU])
    assert "评价结果公告" in client.get(f"/case/{campaign.number}/?show=documents").content.decode()
    assert client.get(f"/case/{campaign.number}/papers/results.docx").status_code == 200
