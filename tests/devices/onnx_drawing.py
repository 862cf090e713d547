"""A net with YuNet's inputs and outputs whose answers can be worked out by hand: it sees a face in each red cell.

Written as ONNX (onnx.proto3) by hand, as no model file is part of the project. Of the three strides only 32 answers: a
cell of 32 x 32 pixels with some red is a face with that score, of ``SIDE`` pixels around the cell's middle. Blue moves
the nose: 255 by half the distance of the eyes.
"""

import math
import struct
from collections.abc import Iterable

__all__ = ["SIDE", "net"]

SIDE = 128
# right eye, left eye, nose, corners of the mouth: x and y in cells from the cell's left upper corner
_POINTS = (-0.5, 0.0, 1.5, 0.0, 0.5, 0.8, -0.2, 1.5, 1.2, 1.5)
_PLAIN = {
    "cls": ([[0, 0, 1 / 255]], [0.0]),  # channels are B, G, R
    "obj": ([[0, 0, 0]], [1.0]),
    "bbox": ([[0, 0, 0]] * 4, [0.5, 0.5, math.log(SIDE / 32), math.log(SIDE / 32)]),
    "kps": ([[1 / 255 if point == 4 else 0, 0, 0] for point in range(10)], list(_POINTS)),
}


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _field(tag: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _number(tag << 3) + _number(value)
    data = value.encode() if isinstance(value, str) else value
    return _number(tag << 3 | 2) + _number(len(data)) + data


def _ints(name: str, values: Iterable[int]) -> bytes:
    return _field(5, _field(1, name) + b"".join(_field(8, value) for value in values) + _field(20, 7))


def _node(kind: str, inputs: list[str], output: str, *attributes: bytes) -> bytes:
    names = b"".join(_field(1, name) for name in inputs)
    return _field(1, names + _field(2, output) + _field(3, output) + _field(4, kind) + b"".join(attributes))


def _tensor(name: str, dims: list[int], kind: int, raw: bytes) -> bytes:
    return _field(5, b"".join(_field(1, dim) for dim in dims) + _field(2, kind) + _field(8, name) + _field(9, raw))


def _value(tag: int, name: str, dims: list[int]) -> bytes:
    shape = b"".join(_field(1, _field(1, dim)) for dim in dims)
    return _field(tag, _field(1, name) + _field(2, _field(1, _field(1, 1) + _field(2, shape))))


def _branch(name: str, stride: int) -> list[bytes]:
    weights, biases = _PLAIN[name]
    if stride != 32 and name in ("cls", "obj"):
        weights, biases = [[0, 0, 0]] * len(weights), [0.0] * len(biases)
    count, out = len(biases), f"{name}_{stride}"
    flat = [value for row in weights for value in row]
    return [
        _tensor(f"{out}_w", [count, 3, 1, 1], 1, struct.pack(f"<{len(flat)}f", *flat)),
        _tensor(f"{out}_b", [count], 1, struct.pack(f"<{count}f", *biases)),
        _tensor(f"{out}_s", [3], 7, struct.pack("<3q", 1, -1, count)),
        _node("Conv", [f"pool_{stride}", f"{out}_w", f"{out}_b"], f"{out}_c", _ints("kernel_shape", [1, 1])),
        _node("Transpose", [f"{out}_c"], f"{out}_t", _ints("perm", [0, 2, 3, 1])),
        _node("Reshape", [f"{out}_t", f"{out}_s"], out),
        _value(12, out, [1, (640 // stride) ** 2, count]),
    ]


def net() -> bytes:
    parts = [_field(2, "drawing"), _value(11, "input", [1, 3, 640, 640])]
    for stride in (8, 16, 32):
        sides = _ints("kernel_shape", [stride, stride]), _ints("strides", [stride, stride])
        parts.append(_node("MaxPool", ["input"], f"pool_{stride}", *sides))
    for name in _PLAIN:
        for stride in (8, 16, 32):
            parts += _branch(name, stride)
    return _field(1, 8) + _field(7, b"".join(parts)) + _field(8, _field(1, "") + _field(2, 11))
