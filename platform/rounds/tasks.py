"""Jobs of the worker. No phase waits for them: they write down what the clock has done."""

from procrastinate.contrib.django import app

from rounds import turns


@app.periodic(cron="* * * * *")
@app.task(name="rounds.notice_turns", queueing_lock="rounds.notice_turns", pass_context=False)
def notice_turns(timestamp: int) -> None:
    """Every minute: let the record tell of rounds that reached their next phase."""
    turns.notice_all()
