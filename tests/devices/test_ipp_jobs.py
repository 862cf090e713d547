"""What became of a document: every word of CUPS against every word of the printer."""

import itertools

import pytest

from kiosk.devices.ipp_jobs import DeviceJob, JobState, Outcome, QueueJob, judge

ENDED = [state for state in JobState if state.ended]


def queued(state, *, started=True, impressions=0):
    return QueueJob(7, "key", state, frozenset(), 10.0, started, impressions)


def printed(state, *, impressions=0, reasons=()):
    return DeviceJob(3, "key", state, frozenset(reasons), impressions)


@pytest.mark.parametrize(
    ("in_cups", "in_printer", "outcome"),
    [
        (JobState.COMPLETED, [printed(JobState.COMPLETED, impressions=2)], Outcome.OUT),
        (JobState.COMPLETED, [printed(JobState.ABORTED)], Outcome.NOT_OUT),  # CUPS calls it completed all the same
        (JobState.COMPLETED, [printed(JobState.ABORTED, impressions=1)], Outcome.UNKNOWN),
        (JobState.COMPLETED, [printed(JobState.COMPLETED, reasons=["job-completed-with-errors"])], Outcome.UNKNOWN),
        (JobState.COMPLETED, [printed(JobState.PROCESSING)], Outcome.ACTIVE),
        (JobState.COMPLETED, [], Outcome.OUT),  # the printer keeps no history, CUPS saw the end
        (JobState.CANCELED, [printed(JobState.CANCELED)], Outcome.NOT_OUT),
        (JobState.CANCELED, [printed(JobState.CANCELED, impressions=None)], Outcome.UNKNOWN),
        (JobState.CANCELED, [printed(JobState.COMPLETED)], Outcome.OUT),  # too late
        (JobState.CANCELED, [printed(JobState.PROCESSING)], Outcome.ACTIVE),  # the printer has not heard of it
        (JobState.CANCELED, [], Outcome.NOT_OUT),
        (JobState.ABORTED, [], Outcome.NOT_OUT),
        (JobState.PROCESSING, [], Outcome.ACTIVE),
        (JobState.PROCESSING, [printed(JobState.COMPLETED)], Outcome.ACTIVE),
        (JobState.PENDING, [], Outcome.ACTIVE),
    ],
)
def test_the_printer_s_word_counts(in_cups, in_printer, outcome):
    assert judge(queued(in_cups), in_printer) is outcome


def test_of_a_printer_that_was_away_meanwhile_cups_knows_nothing():
    for state in ENDED:
        assert judge(queued(state), [], doubt=True) is Outcome.UNKNOWN
        assert judge(queued(state, started=False), [], doubt=True) is Outcome.NOT_OUT
    assert judge(queued(JobState.COMPLETED), [printed(JobState.COMPLETED)], doubt=True) is Outcome.OUT


def test_one_job_in_the_printer_may_be_all_there_is():
    assert judge(queued(JobState.PROCESSING), [printed(JobState.COMPLETED)], whole=True) is Outcome.OUT
    assert judge(queued(JobState.PROCESSING), [printed(JobState.ABORTED)], whole=True) is Outcome.ACTIVE


def test_an_earlier_try_without_a_sheet_does_not_count():
    earlier = printed(JobState.ABORTED)
    assert judge(queued(JobState.COMPLETED), [earlier, printed(JobState.COMPLETED)]) is Outcome.OUT
    assert judge(queued(JobState.PROCESSING), [earlier]) is Outcome.ACTIVE
    assert judge(queued(JobState.CANCELED), [earlier]) is Outcome.NOT_OUT


def test_what_cups_counted_may_lie_there():
    assert judge(queued(JobState.CANCELED, impressions=1), []) is Outcome.UNKNOWN


def test_cups_may_have_forgotten():
    assert judge(None, [printed(JobState.COMPLETED)]) is Outcome.OUT
    assert judge(None, [printed(JobState.CANCELED)]) is Outcome.NOT_OUT
    assert judge(None, []) is Outcome.UNKNOWN


def test_out_is_never_said_on_a_guess():
    """OUT needs the printer's own "completed", or CUPS's where the printer knows no better; NOT_OUT no sheet."""
    jobs = [printed(state, impressions=count) for state in JobState for count in (None, 0, 1)]
    for in_cups, count, doubt, whole in itertools.product(JobState, range(3), (False, True), (False, True)):
        for in_printer in itertools.product(jobs, repeat=count):
            outcome = judge(queued(in_cups), in_printer, doubt=doubt, whole=whole)
            if any(not job.state.ended for job in in_printer):
                assert outcome is Outcome.ACTIVE
            if outcome is Outcome.OUT and in_printer:
                assert any(job.state is JobState.COMPLETED for job in in_printer)
                assert all(job.state is JobState.COMPLETED or job.impressions == 0 for job in in_printer)
            if outcome is Outcome.OUT and not in_printer:
                assert in_cups is JobState.COMPLETED
                assert not doubt
            if outcome is Outcome.NOT_OUT:
                assert all(job.impressions == 0 and job.state is not JobState.COMPLETED for job in in_printer)
