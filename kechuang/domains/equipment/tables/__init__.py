"""Lists and pages as declarations, a file for each subject; imported in the order they stand in the bar."""

# isort: off
from kechuang.domains.equipment.tables.register import EQUIPMENT
from kechuang.domains.equipment.tables.purchases import PURCHASES
from kechuang.domains.equipment.tables import on_platforms
# isort: on

__all__ = ["EQUIPMENT", "PURCHASES", "on_platforms"]
