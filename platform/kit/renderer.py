"""Draws Django's forms with the markup of our design base."""

from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template

_WIDGETS = (
    "checkbox checkbox_select clearable_file_input date datetime email file number password radio "
    "search select tel text textarea time url"
).split()
_OURS = frozenset(f"django/forms/widgets/{name}.html" for name in _WIDGETS)


class Renderer(DjangoTemplates):
    """Our templates for the parts people see; Django's own for the rest, such as hidden boxes."""

    form_template_name = "kit/forms/form.html"
    formset_template_name = "kit/forms/formset.html"
    field_template_name = "kit/forms/field.html"

    def get_template(self, template_name: str):  # noqa: ANN201 - see the stub below
        """The template for a part of a form, ours first."""
        if template_name in _OURS:
            return get_template(template_name.replace("django/forms/", "kit/forms/", 1))
        if template_name.startswith("kit/"):
            return get_template(template_name)
        return super().get_template(template_name)
