"""Writers of evaluations: what the platform says of itself, what is corrected, contested and answered."""

from __future__ import annotations

from kechuang.casework.cases.standard import attachment_for
from kechuang.domains.evaluation.actions.who import evaluated, evaluator
from kechuang.domains.evaluation.models import Evaluation

attach_to_evaluation = attachment_for(Evaluation, evaluated | evaluator)
