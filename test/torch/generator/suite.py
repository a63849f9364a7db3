"""Calls from PyTorch's own test suite: `op_db` and `module_db`."""

import inspect
from collections.abc import Iterator

import torch
from torch.nn import functional as F
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.common_modules import module_db

from .call import DISTANCES, FUNCTIONALS, Call, defaults, input_names
from .maker import FLOATS

LARGEST = 700
"""Calls with more elements than this in all are left out, if smaller ones are left: the files stay small."""


def opinfo(loss: str) -> Iterator[Call]:
    """Sample and error inputs of the loss's functional."""
    functional = FUNCTIONALS[loss]
    for info in op_db:
        if functional is None or info.name != f"nn.functional.{functional}":
            continue
        for dtype in FLOATS:
            if dtype in info.dtypes:
                for sample in info.sample_inputs("cpu", dtype, requires_grad=True):
                    yield from functional_call(loss, (sample.input, *sample.args), sample.kwargs, "opinfo")
        if info.error_inputs_func is not None:
            for error in info.error_inputs("cpu"):
                sample = error.sample_input
                yield from functional_call(loss, (sample.input, *sample.args), sample.kwargs, "opinfo-error")


def functional_call(loss: str, args: tuple, kwargs: dict[str, object], source: str) -> Iterator[Call]:
    """The call of a functional with the arguments that a sample gives."""
    given = inspect.signature(getattr(F, FUNCTIONALS[loss])).bind(*args, **kwargs).arguments
    known = defaults(loss, "functional")
    names = iter(input_names(loss))
    inputs = {
        # Of all inputs only this one has no like in the module's forward(), where it is a learned weight.
        name if name == "linear_weight" else next(names): value
        for name, value in given.items()
        if name not in known
    }
    params = {name: value for name, value in given.items() if name in known}
    yield from complete(Call(loss, inputs, named_distance(params), via="functional", source=source))


def moduleinfo(loss: str) -> Iterator[Call]:
    """Module inputs, and module error inputs, of the loss."""
    for info in module_db:
        if info.module_cls is not getattr(torch.nn, loss):
            continue
        for dtype in FLOATS:
            if dtype not in info.dtypes and dtype not in (torch.float32, torch.float64):
                continue
            for sample in info.module_inputs_func(info, device="cpu", dtype=dtype, requires_grad=True, training=True):
                yield from module_call(loss, sample, "moduleinfo")
        if info.module_error_inputs_func is not None:
            errors = info.module_error_inputs_func(info, "cpu", torch.float32, requires_grad=True, training=True)
            for error in errors:
                yield from module_call(loss, error.module_error_input, "moduleinfo-error")


def module_call(loss: str, sample, source: str) -> Iterator[Call]:
    """The construction and call of a module with the arguments that a sample gives."""
    constructor = inspect.signature(getattr(torch.nn, loss))
    params = dict(constructor.bind(*sample.constructor_input.args, **sample.constructor_input.kwargs).arguments)
    inputs = {}
    if sample.forward_input is not None:
        given = inspect.signature(getattr(torch.nn, loss).forward)
        bound = given.bind(None, *sample.forward_input.args, **sample.forward_input.kwargs).arguments
        inputs = {name: bound[name] for name in input_names(loss) if name in bound}
    dtype = params.pop("dtype", None)
    params.pop("device", None)
    if loss == "LinearCrossEntropyLoss" and inputs:
        params |= linear_weights(params, dtype or torch.float32)
    yield from complete(Call(loss, inputs, named_distance(params), source=source))


def linear_weights(params: dict[str, object], dtype: torch.dtype) -> dict[str, torch.Tensor]:
    """The weights that the module would draw for itself."""
    rows = params["num_classes"] * torch.Size(params.get("out_features", ())).numel()
    linear = torch.nn.Linear(params["in_features"], rows, bias=params.get("bias", False), dtype=dtype)
    return {f"linear.{name}": value.detach().requires_grad_() for name, value in linear.named_parameters()}


def named_distance(params: dict[str, object]) -> dict[str, object]:
    """`params` with the distance function as the name that a case gives it."""
    function = params.get("distance_function")
    if isinstance(function, torch.nn.PairwiseDistance) or function in DISTANCES.values():
        return params | {"distance_function": "pairwise_distance"}
    return params


def complete(call: Call) -> Iterator[Call]:
    """The call with its gradients named, unless it holds what a case can't."""
    if not any(map(callable, call.params.values())):
        yield call.but(requires_grad=tuple(name for name, value in call.tensors().items() if value.requires_grad))


def fits(call: Call) -> bool:
    """Whether the call is small enough for the repository."""
    return sum(value.numel() for value in call.tensors().values()) <= LARGEST
