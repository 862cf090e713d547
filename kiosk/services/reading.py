"""JSON into our types, of which nothing stays behind.

pydantic keeps up to 16,384 short strings that it has read, for speed: here they are names and numbers of citizens.
"""

import functools
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import CoreConfig, SchemaValidator

__all__ = ["reader"]


@functools.cache
def reader(kind: Any) -> SchemaValidator:
    """For ``reader(Receipt).validate_json(text)``, which raises pydantic's ValidationError."""
    return SchemaValidator(TypeAdapter(kind).core_schema, CoreConfig(cache_strings="none"))
