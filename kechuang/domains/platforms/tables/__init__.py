"""Lists and pages as declarations, a file for each subject; imported in the order they stand in the bar."""

from kechuang.domains.platforms.tables.agreements import AGREEMENTS
from kechuang.domains.platforms.tables.governance import COUNCILS, INTERNAL_RULES, MEETINGS, STEWARDSHIPS
from kechuang.domains.platforms.tables.registry import AREA, LEVEL_WORDS, PLATFORMS

__all__ = ["AGREEMENTS", "AREA", "COUNCILS", "INTERNAL_RULES", "LEVEL_WORDS", "MEETINGS", "PLATFORMS", "STEWARDSHIPS"]
