"""Kinds and states. Other apps find those of activities and the self-assessment here; the rest stand by their noun."""

from ipk.enums.activities import ANSWERABLE, LIVE, ActivityKind, ActivityState, AssessmentState, MayMove, MayTrain

__all__ = ["ANSWERABLE", "LIVE", "ActivityKind", "ActivityState", "AssessmentState", "MayMove", "MayTrain"]
