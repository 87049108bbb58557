"""What the page of a platform says of its evaluations."""

from kechuang.core.ui.sites import add_panel
from kechuang.domains.evaluation.panels import effects
from kechuang.domains.platforms.models import Platform

add_panel(Platform.kind_name(), effects.of_platform)
