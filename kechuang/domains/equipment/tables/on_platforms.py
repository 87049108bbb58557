"""What the page of a platform says of its equipment."""

from kechuang.core.ui.sites import add_panel
from kechuang.domains.equipment.panels import register
from kechuang.domains.platforms.models import Platform

add_panel(Platform.kind_name(), register.of_platform)
