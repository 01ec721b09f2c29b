"""Background work of this package: letters, and what is forgotten in time."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from people import actions, delivery, sessions, sign_ups

# 4 s, 16 s, 64 s, about 4, 17 and 68 minutes, 4.5 hours.
_AGAIN = RetryStrategy(max_attempts=7, exponential_wait=4)


@app.task(name="people.send_letter", queue="letters", retry=_AGAIN)
def send_letter(letter: str) -> bool:
    """Send one letter of the outbox."""
    return delivery.deliver(letter)


@app.periodic(cron="*/10 * * * *")
@app.task(name="people.chase_letters", queueing_lock="people.chase_letters")
def chase_letters(timestamp: int) -> int:
    """Send letters whose own job was lost."""
    return sum(delivery.deliver(letter) for letter in delivery.waiting_too_long())


@app.periodic(cron="15 3 * * *")
@app.task(name="people.forget_old_letters", queueing_lock="people.forget_old_letters")
def forget_old_letters(timestamp: int) -> int:
    """Delete letters that are no longer needed."""
    return delivery.forget_old_letters()


@app.periodic(cron="*/10 * * * *")
@app.task(name="people.forget_networks", queueing_lock="people.forget_networks")
def forget_networks(timestamp: int) -> int:
    """Forget from which network accounts of more than a day ago were made."""
    return sign_ups.forget_networks()


@app.periodic(cron="25 3 * * *")
@app.task(name="people.forget_old_sessions", queueing_lock="people.forget_old_sessions")
def forget_old_sessions(timestamp: int) -> int:
    """Delete sessions that are over."""
    return sessions.forget_over()


@app.periodic(cron="*/10 * * * *")
@app.task(name="people.forget_codes", queueing_lock="people.forget_codes")
def forget_codes(timestamp: int) -> int:
    """Delete sign-in codes that are over."""
    return actions.forget_codes()


@app.periodic(cron="35 3 * * *")
@app.task(name="people.forget_unconfirmed", queueing_lock="people.forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> int:
    """Delete accounts that were never confirmed."""
    return actions.forget_unconfirmed()
