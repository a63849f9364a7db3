"""Calls that go wrong: a valid call with one thing changed. PyTorch says what that leads to."""

import math

import torch

from .call import Call, defaults
from .maker import FLOATS, INTEGERS, SPECIAL, Maker

REDUCTIONS = ("avg", "Mean", "", "batchmean", "elementwise_mean", "none ", None)
NUMBERS = (0.0, -1.0, -0.5, 0.5, 1.5, 3.0, 1e30, -1e-3, math.inf, math.nan)


def mutate(maker: Maker, call: Call) -> Call:
    """`call` with one thing changed, or sometimes two."""
    changes = (change_dtype, change_shape, change_shape, change_values, change_parameter, change_gradients)
    for _ in range(maker.pick(1, 1, 1, 2)):
        call = maker.pick(*changes)(maker, call)
    return call.but(source="mutation")


def change_dtype(maker: Maker, call: Call) -> Call:
    """One tensor of another dtype."""
    name = pick_tensor(maker, call)
    dtype = maker.pick(*FLOATS, *INTEGERS)
    value = call.tensors()[name]
    if not dtype.is_floating_point and value.is_floating_point():
        value = value.nan_to_num(0, 1, -1).clamp(-100, 100)
    if not dtype.is_floating_point:
        call = call.but(requires_grad=tuple(other for other in call.requires_grad if other != name))
    return call.with_tensor(name, value.to(dtype))


def change_shape(maker: Maker, call: Call) -> Call:
    """One tensor of another shape with the same or repeated elements."""
    name = pick_tensor(maker, call)
    value = call.tensors()[name]
    if "." in name:
        # A learned weight always has the shape that the constructor gives it.
        return call
    shape = list(value.shape)
    kind = maker.pick("more", "less", "longer", "shorter", "flat", "scalar", "swapped", "empty", "unsqueezed")
    if kind in ("less", "longer", "shorter", "empty", "swapped") and not shape:
        kind = "more"
    if kind == "swapped":
        return call.with_tensor(name, value.transpose(0, -1).contiguous())
    if kind == "unsqueezed":
        shape.insert(0, 1)
    elif kind == "more":
        shape.append(maker.pick(1, 1, 2))
    elif kind == "flat":
        shape = [value.numel()]
    elif kind == "scalar":
        shape = []
    else:
        axis = maker.random.randrange(len(shape))
        if kind == "less":
            del shape[axis]
        else:
            shape[axis] = {"longer": shape[axis] + 1, "shorter": max(0, shape[axis] - 1), "empty": 0}[kind]
    return call.with_tensor(name, refill(value, shape))


def refill(value: torch.Tensor, shape: list[int]) -> torch.Tensor:
    """The elements of `value`, repeated as needed, in another shape."""
    count = math.prod(shape)
    flat = value.flatten() if value.numel() else value.new_ones(1)
    return flat.repeat(count // flat.numel() + 1)[:count].reshape(shape)


def change_values(maker: Maker, call: Call) -> Call:
    """Special values in a tensor, or indices that are out of range."""
    name = pick_tensor(maker, call)
    value = call.tensors()[name]
    if value.is_floating_point():
        return call.with_tensor(name, maker.sprinkle(value, SPECIAL))
    return call.with_tensor(name, maker.sprinkle(value, (-1, -100, 2, 5, 100)) if value.dtype != torch.bool else value)


def change_parameter(maker: Maker, call: Call) -> Call:
    """A parameter that is out of range or of the wrong kind."""
    known = defaults(call.loss, call.via)
    name = maker.pick(*known)
    default = known[name]
    if name == "reduction":
        value = maker.pick(*REDUCTIONS)
    elif name == "ignore_index":
        value = maker.pick(0, 1, 2, -1)
    elif name in ("bias", "head_bias", "div_value"):
        # They decide which learned weights there are, and their shapes.
        return call
    elif isinstance(default, bool):
        value = not default
    elif name in ("blank", "p") and isinstance(default, int):
        value = maker.pick(-1, 0, 1, 2, 3, 100)
    elif isinstance(default, (int, float)):
        value = maker.pick(*NUMBERS)
    elif name in ("weight", "pos_weight") and call.via == "module" and call.loss != "LinearCrossEntropyLoss":
        # No whole numbers: whoever reads the file can't tell 2 from 2.0, but the message does.
        value = maker.pick(2.0, 0.5, [1.0, 2.0], True, "balanced")
    else:
        return call
    return call.but(params={**call.params, name: value})


def change_gradients(maker: Maker, call: Call) -> Call:
    """A gradient that PyTorch may not have, or none at all."""
    floating = [name for name, value in call.tensors().items() if value.is_floating_point()]
    return call.but(requires_grad=tuple(name for name in floating if maker.chance(0.7)))


def pick_tensor(maker: Maker, call: Call) -> str:
    """The name of one of the call's tensors."""
    return maker.pick(*call.tensors())
