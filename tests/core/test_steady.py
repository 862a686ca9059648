"""Parts of pages that are worked out once say the same as when they are worked out each time."""

import pytest
from django.template import Context, Template
from django.utils import translation

from core.templatetags.steady import MOST_KEPT


def shown(source: str | Template, **context: object) -> str:
    template = source if isinstance(source, Template) else Template(source)
    return template.render(Context(context))


class TestTrans:
    def test_a_text_is_said_in_the_language_of_each_request(self):
        template = Template('{% trans "Keluar" %}')
        with translation.override("en"):
            assert shown(template) == "Sign out"
        assert shown(template) == "Keluar"
        with translation.override("en"):
            assert shown(template) == "Sign out"

    @pytest.mark.parametrize(
        "source",
        [
            '{% trans "100%" %}',
            '{% translate "Pak D\'Arc & Bu <b>Sri</b>" %}',
            '{% trans "Keluar" noop %}',
            '{% trans "keluar"|upper %}',
            '{% trans "Keluar" as word %}[{{ word }}]',
            "{% trans name %}",
        ],
    )
    def test_it_says_what_djangos_own_tag_says(self, source):
        context = {"name": "<Ana>"}
        assert shown(source, **context) == shown("{% load i18n %}" + source, **context)

    def test_a_variable_is_translated_anew_each_time(self):
        template = Template("{% trans name %}")
        assert [shown(template, name=name) for name in ("Keluar", "Masuk")] == ["Keluar", "Masuk"]


class TestRemember:
    def test_a_part_is_rendered_once_for_each_value_it_is_given(self):
        template = Template("{% remember day %}{{ day }} {{ word }}{% endremember %}")
        assert shown(template, day=1, word="pertama") == "1 pertama"
        assert shown(template, day=1, word="kedua") == "1 pertama"
        assert shown(template, day=2, word="kedua") == "2 kedua"

    def test_each_language_has_its_own(self):
        template = Template('{% remember %}{% trans "Keluar" %}{% endremember %}')
        assert shown(template) == "Keluar"
        with translation.override("en"):
            assert shown(template) == "Sign out"

    def test_it_keeps_only_so_many(self):
        template = Template("{% remember day %}{{ day }}{{ word }}{% endremember %}")
        for day in range(MOST_KEPT):
            shown(template, day=day, word="a")
        assert [shown(template, day=MOST_KEPT, word=word) for word in "ab"] == [f"{MOST_KEPT}a", f"{MOST_KEPT}b"]
        assert shown(template, day=0, word="b") == "0a"
