"""Lists and pages as declarations, a file for each subject; imported in the order they stand in the bar."""

# isort: off
from kechuang.domains.evaluation.tables.evaluations import EVALUATIONS
from kechuang.domains.evaluation.tables.campaigns import CAMPAIGNS
from kechuang.domains.evaluation.tables.schemes import SCHEMES
from kechuang.domains.evaluation.tables.rectifications import RECTIFICATIONS
from kechuang.domains.evaluation.tables.ending import ASSESSMENTS, TERMINATIONS
from kechuang.domains.evaluation.tables.teams import TEAMS
from kechuang.domains.evaluation.tables.earlier import EARLIER_GRADES

# isort: on
import kechuang.domains.evaluation.tables.on_platforms  # noqa: F401  adds to the page of a platform
from kechuang.domains.evaluation.filters import AREA

__all__ = [
    "AREA",
    "ASSESSMENTS",
    "CAMPAIGNS",
    "EARLIER_GRADES",
    "EVALUATIONS",
    "RECTIFICATIONS",
    "SCHEMES",
    "TEAMS",
    "TERMINATIONS",
]
