"""Lists and pages as declarations, a file for each subject; imported in the order they stand in the bar."""

# isort: off
from kechuang.domains.platforms.tables.agreements import AGREEMENTS
from kechuang.domains.platforms.tables.plans import DEVELOPMENT_PLANS, FILING_ROUNDS, YEAR_PLANS
from kechuang.domains.platforms.tables.governance import COUNCILS, INTERNAL_RULES, MEETINGS, STEWARDSHIPS
from kechuang.domains.platforms.tables.government import GOVERNMENT_DOCUMENTS
from kechuang.domains.platforms.tables.park_units import PARK_UNITS
from kechuang.domains.platforms.tables.registry import AREA, LEVEL_WORDS, PLATFORMS
from kechuang.domains.platforms.tables.admission import ADMISSIONS, CALLS, CONSULTATIONS
from kechuang.domains.platforms.tables.recognition import RECOGNITION_APPLICATIONS, RECOGNITION_ROUNDS
# isort: on

__all__ = [
    "ADMISSIONS",
    "AGREEMENTS",
    "AREA",
    "CALLS",
    "CONSULTATIONS",
    "COUNCILS",
    "DEVELOPMENT_PLANS",
    "FILING_ROUNDS",
    "GOVERNMENT_DOCUMENTS",
    "INTERNAL_RULES",
    "LEVEL_WORDS",
    "MEETINGS",
    "PARK_UNITS",
    "PLATFORMS",
    "RECOGNITION_APPLICATIONS",
    "RECOGNITION_ROUNDS",
    "STEWARDSHIPS",
    "YEAR_PLANS",
]
