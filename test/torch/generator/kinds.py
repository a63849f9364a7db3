"""Arguments of a kind that PyTorch does not take, or takes for another: every parameter of every loss alike."""

import warnings
from collections.abc import Callable, Iterator

import torch
from torch import nn

from .call import FUNCTIONALS, Call, defaults
from .maker import Maker

SMALL = 60
"""How many elements a call has at most: it is about its parameters."""

VALUES = (
    None, True, False, 2, -1, 2.0, -1.5, "text", [], [1, 2], [0.5, 2.5],
    torch.tensor(2.0), torch.tensor(1), torch.tensor(True), torch.tensor(0.0), torch.tensor([2]), torch.tensor([0.5]),
    torch.tensor([1.0, -2.0]), torch.tensor([]), torch.tensor([[1, 0]], dtype=torch.int32),
)  # fmt: skip

LARGE = (2**63, -(2**63) - 1)
"""What C++ has no integer for."""

SIZES = {"in_features", "num_classes", "n_classes", "out_features", "cutoffs", "div_value"}
"""What learned weights take their sizes from; asked without texts and tensors, with which Python would calculate."""


def kinds(maker: Maker, valid: Callable[[Maker], Call]) -> Iterator[Call]:
    """Each value for each parameter, and a few with a second parameter that is wrong too."""
    loss = valid(maker).loss
    for via in ("module", "functional"):
        if via == "functional" and FUNCTIONALS[loss] is None:
            return
        names = list(defaults(loss, via))
        for name in names:
            for value in values(loss, name):
                params = {name: value}
                other = maker.pick(*names)
                # Of what is wrong beside options a warning tells, in yet other words.
                if maker.chance(0.1) and "options" not in (name, other):
                    params = {other: maker.pick(*values(loss, other))} | params
                yield from asked(small(maker, valid, via), params, maker)


def values(loss: str, name: str) -> tuple[object, ...]:
    """What a parameter is given."""
    if name in SIZES:
        return tuple(value for value in VALUES if not isinstance(value, str) and not torch.is_tensor(value))
    if (loss, name) == ("GaussianNLLLoss", "eps"):
        # A tensor would take part in the arithmetic and broadcast.
        return tuple(value for value in VALUES if not torch.is_tensor(value))
    return VALUES + (LARGE if name in ("ignore_index", "blank") else ())


def small(maker: Maker, valid: Callable[[Maker], Call], via: str) -> Call:
    """A small valid call of the module or the functional."""
    while True:
        call = valid(maker)
        is_small = sum(value.numel() for value in call.tensors().values()) <= SMALL
        # With options another parser, that of `torch.library`, has words of its own.
        if call.via == via and is_small and call.params.get("options") is None:
            return call


def asked(call: Call, params: dict[str, object], maker: Maker) -> Iterator[Call]:
    """The call with these parameters instead of what says the same, unless its learned weights no longer fit."""
    legacy = {"size_average", "reduce"} - params.keys()
    changed = {name: value for name, value in call.params.items() if name not in legacy} | params
    tensors = {name: value for name, value in params.items() if torch.is_tensor(value)}
    held = tuple(name for name in call.requires_grad if name in call.inputs or name not in params)
    more = tuple(name for name, value in tensors.items() if value.is_floating_point() and maker.chance(0.2))
    call = call.but(params=changed, requires_grad=held + more, source="kind")
    # PoissonNLLLoss has an input and a flag of one name: a tensor for both can't be told apart.
    if not (call.inputs.keys() & tensors.keys()) and fits(call):
        yield call


def fits(call: Call) -> bool:
    """Whether a module that can be made has the learned weights that the call gives."""
    learned = {name: value.shape for name, value in call.params.items() if "." in name}
    if call.via == "functional" or not learned:
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            module = getattr(nn, call.loss)(**{name: value for name, value in call.params.items() if "." not in name})
        except Exception:  # noqa: BLE001 - whatever the constructor refuses is a case
            return True
    return {name: value.shape for name, value in module.state_dict().items() if "." in name} == learned
