"""The published side of the ballot box.

The box itself (schema `ballot`) has no models: the app role can only call its functions.
"""

from django.db import models
from django.db.models import Q

from kit.clock import KitNow
from people.models import User
from rounds.models import Round


class Box(models.Model):
    """A round's box: its public key, the digest of `K_r` that casting must match, and the length
    every sealed ballot has. Private keys are never here. `run` counts from 1 and grows when a vote
    that nobody could open is run again.
    """

    round = models.OneToOneField(Round, models.PROTECT, primary_key=True, related_name="box")
    custody = models.CharField(max_length=12)
    public_key = models.BinaryField()
    kr_sha256 = models.BinaryField()
    # The digest of what follows from `K_r` and opens the doors through which ballots leave the box;
    # none in boxes of an earlier version until the site has written it once.
    door_sha256 = models.BinaryField(null=True)
    ct_length = models.PositiveIntegerField()
    run = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(db_default=KitNow())
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(custody__in=["two-people", "keyholders"]), name="box_custody_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.round_id)


class KeyHolder(models.Model):
    """Somebody who helps to open the votes: one of two named people, or the holder of a share of
    the key.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="key_holders")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    share_sha256 = models.BinaryField(null=True)
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    pressed_open_at = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)
    lost_said_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="key_holder_once")]

    def __str__(self) -> str:
        return str(self.person_id)


class LiveTag(models.Model):
    """Published at close: the tag of a ballot that counts (`live`) or of one that was replaced."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="live_tags")
    run = models.PositiveSmallIntegerField(default=1)
    tag = models.BinaryField()
    counts = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "tag"], name="live_tag_once")]

    def __str__(self) -> str:
        return bytes(self.tag).hex()
