"""The tables of equipment, a file for each subject."""

from kechuang.domains.equipment.models.purchase import Purchase, RegisterSearch, SearchHit
from kechuang.domains.equipment.models.register import OPEN, Equipment, Stage
from kechuang.domains.equipment.models.use import UsePeriod

__all__ = ["OPEN", "Equipment", "Purchase", "RegisterSearch", "SearchHit", "Stage", "UsePeriod"]
