"""Training of the demo: many invented institutes, and what a counsellor recommended to one participant."""

import uuid

from core import clock
from jkp_portal.demo.stories import Stage
from participants.models import Person
from training.operations import recommend_programme, withdraw_recommendation
from training.operations.samples import generate_training
from training.selectors import programmes_for_groups

INSTITUTES, PROGRAMMES, CLASSES = 60, 200, 300
SEWING, OFFICE = ("75", "81"), ("41", "42", "43")
# The session of counselling in which it was agreed; counselling has its own stories.
SESSION = uuid.UUID("5e551011-0000-4000-8000-000000000001")


def tell_training(stage: Stage, learner: str) -> None:
    """A programme for sewing is recommended and stands; one for the office is taken back."""
    generate_training(INSTITUTES, programmes=PROGRAMMES, classes=CLASSES, seed=1, at=stage.now())
    person = Person.objects.get(user__email=f"{learner}@contoh.invalid")
    region, today, counsellor = str(person.region_id), clock.today(), stage.officers["konselor"]
    office = programmes_for_groups(OFFICE, region, on=today).filter(next_start__isnull=False)[0]
    taken_back = recommend_programme(
        person,
        programme=office,
        why="Cadangan bila kelas menjahit penuh.",
        session_ref=SESSION,
        actor=counsellor,
        at=stage.now(),
    )
    withdraw_recommendation(taken_back, reason="Peserta memilih menjahit.", actor=counsellor, at=stage.now())
    sewing = programmes_for_groups(SEWING, region, words="jahit", on=today).filter(next_start__isnull=False)[0]
    why = (
        "Asesmen Anda menunjuk bidang garmen, dan Anda sudah enam tahun menjahit. Sertifikat membuka lowongan operator."
    )
    recommend_programme(person, programme=sewing, why=why, session_ref=SESSION, actor=counsellor, at=stage.now())
