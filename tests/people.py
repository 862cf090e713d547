"""Invented people for the tests. The ID numbers check out (GB 11643-1999)."""

from kiosk.core.person import Person, check_digit

__all__ = ["TYPED", "WANG", "ZHANG", "id_number"]


def id_number(first_seventeen: str) -> str:
    return first_seventeen + check_digit(first_seventeen)


ZHANG = Person(name="张桂芳", id_number=id_number("33020319480512002"))
WANG = Person(name="王建国", id_number=id_number("33020319500101001"))
TYPED = Person(name="", id_number=ZHANG.id_number, typed=True)
