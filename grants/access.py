"""Who may do what next about a panel, an award or a payment; each no gives its reason."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from grants import apart
from grants.models import Award, BankDetails, Condition, Instalment, Meeting, Member, ProgressReport
from kit.access import YES, Verdict, no
from people.models import User
from people.standing import Standing
from places.models import Neighbourhood

_STAFF = frozenset({"officer", "finance"})


def area_of(award: Award) -> Neighbourhood:
    """The neighbourhood that an award belongs to."""
    return award.proposal.round.neighbourhood


def may_set_up_panel(area: Neighbourhood, user: User) -> Verdict:
    """Only a programme officer gives and ends seats."""
    if Standing(user).can("officer", area):
        return YES
    return no("Only a programme officer can set the panel up.")


def may_call(area: Neighbourhood, user: User) -> Verdict:
    """Calling a meeting is for the chair, the secretary or an officer."""
    if Standing(user).holds(frozenset({"chair", "secretary", "officer"}), area):
        return YES
    return no("The chair, the secretary or a programme officer calls the meeting.")


def may_run(meeting: Meeting, user: User) -> Verdict:
    """The secretary writes down who came, what was declared and what was decided."""
    voting = Member.objects.filter(panel=meeting.panel_id, person=user, left_at=None)
    if voting.exclude(position="secretary").exists():
        return no("You vote on this panel, so its secretary writes this down.")
    if Standing(user).can("secretary", meeting.panel.neighbourhood):
        return YES
    return no("The panel's secretary writes this down.")


def may_confirm(meeting: Meeting, user: User) -> Verdict:
    """The chair confirms the minutes."""
    if Standing(user).can("chair", meeting.panel.neighbourhood):
        return YES
    return no("The panel's chair confirms the minutes.")


def may_speak_for(member: Member, meeting: Meeting, user: User) -> Verdict:
    """An interest is declared by the member, or by the secretary on their word."""
    if member.person_id == user.pk or may_run(meeting, user):
        return YES
    return no("The member, or the secretary on their word, says this.")


def may_answer(award: Award, user: User) -> Verdict:
    """An offer is answered, and reports are sent, by the one who holds the award."""
    if award.holder_id == user.pk:
        return YES
    return no("Only the person who holds the award can do this.")


def may_take(award: Award, user: User) -> Verdict:
    """An offer is taken, and an account entered, by the holder, and only without an office here."""
    verdict = may_answer(award, user)
    if verdict and apart.has_office(user, area_of(award)):
        return no(apart.NEITHER)
    return verdict


def needs_holder(award: Award) -> bool:
    """Whether nobody holds an award that isn't over, or somebody who has an office here."""
    return without_holder(area_of(award)).filter(pk=award.pk).exists()


def without_holder(area: Neighbourhood) -> QuerySet[Award]:
    """Awards of a place that aren't over, and that nobody holds, or somebody who has an office
    there.
    """
    barred = Q(status__in=("offered", "accepted"), holder__in=apart.office_holders(area))
    awards = Award.objects.filter(proposal__round__neighbourhood=area)
    return awards.filter(Q(status="waiting") | barred)


def may_invite_holder(award: Award, user: User) -> Verdict:
    """Staff look for somebody who can hold an award."""
    if Standing(user).holds(_STAFF, area_of(award)):
        return YES
    return no("Only staff of the trust can do this.")


def may_clear(condition: Condition, user: User) -> Verdict:
    """A condition is cleared by staff who don't hold the award."""
    return _staff_apart(condition.award, user)


def may_confirm_payee(details: BankDetails, user: User) -> Verdict:
    """The payee is confirmed by staff, never by whoever entered the numbers."""
    if details.entered_by_id == user.pk:
        return no("You entered the bank details, so somebody else must confirm them.")
    if details.entered_by_id != details.award.holder_id:
        return no("Somebody else holds this award now, and has to say where to pay.")
    return _staff_apart(details.award, user)


def may_approve(instalment: Instalment, user: User) -> Verdict:
    """Staff who neither entered the bank details nor, on a large award, cleared a condition."""
    details = newest_details(instalment.award)
    if details and details.entered_by_id == user.pk:
        return no("You entered the bank details, so somebody else must approve.")
    if _is_large(instalment.award) and _cleared_one(instalment.award, user):
        return no("You cleared a condition of this award, so somebody else must approve.")
    return _apart_from_decision(instalment.award, user)


def may_authorise(instalment: Instalment, user: User) -> Verdict:
    """Authorising: staff who neither approved nor entered the bank details."""
    if instalment.approved_by_id == user.pk:
        return no("You approved this payment, so somebody else must authorise it.")
    if instalment.bank_entered_by_id == user.pk:
        return no("You entered the bank details, so somebody else must authorise.")
    return _apart_from_decision(instalment.award, user)


def may_send(instalment: Instalment, user: User) -> Verdict:
    """A payment that two people let go is made by staff of the trust."""
    return _staff_apart(instalment.award, user)


def may_complete(award: Award, user: User) -> Verdict:
    """Closing a project, and taking back what it did not need, is for staff of the trust."""
    return _staff_apart(award, user)


def may_see_account(details: BankDetails, user: User) -> Verdict:
    """The whole account number is for staff who confirm it or pay to it."""
    return _staff_apart(details.award, user)


def may_accept_report(report: ProgressReport, user: User) -> Verdict:
    """A report is accepted by staff who neither sent it nor gave the award."""
    if report.sent_by_id == user.pk:
        return no("You sent this report, so somebody else must accept it.")
    if user.pk in awarders(report.award):
        return no("You helped to give this award, so somebody else must accept its report.")
    return _staff_apart(report.award, user)


def awarders(award: Award) -> set[UUID]:
    """Keys of those who gave the award: who wrote it down, and the panel's voting members."""
    panel = award.decision.meeting.panel_id
    seats = Member.objects.filter(panel=panel, joined_at__lte=award.offered_at)
    people = seats.exclude(position="secretary").values_list("person_id", flat=True)
    return {*people, *([award.offered_by_id] if award.offered_by_id else [])}


def team(award: Award) -> set[UUID]:
    """Keys of those whose project it is: who holds the award, who leads and who helps."""
    helpers = award.proposal.helpers.values_list("pk", flat=True)
    known = (award.holder_id, award.proposal.lead_id)
    return {*helpers, *(person for person in known if person)}


def newest_details(award: Award) -> BankDetails | None:
    """The newest bank details, whoever entered them."""
    return award.bank_details.order_by("-entered_at").first()


def details_of_holder(award: Award) -> BankDetails | None:
    """The bank details that count: the newest, when the one who holds the award entered them."""
    return details_of_holders().filter(award=award).first()


def details_of_holders() -> QuerySet[BankDetails]:
    """The same of all awards, one of each at most."""
    later = BankDetails.objects.filter(
        award=OuterRef("award"), entered_at__gt=OuterRef("entered_at")
    )
    return BankDetails.objects.filter(~Exists(later), entered_by=F("award__holder"))


def _apart_from_decision(award: Award, user: User) -> Verdict:
    if user.pk in awarders(award):
        return no("You helped to give this award, so somebody else must pay it.")
    return _staff_apart(award, user)


def _staff_apart(award: Award, user: User) -> Verdict:
    if award.holder_id == user.pk:
        return no("This award is yours, so somebody else must do this.")
    if user.pk in team(award):
        return no("You take part in this project, so somebody else must do this.")
    if Standing(user).holds(_STAFF, area_of(award)):
        return YES
    return no("Only staff of the trust can do this.")


def _is_large(award: Award) -> bool:
    return award.pence >= award.commitment.pot.fund.small_award_pence


def _cleared_one(award: Award, user: User) -> bool:
    return award.conditions.filter(cleared_by=user).exists()
