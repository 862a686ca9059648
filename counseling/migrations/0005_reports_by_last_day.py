"""What a counsellor told BPJS has a last day, also where it was told before there was one."""

from zoneinfo import ZoneInfo

from django.db import migrations, models

from rules.deadlines import counsellor_report_due

REFERRALS = ("psych", "disabled", "social", "legal")
JAKARTA = ZoneInfo("Asia/Jakarta")


def give_a_last_day(apps, schema_editor):
    reports = apps.get_model("counseling", "Report").objects.exclude(kind__in=REFERRALS).filter(due_on=None)
    for report in reports.iterator():
        due_on = counsellor_report_due(report.at.astimezone(JAKARTA).date())
        reports.filter(pk=report.pk).update(due_on=due_on)


class Migration(migrations.Migration):
    dependencies = [
        ("counseling", "0004_follow_up"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="report", name="open_reports"),
        migrations.AddField(
            model_name="report",
            name="due_on",
            field=models.DateField(null=True, verbose_name="paling lambat"),
        ),
        migrations.RunPython(give_a_last_day, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["due_on", "at"], name="reports_by_last_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on", None), ("kind__in", REFERRALS)),
                    models.Q(models.Q(("kind__in", REFERRALS), _negated=True), ("due_on__isnull", False)),
                    _connector="OR",
                ),
                name="what_bpjs_is_told_has_a_last_day",
            ),
        ),
    ]
