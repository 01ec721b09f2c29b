"""Draws Django's forms with the markup of our design base."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.loader import render_to_string

_WIDGETS = frozenset(
    {"checkbox", "checkbox_select", "radio", "select", "file", "clearable_file_input", "textarea"}
    | {"text", "email", "number", "password", "search", "tel", "url"}
    | {"date", "datetime", "time"}
)
_DJANGOS = "django/forms/widgets/"
_OURS = "kit/forms/widgets/"


class Renderer(DjangoTemplates):
    """Our templates for the parts people see; Django's own for the rest, such as hidden boxes."""

    form_template_name = "kit/forms/form.html"
    formset_template_name = "kit/forms/formset.html"
    field_template_name = "kit/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """One part of a form as HTML."""
        ours = _ours(template_name)
        if ours is None:
            return super().render(template_name, context, request)
        return render_to_string(ours, context, request).strip()


def _ours(template_name: str) -> str | None:
    if template_name.startswith("kit/"):
        return template_name
    name = template_name.removeprefix(_DJANGOS).removesuffix(".html")
    return f"{_OURS}{name}.html" if name in _WIDGETS else None
