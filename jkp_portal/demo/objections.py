"""Two refusals that were objected to: one waits for another officer, one is answered."""

from claims.enums import DecisionKind
from claims.models import Decision, Objection
from claims.operations import objections
from core.jobs import run_due
from integrations.sandbox.stories import Story
from jkp_portal.demo.stories import Stage


def tell_objections(stage: Stage, waits: Story, answered: Story) -> None:
    """`waits` says that a month was paid. `answered` had a fixed term that ran out, and is told so once more."""
    stage.refused(waits, "R02", "Iuran yang dihitung 11 bulan. Bila bulan lain sudah dibayar, kirim buktinya.")
    _object(stage, waits, "new_proof", "Iuran Agustus dibayar tunai oleh perusahaan. Bendahara menyimpan buktinya.")
    stage.refused(answered, "R22", "Perjanjian kerja Anda berakhir pada tanggal yang disepakati.")
    sent = _object(stage, answered, "wrong_rule", "Saya diberhentikan lebih dulu, bukan karena kontrak selesai.")
    objections.reject_objection(
        sent,
        reply="Kontrak dan surat perusahaan menyebut tanggal yang sama. Kami tidak menemukan pemberhentian lebih awal.",
        articles=tuple(sent.decision.articles),
        actor=stage.officers["keberatan"],
        at=stage.now(),
    )
    run_due()


def _object(stage: Stage, story: Story, ground: str, text: str) -> Objection:
    decision = Decision.objects.get(
        claim__person__user__email=f"{story.name}@contoh.invalid", kind=DecisionKind.REFUSAL
    )
    user = decision.claim.person.user
    draft = objections.start_objection(decision, actor=user, at=stage.now())
    draft = objections.answer_objection(draft, ground=ground, text=text)
    return objections.submit_objection(draft, actor=user, at=stage.now())
