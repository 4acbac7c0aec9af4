from hafen.core.jobs.retry import pause


def test_pauses_grow_and_end_at_an_hour():
    seconds = [pause(attempts).total_seconds() for attempts in (0, 1, 2, 50)]

    assert seconds == [10, 20, 40, 3600]
