"""Certificates at the stand-in gateway: for whom, of what, the same one all day, and the PDF for the holder alone."""

import base64
import hashlib
import io
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from cryptography import x509
from PIL import Image

from kiosk.core.cancel import Cancel
from kiosk.core.certificate import Certificate, FetchDocument, verified
from kiosk.core.clock import SystemClock
from kiosk.core.errors import Refused
from kiosk.core.receipt import ReceiptState
from kiosk.flows.certificates import CertificateRecord, CertificateStatus, IssueCertificate, Subject, Subjects
from kiosk.flows.no_record_certificate import ApplyNoRecord, NoRecordStatus
from kiosk.sandbox.certificate_kinds import KINDS
from kiosk.sandbox.residents import RESIDENTS, Case, Medical, Resident
from kiosk.sandbox.sealing import sealed
from kiosk.sandbox.seals import Seal, Seals
from kiosk.services.pdf_reader import PdfReader, read_root
from tests.documents import blank_pages
from tests.sandbox.town import SkewedClock, Town, town

OF_ONE = ("registration", "licence_copy", "library")


def resident(id: str) -> Resident:
    return next(one for one in RESIDENTS if one.id == id)


def status(place: Town, who: Resident, kind: str, subject: str = "") -> CertificateRecord:
    return place.gateway().call(CertificateStatus(kind, who.card.number, subject))


def subjects(place: Town, who: Resident, kind: str) -> tuple[Subject, ...]:
    return place.gateway().call(Subjects(kind, who.card.number))


def issued(
    place: Town, who: Resident, key: str, kind: str = "insured", subject: str = "", purpose: str = ""
) -> Certificate:
    return place.gateway().call(IssueCertificate(kind, who.card.number, subject, purpose), key=f"{key}-of-test")


def fetched(place: Town, made: Certificate, who: Resident) -> bytes:
    return verified(place.gateway().call(FetchDocument(made.number, who.card.number)), made)


def person(place: Town, who: Resident) -> dict[str, Any]:
    return next(one for one in place.get("/state")["people"] if one["id"] == who.id)


def reader(place: Town) -> PdfReader:
    return PdfReader(read_root(Path(place.ready["wires"]["seal_root"])), SystemClock())


# --- for whom ---


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_gets_each_kind_and_its_seal_holds(place: Town, kind: str) -> None:
    for who in RESIDENTS:
        free = [one.id for one in subjects(place, who, kind) if not one.closed] if kind in OF_ONE else [""]
        if free and status(place, who, kind, free[0]).lines:
            made = issued(place, who, kind, kind, free[0], "试一试")
            pages = reader(place).draw(partial(fetched, place, made, who), pages=made.pages, cancel=Cancel())
            assert (made.title, len(pages)) == (KINDS[kind].title, made.pages)
            return
    pytest.fail(f"nobody gets {kind}")


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(OF_ONE)))
def test_who_gets_none_hears_why_and_is_refused(place: Town, kind: str) -> None:
    without = [who for who in RESIDENTS if not status(place, who, kind).lines]
    assert without
    record = status(place, without[0], kind)
    assert record.why
    assert record.advice
    with pytest.raises(Refused) as caught:
        issued(place, without[0], f"none-{kind}", kind)
    assert caught.value.sentence == record.why


@pytest.mark.parametrize(
    ("who", "kind", "why"),
    [
        ("r40", "insured", "没查到您参保"),
        ("r28", "pension", "养老金停发了，开不了"),
        ("r24", "pension", "没查到您领养老金"),
        ("r01", "deposit", "没查到公积金账户"),
        ("r01", "no_house", "您名下查到有房子"),
        ("r04", "no_house", "有一套房子正在登记"),
        ("r05", "household", "户口正在迁，现在开不了"),
        ("r09", "household", "您的户口不在浙江"),
        ("r38", "household", "您这种证件没有户籍"),
        ("r39", "household", "您这种证件没有户籍"),
        ("r40", "household", "您这种证件没有户籍"),
        ("r06", "no_record", "这张证明这里开不了"),
        ("r02", "no_record", "还没查完，开不了"),
    ],
)
def test_each_reason_has_its_person(place: Town, who: str, kind: str, why: str) -> None:
    assert status(place, resident(who), kind).why == why


def test_an_account_that_rests_is_certified_as_it_is(place: Town) -> None:
    assert ("账户状态", "封存") in status(place, resident("r25"), "deposit").lines


def test_many_years_take_two_pages(place: Town) -> None:
    made = issued(place, resident("r26"), "long", "deposit")
    assert made.pages == 2
    reader(place).check(lambda: fetched(place, made, resident("r26")), pages=2, cancel=Cancel())


def test_who_is_not_known_gets_nothing(place: Town) -> None:
    gateway, stranger = place.gateway(), "110105194912310025"
    assert gateway.call(Subjects("library", stranger)) == ()
    assert gateway.call(CertificateStatus("insured", stranger)).why == "没查到您的记录"
    with pytest.raises(Refused, match="unknown"):
        gateway.call(IssueCertificate("insured", stranger), key="key-of-a-stranger")


def test_a_kind_that_is_not_made_out_is_refused(place: Town) -> None:
    with pytest.raises(Refused, match="no_such_certificate"):
        status(place, resident("r01"), "wealth")


def test_everybody_stands_as_the_bench_says(place: Town) -> None:
    for who in RESIDENTS:
        said = person(place, who)["certificates"]
        assert (said["insured"] == "none") == (who.medical is Medical.NONE)
        assert said["houses"] == len(subjects(place, who, "registration"))
        assert said["companies"] == len(subjects(place, who, "licence_copy"))
        assert said["licences"] == len(subjects(place, who, "library"))
        assert (said["fund"] == "none") == (not status(place, who, "deposit").lines)


# --- of what ---


@pytest.mark.parametrize(
    ("who", "kind", "closed"),
    [
        ("r03", "registration", "在别的登记处，到那里打"),
        ("r26", "licence_copy", "已经吊销"),
        ("r27", "licence_copy", "去年注销了"),
        ("r01", "library", "2025年6月过期，先换证"),
        ("r25", "library", "已经注销"),
    ],
)
def test_what_is_closed_says_why_and_is_not_made_out(place: Town, who: str, kind: str, closed: str) -> None:
    one = next(one for one in subjects(place, resident(who), kind) if one.closed == closed)
    with pytest.raises(Refused, match="no_"):
        issued(place, resident(who), f"closed-{who}-{kind}", kind, one.id)


def test_another_persons_house_is_not_made_out(place: Town) -> None:
    with pytest.raises(Refused, match="no_such_house"):
        issued(place, resident("r02"), "others-house", "registration", "h1")


def test_a_seized_house_is_certified_as_seized(place: Town) -> None:
    assert ("登记状态", "已查封") in status(place, resident("r03"), "registration", "h1").lines


# --- the same one all day, for its holder ---


def test_the_certificate_is_the_one_whose_pdf_is_fetched(place: Town) -> None:
    who = resident("r01")
    assert person(place, who)["insured"] == "insured"
    made = issued(place, who, "first")
    pdf = fetched(place, made, who)
    assert (hashlib.sha256(pdf).hexdigest(), len(pdf), made.pages) == (made.sha256, made.size, 1)
    assert person(place, who)["insured"] == "issued"
    assert status(place, who, "insured").number == made.number
    again = place.gateway().call(FetchDocument(made.number, who.card.number))
    assert base64.b64decode(again.content) == pdf


def test_its_code_can_be_read_from_the_sheet_and_its_holder_stands_there(place: Town) -> None:
    """By other programs: the code by ZXing from the drawn page, the words by PDFium from the document."""
    who = resident("r04")
    made = issued(place, who, "code", "household", "", "结婚")
    pdf = fetched(place, made, who)
    [page] = reader(place).draw(lambda: pdf, pages=1, cancel=Cancel())
    with Image.open(io.BytesIO(page)) as picture:
        [code] = zxingcpp.read_barcodes(picture.convert("L"))
    assert (code.format, code.text) == (zxingcpp.BarcodeFormat.QRCode, made.code)
    document = pypdfium2.PdfDocument(pdf)
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    for word in (who.card.name, who.card.number, who.card.address, made.number, made.code[-8:], "结婚"):
        assert word in "".join(words.split())


def test_asked_for_twice_on_one_day_it_is_the_same(place: Town) -> None:
    who = resident("r02")
    first, again = issued(place, who, "one"), issued(place, who, "two")
    assert first == again
    entries = [entry for entry in place.get("/books")["certificates"] if entry["person"] == who.id]
    assert [entry["number"] for entry in entries] == [first.number]


def test_for_another_purpose_it_is_another(place: Town) -> None:
    who = resident("r01")
    numbers = {issued(place, who, use, "household", "", use).number for use in ("school", "bank")}
    assert len(numbers) == 2


def test_the_books_name_nobody(place: Town) -> None:
    who = resident("r03")
    issued(place, who, "person")
    issued(place, who, "house", "registration", "h1")
    data = (place.state / "gateway-books.db").read_bytes()
    for secret in (who.card.number, who.card.name, who.card.address, "望春镇"):
        assert secret.encode() not in data


def test_another_person_does_not_get_it(place: Town) -> None:
    made = issued(place, resident("r01"), "owner")
    for number, holder in ((made.number, resident("r02")), ("CB-0", resident("r01"))):
        with pytest.raises(Refused, match="no_certificate"):
            place.gateway().call(FetchDocument(number, holder.card.number))


# --- the seal ---


def test_a_seal_makes_the_same_bytes_each_time_and_after_a_restart(tmp_path: Path) -> None:
    at, pdf = datetime(2026, 11, 22, 9, tzinfo=UTC), blank_pages(1)
    first = sealed(pdf, Seals(tmp_path).signer(), at)
    assert sealed(pdf, Seals(tmp_path).signer(), at) == first
    assert sealed(pdf, Seals(tmp_path).signer(Seal.STRANGER), at) != first
    assert sealed(pdf, Seals(tmp_path).signer(), at + timedelta(seconds=1)) != first


def test_keys_are_for_their_owner_and_the_trusted_file_has_none(tmp_path: Path) -> None:
    seals = Seals(tmp_path)
    seals.write_root()
    for seal in Seal:
        seals.signer(seal)
    keys = [path for path in tmp_path.iterdir() if path != seals.root]
    assert len(keys) == 1 + len(Seal)
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
    assert b"PRIVATE" not in seals.root.read_bytes()


def test_the_expired_signer_has_expired_and_the_others_have_not(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    for seal in Seal:
        own: x509.Certificate = Seals(tmp_path).signer(seal).chain[0]
        assert (own.not_valid_after_utc < now) == (seal is Seal.EXPIRED)
        assert own.not_valid_before_utc < now


# --- the police look first ---


def test_looked_at_first_then_collected_once(place: Town) -> None:
    who, gateway = resident("r02"), place.gateway()
    ask = NoRecordStatus(who.card.number)
    assert gateway.call(ask).state == "later"
    with pytest.raises(Refused, match="not_checked"):
        issued(place, who, "too-early", "no_record")
    receipt = gateway.call(ApplyNoRecord(who.card.number, "出国"), key="key-of-application")
    assert receipt.state is ReceiptState.CHECKING
    standing = gateway.call(ask)
    assert (standing.state, standing.number) == ("checking", receipt.number)
    with pytest.raises(Refused, match="being_checked"):
        gateway.call(ApplyNoRecord(who.card.number, "出国"), key="key-of-the-second")
    assert place.order("/police", person=who.id) == {"no_record": "ready"}
    assert gateway.call(ask).state == "ready"
    issued(place, who, "collected", "no_record", receipt.number)
    assert gateway.call(ask).state == "later", "the next one is applied for anew"


def test_the_police_are_done_after_some_days(tmp_path: Path) -> None:
    clock = SkewedClock(timedelta())
    with town(tmp_path / "state", clock=clock) as place:
        who = resident("r07")
        place.gateway(clock=clock).call(ApplyNoRecord(who.card.number, "出国"), key="key-of-patience")
        clock.off = timedelta(days=4)
        assert place.gateway(clock=clock).call(NoRecordStatus(who.card.number)).state == "ready"


@pytest.mark.parametrize(("who", "state"), [("r01", "at_once"), ("r08", "cancelled"), ("r06", "no"), ("r33", "no")])
def test_how_it_stands_for_others(place: Town, who: str, state: str) -> None:
    assert place.gateway().call(NoRecordStatus(resident(who).card.number)).state == state
    assert person(place, resident(who))["certificates"]["no_record"] == state


def test_who_may_not_apply_is_refused(place: Town) -> None:
    gateway = place.gateway()
    for number in (resident("r06").card.number, "110105194912310025"):
        with pytest.raises(Refused, match="not_here"):
            gateway.call(ApplyNoRecord(number, "出国"), key=f"key-{number}")
    assert gateway.call(NoRecordStatus("110105194912310025")).state == "no"


def test_the_police_have_nothing_to_look_at(place: Town) -> None:
    for body in ({"person": "r01"}, {"person": "x99"}):
        reply = place.post("/police", body)
        assert (reply.status_code, reply.json()) == (409, {"error": "这个人没有在等的申请"})


def test_who_is_refused_for_a_stopped_pension_is_led_to_what_starts_it_again(place: Town) -> None:
    stopped = next(one for one in RESIDENTS if one.case is Case.STOPPED)
    assert status(place, stopped, "pension").related == ("social.pension_certification",)
