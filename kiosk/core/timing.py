"""Every delay of the terminal, by name, in seconds, with its reason."""

from typing import Final

__all__ = [
    "ATTENTION",
    "BLINK",
    "BUSY_SIGN",
    "CALLED_POLL",
    "CALLED_POLL_ALONE",
    "CALL_FORGOTTEN",
    "CALL_PATIENCE",
    "CALL_POLL",
    "CARD_HINT",
    "CARD_POLL",
    "CARD_READ",
    "CARD_WATCH",
    "CODE_GONE",
    "COUNTDOWN",
    "DEVICE_POLL",
    "DEVICE_POLL_ALONE",
    "DUTY_KEPT",
    "FACE_LOOK",
    "FACE_STEADY",
    "FAULT_SEEN",
    "FRAME",
    "GATEWAY_CONNECT",
    "GATEWAY_REPLY",
    "HOME_AFTER_DONE",
    "IDLE_CITIZEN",
    "IDLE_HELPER",
    "IDLE_SIGN_IN",
    "IDLE_STAFF",
    "LAST_WORDS",
    "LIGHT_TEST",
    "LINK_POLL",
    "LINK_POLL_ALONE",
    "LINK_PROBE",
    "LINK_RETRY",
    "ORDER_PAUSE_MOST",
    "ORDER_SWEEP",
    "PAY_ENDING",
    "PAY_POLL",
    "PRINT_A4",
    "PRINT_RECEIPT",
    "PROGRESS_WORDS",
    "QUERY_PAUSES",
    "READ_PDF",
    "RECONNECT_FIRST",
    "RECONNECT_MOST",
    "REPEAT_VOICE",
    "RERANK_EVERY",
    "SCAN_READ",
    "SECOND_TAP",
    "SETTLED",
    "SHEET_A4",
    "SHEET_STEADY",
    "SNAPSHOT",
    "SNAPSHOT_STANDS",
    "STAFF_AGAIN",
    "STAFF_CARD",
    "STAFF_CARD_BACK",
    "STAFF_LATE",
    "SUBMIT",
    "SUBMIT_HOLD",
    "SUBMIT_PAUSE",
    "SWEEP",
    "SWEEP_SETTLED",
    "TAKE_BACK_A4",
    "TOUCH_PAINTED",
    "TOUCH_STILL",
    "TOUCH_WIPED",
    "TOUCH_WIPES",
    "TRACED",
    "TRIED",
    "TROUBLE_AGAIN",
    "TROUBLE_AGAIN_MOST",
    "UNUSED_AFTER",
    "UNUSED_NOTICE",
    "USE_HALF_LIFE",
    "USE_KEPT",
    "WORKING_PAGE",
]

IDLE_CITIZEN: Final = 120.0  # norm 13: an old person reads and looks for the card; seconds would throw them out
IDLE_HELPER: Final = 300.0  # norm 13: a helper explains between two taps
IDLE_SIGN_IN: Final = 60.0  # number and PIN take ten seconds; a challenge is touched before it is read out
IDLE_STAFF: Final = 300.0  # who has the printer open touches the screen seldom; who has gone must not leave it open
COUNTDOWN: Final = 30.0  # norm 13: time to hear the question and press 「我还在办」
STAFF_LATE: Final = 0.3  # a maintenance page that is looked at longer than this says that it is on its way
STAFF_AGAIN: Final = 5.0  # one that could not be made is tried again: the machine may only be starting
TOUCH_WIPED: Final = 8.0  # without a touch, and whoever wipes the screen has given up on the places that are left
TOUCH_WIPES: Final = 120.0  # a screen that fires by itself would never come to an end
TOUCH_STILL: Final = 5.0  # in which nobody touches; what fires then fires by itself
SNAPSHOT: Final = 0.15  # before an untouched page is kept as a picture: everything on it has been painted by then
SNAPSHOT_STANDS: Final = 0.03  # a page's picture stands before the page: its repainting must not delay the picture
SECOND_TAP: Final = 0.5  # norm 11: a trembling finger taps twice
BUSY_SIGN: Final = 1.0  # norm 15: past this a person taps again
WORKING_PAGE: Final = 0.3  # work that is done by then shows no page of its own: a flash tells nobody anything
PROGRESS_WORDS: Final = 10.0  # norm 15: past this a person believes that the machine has stopped
TROUBLE_AGAIN: Final = 1.0  # for trouble that nobody reports the end of: a look whether it is over; then rarer
TROUBLE_AGAIN_MOST: Final = 15.0  # so long does it take, at worst, until the terminal goes on by itself
REPEAT_VOICE: Final = 15.0  # norm 20
HOME_AFTER_DONE: Final = 60.0  # the last page shows a number that somebody may be copying by hand

CARD_POLL: Final = 0.06  # between two finds: short, since "card laid to person read" is what the citizen feels
CARD_READ: Final = 2.0  # find, select and 1295 bytes at 9600 baud take 1.6 s
CARD_WATCH: Final = 0.4  # between two looks whose card lies there: what it hides is gone when the hand is
STAFF_CARD_BACK: Final = 30.0  # one reader for both cards: to give the citizen theirs and lay the staff card back
STAFF_CARD: Final = 15.0  # an engineer has the card in the hand
CARD_HINT: Final = 5.0  # complaint "card the wrong way round, machine silent"
CODE_GONE: Final = 1.5  # a hand that trembles loses the camera for a moment; the same code after that is held up anew
SCAN_READ: Final = 0.5  # one look takes 0.05 s; the rest is for a command that is before it in the queue
FACE_LOOK: Final = 0.1  # from one frame that is judged to the next: words change slower, and to judge takes 15 ms
FACE_STEADY: Final = 1.2  # good frames in a row: time to read 「保持不动」, and the best of a dozen is taken
SHEET_STEADY: Final = 1.0  # a sheet is let go of, lies flat, and the camera has found its focus
BLINK: Final = 0.4  # the longest blink; closed for longer, the eyes are shut
FRAME: Final = 4.0  # opening a camera takes up to 3 s; after that a frame every 33 ms
PRINT_RECEIPT: Final = 15.0  # 40 lines with some raster at 115200 baud take 8 s
PRINT_A4: Final = 60.0  # a laser printer that sleeps warms up for half a minute
READ_PDF: Final = 40.0  # verifying takes 0.6 s, each page 0.1 s; twenty of them, on a processor ten times as slow
SHEET_A4: Final = 3.0  # each sheet after the first, on an old laser printer
TAKE_BACK_A4: Final = 10.0  # cancelling a document in the queue and in the printer, and seeing that it is
GATEWAY_CONNECT: Final = 3.0  # one lost packet of the handshake is sent again after 1 s
GATEWAY_REPLY: Final = 8.0  # one try; provincial platforms answer in 1 to 3 s
QUERY_PAUSES: Final = (0.25, 1.0)  # before a query is asked again, as long as its GATEWAY_REPLY has not run out
SUBMIT: Final = 30.0  # all tries of one submission before the citizen is told that the link is gone
SUBMIT_PAUSE: Final = 1.0  # before its second try; doubled before each further one
SUBMIT_HOLD: Final = IDLE_HELPER + COUNTDOWN  # after it nobody stands there any more who has not tried again
PAY_POLL: Final = 1.0  # while the code is shown: "paid" on the phone is on the screen before the phone is put away
PAY_ENDING: Final = 30.0  # from paid or given up to the end; without an answer by then nobody is kept any longer

ATTENTION: Final = 30.0  # after a touch or a new page: who is still there touches again by then
TOUCH_PAINTED: Final = 0.1  # after each touch: what it brings has been painted by then, on a slow terminal too
DEVICE_POLL: Final = 2.0  # status of a device that nobody uses just now
DEVICE_POLL_ALONE: Final = 300.0  # of a healthy one while nobody stands there; a wire that hangs up tells unasked
CALLED_POLL: Final = 5.0  # who waits looks up when a number is called, and walks to the window
CALLED_POLL_ALONE: Final = 60.0  # while nobody holds a number there is nothing to call
CALL_POLL: Final = 2.0  # who waits for a helper reads "is coming" before they have turned round
CALL_PATIENCE: Final = 180.0  # a helper who has not answered by then has not heard it: the telephone is quicker
CALL_FORGOTTEN: Final = 600.0  # after that nobody stands there any more whom a helper could come to
DUTY_KEPT: Final = 300.0  # a shift changes a few times a day; whoever opens the help page twice has it asked once
LINK_POLL: Final = 5.0  # is the gateway there
LINK_POLL_ALONE: Final = 300.0  # the same while it is and nobody stands here; whoever comes has it asked at once
LINK_PROBE: Final = 2.5  # one such question; two without an answer and the link is down, after about two polls
LINK_RETRY: Final = 0.75  # while it is down: "back" is seen within a second
RECONNECT_FIRST: Final = 0.25  # a cable put back is noticed at once
RECONNECT_MOST: Final = 5.0  # and a dead device costs nothing
FAULT_SEEN: Final = 600.0  # so exactly is known until when a fault lasted, should the power fail meanwhile
LIGHT_TEST: Final = 3.0  # a guide light that is tested: time to look from the screen to the slot, and it blinks twice
TRACED: Final = 300.0  # a technician watches a wire while trying something; who forgets it leaves nothing on
TRIED: Final = 8.0  # a device with other options has been opened and asked by then, at the lowest speed too
LAST_WORDS: Final = 2.0  # what a technician is told before the window closes has been read
SETTLED: Final = 10.0  # from the kit built: devices are open, pages made ahead; what only the start needed can go
SWEEP: Final = 60.0  # effects that are not final are taken up again
SWEEP_SETTLED: Final = 300.0  # while none is: what is left to the sweeper wakes it, and it only tidies
ORDER_SWEEP: Final = 5.0  # the same while an order is not settled: somebody's money is on the way
ORDER_PAUSE_MOST: Final = 30.0  # between two tries of an order that is answered badly, doubled up to here

RERANK_EVERY: Final = 30 * 86400.0  # who comes once a month for the pension finds home as it was, but for one step
USE_HALF_LIFE: Final = 30 * 86400.0  # the season counts (medical insurance in autumn), last year's does not
USE_KEPT: Final = 400 * 86400.0  # counts of use: a year, and the month in which it is reported
UNUSED_AFTER: Final = 365 * 86400.0  # many items have their one season a year
UNUSED_NOTICE: Final = 30 * 86400.0  # from a proposal to the day when it may be accepted: time to object
