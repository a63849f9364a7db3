"""Long tensors: valid calls with their batch repeated, so that the order of additions and its rounding show."""

from collections.abc import Callable, Iterator

import torch

from .call import Call
from .maker import Maker

LENGTHS = (100, 1000, 3000, 30_000, 100_000)
"""How many elements the largest tensor has at most."""


def large(maker: Maker, valid: Callable[[Maker], Call], count: int) -> Iterator[Call]:
    """`count` calls, or fewer of a loss whose calls seldom have a batch."""
    for _ in range(20 * count):
        call = enlarge(maker, valid(maker)) if count else None
        if call is not None:
            count -= 1
            yield call


def enlarge(maker: Maker, call: Call) -> Call | None:
    """The call with its batch repeated and its floating-point inputs scattered, or None if it has no batch."""
    inputs = {name: value for name, value in call.inputs.items() if name != "linear_weight"}
    if not all(torch.is_tensor(value) and value.dim() and value.numel() for value in inputs.values()):
        return None
    most = max(value.numel() for value in inputs.values())
    times = maker.pick(*LENGTHS) // most
    if times < 2 or len({value.shape[0] for value in inputs.values()}) > 1:
        return None
    long = {name: repeat(maker, value, times) for name, value in inputs.items()}
    return call.but(inputs={**call.inputs, **long}, source="large")


def repeat(maker: Maker, value: torch.Tensor, times: int) -> torch.Tensor:
    """The rows of `value` that often, each element made smaller at random unless it is a label."""
    long = value.repeat(times, *([1] * (value.dim() - 1)))
    if not value.is_floating_point() or bool((value.abs() == 1).all()):
        return long
    factors = 0.5 + 0.5 * torch.rand(long.shape, generator=maker.generator, dtype=torch.float64)
    return (long.to(torch.float64) * factors).to(value.dtype)
