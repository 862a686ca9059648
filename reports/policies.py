"""Who reads and concludes evaluations of training, and who asks the policy simulator."""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_role
from training.models import Institute
from training.policies import has_interest

EVALUATORS = (Role.INSTITUTE_VERIFIER, Role.STANDARDS)
EVALUATION_READERS = (*EVALUATORS, Role.REVIEWER, Role.APPROVER, Role.INTEGRITY, Role.AUDITOR)


# No role of its own stands for the directorate of the programme: its nearest are the national reviewer and approver.
SIMULATORS = (Role.REVIEWER, Role.APPROVER)
SIMULATION_READERS = (*SIMULATORS, Role.AUDITOR)


def can_simulate(user: User, on: date) -> bool:
    return has_role(user, *SIMULATORS, on=on)


def can_conclude(user: User, institute: Institute, on: date) -> bool:
    """An officer of partnerships or standards with no tie to the institute."""
    return has_role(user, *EVALUATORS, on=on) and not has_interest(user, institute, on)
