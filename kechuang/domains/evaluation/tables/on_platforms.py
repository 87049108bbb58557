"""What the page of a platform says of its evaluations and its teams."""

from kechuang.core.ui.sites import add_panel
from kechuang.domains.evaluation.panels import effects, teams
from kechuang.domains.platforms.models import Platform

add_panel(Platform.kind_name(), effects.of_platform)
add_panel(Platform.kind_name(), teams.of_platform)
