"""What a script may ask of the government gateway: one frozen dataclass for each call.

    @dataclass(frozen=True)
    class PensionStatus(Call[PensionRecord]):
        path = "/social/pension/status"
        id_number: str = field(repr=False)

Every call is a POST of its fields as JSON, since an ID number in a URL would end up in the logs of every proxy on the
way. The gateway client encodes the fields and decodes ``reply_type`` with pydantic; this module knows neither.
"""

import dataclasses
import hashlib
from typing import Any, ClassVar, Generic, TypeVar, get_args

__all__ = ["Call"]

R = TypeVar("R")


@dataclasses.dataclass(frozen=True)
class Call(Generic[R]):
    """``path`` is absolute within the gateway. ``reply_type`` is taken from the base: ``Call[PensionRecord]``."""

    path: ClassVar[str]
    reply_type: ClassVar[Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for base in cls.__dict__.get("__orig_bases__", ()):
            if args := get_args(base):
                cls.reply_type = args[0]

    def fingerprint(self) -> str:
        """64 hexadecimal digits, the same for equal calls: with the walk's id it makes the idempotency key."""
        return hashlib.sha256(repr((self.path, dataclasses.astuple(self))).encode()).hexdigest()
