"""Where people live: said by themselves, verified by an officer, ended when they move.

Somebody has one home. A second one may be stated, and takes the first one's place when it is
verified. The postcode is wiped when somebody has verified it; the LSOA and the lookup's edition
stay.
"""

from django.db import transaction
from django.db.models import QuerySet

from audit import actions as audit
from kit import clock
from kit.actor import System
from people import access, checked, post, tries
from people.actions.roles import doing
from people.models import VERIFIED_HOW, Residency, User
from people.refusals import (
    AlreadyLivesHere,
    AlreadyVerified,
    NeedsReason,
    NotAllowed,
    PostcodeElsewhere,
    PostcodeOutside,
    PostcodeUnknown,
    ResidencyEnded,
    SomebodyElseMustVerify,
    UnknownHow,
)
from places import postcodes
from places.models import Neighbourhood
from places.postcodes import Answer, Found, Outside


@transaction.atomic
def state_residency(
    person: User,
    *,
    postcode: str,
    by: User | System,
    neighbourhood: Neighbourhood | None = None,
) -> Residency:
    """Say by postcode where a person lives; an officer verifies it later.

    Without `neighbourhood` the lookup must find one. With it the person says so themselves, and a
    postcode that the lookup places outside, or doesn't know, waits for an officer's reason: whoever
    passes on what somebody typed has looked it up with `tries`, which counts it. Saying it again
    puts the postcode right as long as nobody has verified it.
    """
    if by != person and not access.may_manage(by, neighbourhood):
        raise NotAllowed
    if isinstance(by, User) and neighbourhood is None:
        tries.refuse_more(by)
    answer = postcodes.look_up(postcode, on=clock.today())
    place = _place(answer, neighbourhood)
    person = User.objects.select_for_update().get(pk=person.pk)
    row = current_home(person, place).select_for_update().first()
    if row is not None and row.verified_at is not None:
        raise AlreadyLivesHere
    is_new = row is None
    row = row or Residency(person=person, neighbourhood=place)
    typed = postcodes.normalise(postcode)
    if not is_new and row.postcode == typed:
        return row
    row.postcode, row.lsoa, row.edition = typed, _lsoa(answer), _edition(answer)
    row.save(update_fields=None if is_new else ["postcode", "lsoa", "edition"])
    _told(row, answer, by=by)
    return row


def _told(row: Residency, answer: Answer, *, by: User | System) -> None:
    audit.record(
        by=by,
        kind="residency.stated",
        subject=row,
        role="person" if by == row.person else doing(by),
        place=row.neighbourhood_id,
        after={"lookup": type(answer).__name__.lower()},
    )


def current_home(person: User, place: Neighbourhood) -> QuerySet[Residency]:
    """The row of a person's home in a neighbourhood, verified or not, if there is one."""
    return Residency.objects.filter(person=person, neighbourhood=place, ended_at=None)


def _place(answer: Answer, said: Neighbourhood | None) -> Neighbourhood:
    """The neighbourhood that a postcode and a person's own word come to."""
    if said is None:
        if isinstance(answer, Found):
            return answer.neighbourhood
        raise PostcodeOutside if isinstance(answer, Outside) else PostcodeUnknown
    if isinstance(answer, Found) and answer.neighbourhood != said:
        raise PostcodeElsewhere(f"This postcode is in {answer.neighbourhood.full_name}.")
    return said


def _lsoa(answer: Answer) -> str:
    return answer.lsoa if isinstance(answer, Found | Outside) else ""


def _edition(answer: Answer) -> str:
    return str(answer.edition) if isinstance(answer, Found | Outside) else ""


@transaction.atomic
def ask_for_check(residency: Residency, *, by: User) -> Residency:
    """Ask for one's address to be checked; asking again changes nothing. Raises NotAllowed,
    AlreadyVerified, ResidencyEnded.
    """
    row = _locked(residency)
    if row.person_id != by.pk:
        raise NotAllowed("You can ask for your own address.")
    if row.verified_at is not None:
        raise AlreadyVerified
    if row.check_asked_at is None:
        row.check_asked_at = clock.now()
        row.save(update_fields=["check_asked_at"])
        audit.record(
            by=by,
            kind="residency.check_asked",
            subject=row,
            role="person",
            place=row.neighbourhood_id,
        )
    return row


@transaction.atomic
def verify_residency(residency: Residency, *, how: str, by: User, reason: str = "") -> Residency:
    """Say that a person lives where they say, and how one knows (a key of `VERIFIED_HOW`).

    Where the lookup doesn't place the postcode in this neighbourhood, `reason` says why it is so
    all the same. The postcode is wiped; homes elsewhere end; the person gets a letter.
    """
    if how not in VERIFIED_HOW:
        raise UnknownHow
    row = _locked(residency)
    allowed = access.may_verify(by, row)
    if not allowed:
        raise SomebodyElseMustVerify if by.pk == row.person_id else NotAllowed(allowed.because)
    if row.verified_at is not None:
        raise AlreadyVerified
    clear = is_clear(row)
    if not clear and not reason.strip():
        raise NeedsReason
    row.how, row.verified_by, row.verified_at, row.postcode = how, by, clock.now(), ""
    row.save(update_fields=["how", "verified_by", "verified_at", "postcode"])
    elsewhere = Residency.objects.filter(person=row.person, ended_at=None).exclude(pk=row.pk)
    audit.record(
        by=by,
        kind="residency.verified",
        subject=row,
        role="officer",
        place=row.neighbourhood_id,
        after={
            "how": how,
            "lookup_agrees": clear,
            "homes_ended": elsewhere.update(ended_at=clock.now(), postcode=""),
        },
        words={"reason": reason.strip()} if reason.strip() else {},
    )
    _write(row)
    return row


def _write(home: Residency) -> None:
    """The one letter that says what somebody can do now that their address is checked."""
    post.write(
        to=home.person,
        template="email/people/checked.txt",
        context={"area": home.neighbourhood, "votes": checked.sentences(home)},
        key=f"checked-{home.pk}",
    )


def _locked(residency: Residency) -> Residency:
    """The current row, with its person locked first: the order in which stating takes the two."""
    User.objects.select_for_update().get(pk=residency.person_id)
    row = Residency.objects.select_for_update(of=("self",)).get(pk=residency.pk)
    if row.ended_at is not None:
        raise ResidencyEnded
    return row


def is_clear(residency: Residency) -> bool:
    """Whether the lookup, as it is now, places the postcode in the neighbourhood."""
    if not residency.postcode:
        return False
    answer = postcodes.look_up(residency.postcode, on=clock.today())
    return isinstance(answer, Found) and answer.neighbourhood == residency.neighbourhood


@transaction.atomic
def end_residency(residency: Residency, *, by: User | System, reason: str = "") -> Residency:
    """Say that a person lives there no longer: the person, or an officer with a reason."""
    row = _locked(residency)
    allowed = access.may_end(by, row)
    if not allowed:
        raise NotAllowed(allowed.because)
    if by != row.person and isinstance(by, User) and not reason.strip():
        raise NeedsReason("Give your reason for saying so.")
    row.ended_at, row.postcode = clock.now(), ""
    row.save(update_fields=["ended_at", "postcode"])
    audit.record(
        by=by,
        kind="residency.ended",
        subject=row,
        role="person" if by == row.person else doing(by),
        place=row.neighbourhood_id,
        words={"reason": reason.strip()} if reason.strip() else {},
    )
    return row
