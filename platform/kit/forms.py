"""Forms that act: a deed's refusal lands on the form, with what was typed kept."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.forms import BaseForm

from kit import constraints
from kit.refusal import Refused

T = TypeVar("T")


def act(form: BaseForm, deed: Callable[[], T], *, at: str | None = None) -> T | None:
    """Run `deed` for a valid form; None when it was refused, and the form then says why: at the
    field that the refusal names, or else at `at`.

    The caller answers a refused form with status 422. Nothing is saved by half.
    """
    try:
        with transaction.atomic():
            return deed()
    except Refused as refusal:
        field = refusal.at if refusal.at in form.fields else at
        form.add_error(field, refusal.reason)
    except IntegrityError as error:
        message = constraints.message_for(error)
        if message is None:
            raise
        form.add_error(at, message)
    return None
