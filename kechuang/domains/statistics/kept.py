"""The statements that make figures anew from the tables they tell of. The triggers that keep them stand in the migrations.

Each is one statement, so that it sees one moment: what changes meanwhile adds its rows, which it neither sees nor removes.
"""

from __future__ import annotations

ANEW = """
WITH gone AS (DELETE FROM statistics_figure WHERE what <> 'idle')
INSERT INTO statistics_figure (what, region, state, mode, year, n, amount)
  SELECT 'achievement', region_id, state, '', NULL::int, count(*), 0
  FROM cases_case WHERE kind = 'achievements.achievement' AND NOT confined GROUP BY 2, 3
  UNION ALL
  SELECT 'deal', c.region_id, c.state, t.mode, extract(year FROM t.contract_on), count(*), coalesce(sum(t.price), 0)
  FROM transformations_transformation t JOIN cases_case c ON c.id = t.case_ptr_id WHERE NOT c.confined GROUP BY 2, 3, 4, 5
  UNION ALL
  SELECT 'receipt', c.region_id, '', t.mode, extract(year FROM r.received_on),
    sum(CASE WHEN r.reverses_id IS NULL THEN 1 ELSE -1 END), coalesce(sum(r.amount), 0)
  FROM transformations_receipt r JOIN transformations_transformation t ON t.case_ptr_id = r.transformation_id
  JOIN cases_case c ON c.id = r.case_id WHERE NOT c.confined GROUP BY 2, 4, 5
  UNION ALL
  SELECT 'income', c.region_id, '', t.mode, extract(year FROM r.received_on),
    count(*), coalesce(sum(r.income), 0)
  FROM transformations_receipt r JOIN transformations_transformation t ON t.case_ptr_id = r.transformation_id
  JOIN cases_case c ON c.id = r.case_id WHERE r.standing AND NOT c.confined GROUP BY 2, 4, 5
"""

IDLE_ANEW = """
WITH gone AS (DELETE FROM statistics_figure WHERE what = 'idle')
INSERT INTO statistics_figure (what, region, owner_id, state, mode, n, amount)
  SELECT 'idle', region, owner_id, step, '', count(*), 0 FROM statistics_idlestanding WHERE step <> 'none' GROUP BY 2, 3, 4
"""
