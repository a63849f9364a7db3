"""Tensors and parameters as JSON: every number reads back as exactly the value that PyTorch held."""

import dataclasses
import math

import torch


def number(value: float) -> float | int | str:
    """A number as JSON has it; what JSON lacks is spelled out, whole numbers are shortened."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    is_negative_zero = value == 0 and math.copysign(1, value) < 0
    if value == int(value) and abs(value) < 2**53 and not is_negative_zero:
        return int(value)
    return value


def tensor(value: torch.Tensor) -> dict[str, object]:
    """A tensor, flat and row-major."""
    flat = value.detach().flatten()
    data = flat.to(torch.float64).tolist() if value.dtype.is_floating_point else flat.to(torch.int64).tolist()
    return {
        "dtype": str(value.dtype).removeprefix("torch."),
        "shape": list(value.shape),
        "data": [number(item) for item in data],
    }


def argument(value: object) -> object:
    """A parameter or an input of any kind."""
    if torch.is_tensor(value):
        return tensor(value)
    if dataclasses.is_dataclass(value):
        fields = {f.name: (getattr(value, f.name), f.default) for f in dataclasses.fields(value)}
        return {name: argument(held) for name, (held, default) in fields.items() if held != default}
    if isinstance(value, torch.dtype):
        return str(value).removeprefix("torch.")
    if isinstance(value, (list, tuple)):
        return [argument(item) for item in value]
    if isinstance(value, float):
        # A Python float stays one in the file: `1.0`, not `1`.
        return value if math.isfinite(value) else number(value)
    return value
