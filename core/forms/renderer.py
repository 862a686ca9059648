"""Forms render through the portal's own field template, wherever `{{ form }}` or `as_field_group` is written."""

from django.forms.renderers import TemplatesSetting


class JkpRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
