"""Where an award is paid to: entered by its holder, confirmed by somebody else, shown to few."""

from django.db import transaction

from grants import access, apart, bank, entries, letters
from grants.actions.awards import locked
from grants.actions.payments import next_due
from grants.models import Award, BankDetails
from grants.refusals import DetailsChanged, NeedsHow, NotAccepted, PayeeConfirmed, insist
from kit import clock
from people.models import User


@transaction.atomic
def enter_bank_details(
    award: Award, *, payee: str, sort_code: str, account_number: str, by: User
) -> BankDetails:
    """The holder says where to pay. A change has to be confirmed anew, and payments that were
    approved and not sent go back to being due. The same details again change nothing.
    """
    award = locked(award)
    apart.lock(by)
    insist(access.may_take(award, by))
    if award.status != "accepted":
        raise NotAccepted("Accept the offer first.")
    account = bank.account(payee=payee, sort_code=sort_code, number=account_number)
    before = access.newest_details(award)
    if before and bank.same(bytes(before.sealed), account):
        return before
    details = BankDetails.objects.create(
        award=award,
        payee=account.payee,
        sealed=bank.seal(account),
        ends_in=account.ends_in,
        entered_by=by,
    )
    held_up = back_to_due(award)
    entries.about_award(
        award,
        "bank.entered",
        by=by,
        role="holder",
        after={"is_change": before is not None, "payments_back_to_due": held_up},
    )
    if before:
        letters.to_holder(award, "bank_changed", once=str(details.pk))
    return details


@transaction.atomic
def confirm_payee(details: BankDetails, *, how: str, by: User) -> BankDetails:
    """A second person checked, by another way than the form, that the account is the group's own.

    The first payment becomes due by it.
    """
    award = locked(details.award)
    details = BankDetails.objects.select_for_update(of=("self",)).get(pk=details.pk)
    insist(access.may_confirm_payee(details, by))
    if details != access.newest_details(award):
        raise DetailsChanged
    if details.confirmed_at is not None:
        raise PayeeConfirmed
    if not how.strip():
        raise NeedsHow
    details.confirmed_by, details.confirmed_at = by, clock.now()
    details.confirmed_how = how.strip()
    details.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_how"])
    entries.about_award(
        award,
        "bank.confirmed",
        by=by,
        role=entries.staff_role(by, access.area_of(award)),
        words={"how": details.confirmed_how},
    )
    next_due(award, by=by)
    return details


@transaction.atomic
def show_bank_details(details: BankDetails, *, by: User) -> bank.BankAccount:
    """The whole account, for staff who confirm it or pay to it. Every look is written down."""
    award = details.award
    insist(access.may_see_account(details, by))
    entries.about_award(
        award, "bank.seen", by=by, role=entries.staff_role(by, access.area_of(award))
    )
    return bank.unseal(bytes(details.sealed))


def back_to_due(award: Award) -> int:
    """Payments that were approved and not sent are due once more; gives how many."""
    return award.instalments.filter(status="approved").update(
        status="due",
        approved_by=None,
        approved_at=None,
        authorised_by=None,
        authorised_at=None,
        bank_entered_by=None,
    )
