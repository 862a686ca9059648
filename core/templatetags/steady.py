"""What stays the same while the process runs is worked out once, not at every request.

`{% trans %}` of a plain text and `{% static %}` replace Django's own; `{% remember %}` keeps a whole part of a page. A
page has dozens of such texts, and the work for one (a lazy text, the catalogue, escaping) comes out the same each time.
"""

from functools import cache
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.templatetags import static as django_static
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 64  # of one part: languages times what it is given


class PlainText(Node):
    """A literal between quotes; what Django's node makes of it depends on the language alone."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self._node = node
        self._texts: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        language = get_language()
        text = self._texts.get(language)
        if text is None:
            text = self._texts[language] = self._node.render(context)
        return text


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """The tag of django.templatetags.i18n; a variable, filters, `as`, a context and `noop` remain Django's."""
    node = do_translate(parser, token)
    return PlainText(node) if _is_plain(node) else node


def _is_plain(node: Any) -> bool:
    expression = node.filter_expression
    is_text = not expression.filters and expression.var.literal is not None
    return is_text and not (node.noop or node.asvar or node.message_context)


@register.simple_tag
@cache
def static(path: str) -> str:
    """The address of a static file."""
    return django_static.static(path)


class Remembered(Node):
    """Rendered once for each language and each value of what it is given."""

    def __init__(self, nodelist: NodeList, given: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self._given = given
        self._kept: dict[tuple[Any, ...], str] = {}

    def render(self, context: template.Context) -> str:
        key = (get_language(), *(expression.resolve(context) for expression in self._given))
        text = self._kept.get(key)
        if text is None:
            text = self.nodelist.render(context)
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = text
        return text


@register.tag
def remember(parser: Parser, token: Token) -> Node:
    """`{% remember law %}…{% endremember %}`: a part that is the same for everybody.

    It may depend on the language, on the settings, and on what is named (hashable values), on nothing else: whatever
    belongs to the person or the request would be shown to all.
    """
    given = [parser.compile_filter(name) for name in token.split_contents()[1:]]
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return Remembered(nodelist, given)
