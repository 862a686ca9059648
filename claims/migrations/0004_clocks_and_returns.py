import datetime

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0003_six_months"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="repayment",
            name="one_instalment_a_day",
        ),
        migrations.AddField(
            model_name="decision",
            name="answer_was_due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="unanswered",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.objection"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="carry_out_by",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="overpayment",
            name="decide_by",
            field=models.DateField(default=datetime.date(2026, 1, 1)),
            preserve_default=False,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="granted_by_an_officer_or_by_silence",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.officer_id IS NULL\n        AND (NEW.kind = 'approval' OR NEW.kind = 'month_grant' AND EXISTS (\n            SELECT FROM claims_monthassessment WHERE id = NEW.month_assessment_id AND outcome <> 'payable'\n        ))\n        AND NOT EXISTS (\n            SELECT FROM claims_objection\n            JOIN claims_decision AS objected ON objected.id = claims_objection.decision_id\n            WHERE claims_objection.id = NEW.unanswered_id\n                AND objected.claim_id = NEW.claim_id\n                AND claims_objection.state IN ('submitted', 'upheld')\n                AND claims_objection.officer_id IS NULL\n                AND claims_objection.filed_at IS NOT NULL\n                AND claims_objection.answer_due_on = NEW.answer_was_due_on\n                AND claims_objection.answer_due_on < (NEW.at AT TIME ZONE 'Asia/Jakarta')::date\n        )\n    THEN\n        RAISE EXCEPTION 'nothing is granted without an officer before an objection went unanswered';\n    END IF;\n    RETURN NEW;\n",
                    hash="8d56fde59d58b7e70b57bcf6fd7ede2033279329",
                    operation="INSERT",
                    pgid="pgtrigger_granted_by_an_officer_or_by_silence_709ca",
                    table="claims_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="answer_never_due_earlier",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.answer_due_on < OLD.answer_due_on OR (OLD.answer_due_on IS NOT NULL AND NEW.answer_due_on IS NULL) THEN\n        RAISE EXCEPTION 'the last day of an answer never moves earlier';\n    END IF;\n    RETURN NEW;\n",
                    hash="84a4ffcfdeb9a57dfd0c582f2e7d7659caa689ec",
                    operation="UPDATE",
                    pgid="pgtrigger_answer_never_due_earlier_ff3b1",
                    table="claims_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="silence_is_over",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.by_silence AND NOT coalesce(\n        NEW.answer_due_on < (NEW.decided_at AT TIME ZONE 'Asia/Jakarta')::date, false\n    ) THEN\n        RAISE EXCEPTION 'silence grants nothing before the last day of the answer has passed';\n    END IF;\n    RETURN NEW;\n",
                    hash="638e365bd47ea1890004846b3d45508827750083",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_silence_is_over_7da6a",
                    table="claims_objection",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            """
            UPDATE claims_overpayment SET decide_by = (found_at AT TIME ZONE 'Asia/Jakarta')::date + 14;
            UPDATE claims_objection SET carry_out_by = (decided_at AT TIME ZONE 'Asia/Jakarta')::date + 7
                WHERE state = 'upheld' AND carried_out_at IS NULL;
            ALTER TABLE claims_decision DISABLE TRIGGER USER;
            UPDATE claims_decision SET unanswered_id = silent.id, answer_was_due_on = silent.answer_due_on
                FROM claims_objection AS silent
                JOIN claims_decision AS objected ON objected.id = silent.decision_id
                WHERE silent.by_silence AND objected.claim_id = claims_decision.claim_id
                    AND claims_decision.officer_id IS NULL AND claims_decision.at = silent.decided_at
                    AND claims_decision.kind IN ('approval', 'month_grant');
            ALTER TABLE claims_decision ENABLE TRIGGER USER;
            SET CONSTRAINTS ALL IMMEDIATE;
            SET CONSTRAINTS ALL DEFERRED;
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer_was_due_on", None), ("unanswered", None)),
                    models.Q(("answer_was_due_on__isnull", False), ("officer", None), ("unanswered__isnull", False)),
                    _connector="OR",
                ),
                name="silence_names_its_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "approval"), ("officer", None), _negated=True),
                    ("unanswered__isnull", False),
                    _connector="OR",
                ),
                name="approval_without_officer_is_silence",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("carried_out_at", None), ("state", "upheld"), _negated=True),
                    ("carry_out_by__isnull", False),
                    _connector="OR",
                ),
                name="what_waits_to_be_carried_out_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="repayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("paid_on", None)),
                fields=("overpayment", "due_on"),
                name="one_open_instalment_a_day",
            ),
        ),
    ]
