"""Runs a call on PyTorch and writes down what happened."""

import ctypes
import json
import warnings
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from . import encode
from .call import DISTANCES, FUNCTIONALS, Call

TOLERANCES = {
    torch.float64: (1e-7, 1e-7),
    torch.float32: (1.3e-6, 1e-5),
    torch.float16: (1e-3, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-5),
}
"""`torch.testing.assert_close`'s defaults: relative, absolute."""

LIBRARY = ctypes.CDLL(None)
M_PERTURB = -6

HALF_SLACK = 10
"""
How many tolerances a result with a half type among its inputs may stray from float64 before its case counts as
sensitive. A half type's tolerance is about one unit in its last place, which any rounded intermediate result
uses up; an engine that rounds where PyTorch does is still held to the tolerance itself.
"""


@dataclass
class Outcome:
    """What PyTorch did: tensors by role (`loss`, `output`, `grads.input`), or the error."""

    tensors: dict[str, torch.Tensor | None]
    error: dict[str, str] | None
    warnings: list[str]


def record(call: Call) -> dict[str, object] | None:
    """
    The call as a reference case without its id, or None where PyTorch gives no fixed answer because it reads
    memory that nobody wrote.
    """
    call = call.settled()
    answers = []
    for filler in (0x00, 0x41, 0xC3):
        fill_fresh_memory(filler)
        answers.append(run(call))
    outcome = answers[0]
    if any(encoded(answer) != encoded(outcome) for answer in answers):
        return None
    case = {
        "source": call.source,
        "loss": call.loss,
        "functional": FUNCTIONALS[call.loss],
        "params": {name: encode.argument(value) for name, value in call.params.items()},
        "inputs": {name: encode.argument(value) for name, value in call.inputs.items()},
        "requires_grad": list(call.requires_grad),
        **encoded(outcome),
    }
    if call.via == "functional":
        case["via"] = "functional"
    if is_sensitive(call, outcome):
        case["sensitive"] = True
    return case


def encoded(outcome: Outcome) -> dict[str, object]:
    """The half of a case that PyTorch answers."""
    if outcome.error is not None:
        return {"expect": {"error": outcome.error}, "grads": {}, "warnings": outcome.warnings}
    result = {"expect": {"loss": encode.tensor(outcome.tensors["loss"])}}
    if "output" in outcome.tensors:
        result["output"] = encode.tensor(outcome.tensors["output"])
    result["grads"] = {
        role.removeprefix("grads."): None if value is None else encode.tensor(value)
        for role, value in outcome.tensors.items()
        if role.startswith("grads.")
    }
    return result | {"warnings": outcome.warnings}


def run(call: Call) -> Outcome:
    """Constructs, calls and differentiates, and notes where that ends."""
    stage = "construct"
    tensors: dict[str, torch.Tensor | None] = {}
    error = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            inputs = {name: fresh(value, name in call.requires_grad) for name, value in call.inputs.items()}
            params = {name: fresh(value, name in call.requires_grad) for name, value in call.params.items()}
            module = construct(call.loss, params) if call.via == "module" else None
            stage = "forward"
            loss = forward(call, module, inputs, params)
            if isinstance(loss, tuple):
                tensors["output"], loss = loss.output, loss.loss
            tensors["loss"] = loss
            stage = "backward"
            if call.requires_grad:
                loss.sum().backward()
            for name in call.requires_grad:
                tensors[f"grads.{name}"] = (inputs if name in inputs else params)[name].grad
        except Exception as raised:  # noqa: BLE001 - whatever PyTorch raises is the answer
            error = {"type": type(raised).__name__, "message": str(raised), "stage": stage}
    return Outcome(tensors, error, [str(warning.message) for warning in caught])


def fresh(value: object, requires_grad: bool) -> object:
    """What is passed for `value`: a leaf of its own for a tensor, the function for a distance's name."""
    if torch.is_tensor(value):
        return value.detach().clone().requires_grad_(requires_grad)
    return DISTANCES.get(value, value) if isinstance(value, str) else value


def construct(loss: str, params: dict[str, object]) -> nn.Module:
    """The module, with the learned weights that `params` gives under their `state_dict` names."""
    learned = {name: value for name, value in params.items() if "." in name}
    module = getattr(nn, loss)(**{name: value for name, value in params.items() if name not in learned})
    for path, value in learned.items():
        owner, _, name = path.rpartition(".")
        # Set past `register_parameter`, so that the very tensor whose gradient is read takes part.
        part = module.get_submodule(owner)
        del part._parameters[name]
        setattr(part, name, value)
    return module


def forward(call: Call, module: nn.Module | None, inputs: dict[str, object], params: dict[str, object]):
    """The loss as `call.via` asks for it."""
    if module is not None:
        return module(*inputs.values())
    return getattr(F, FUNCTIONALS[call.loss])(*inputs.values(), **params)


def fill_fresh_memory(byte: int) -> None:
    """Has the C library (glibc) fill what it allocates, so that a kernel that reads what it never wrote shows."""
    if LIBRARY.mallopt(M_PERTURB, byte ^ 0xFF) == 0:
        raise OSError("the C library can't fill fresh memory")


def is_sensitive(call: Call, outcome: Outcome) -> bool:
    """Whether evaluating the same numbers in float64 gives materially other finite values."""
    held = {name: value for name, value in call.tensors().items() if value.dtype in TOLERANCES}
    if outcome.error is not None or all(value.dtype == torch.float64 for value in held.values()):
        return False
    raised = call
    for name, value in held.items():
        raised = raised.with_tensor(name, value.to(torch.float64))
    exact = run(raised)
    coarsest = max((value.dtype for value in held.values()), key=lambda dtype: TOLERANCES[dtype][0])
    relative, absolute = TOLERANCES[coarsest]
    slack = HALF_SLACK if coarsest.itemsize == 2 else 1
    return exact.error is None and any(
        strays(value, exact.tensors[role], slack * relative, slack * absolute)
        for role, value in outcome.tensors.items()
        if value is not None and value.is_floating_point() and exact.tensors[role] is not None
    )


def strays(value: torch.Tensor, exact: torch.Tensor, relative: float, absolute: float) -> bool:
    """Whether elements that are finite on both sides differ by more than allowed."""
    # An exact value outside the dtype's range is not comparable: the case holds inf there.
    rounded = exact.to(value.dtype).to(torch.float64)
    held = value.to(torch.float64)
    both = held.isfinite() & rounded.isfinite()
    distance = (held - exact.to(torch.float64)).abs()
    return bool((both & (distance > absolute + relative * exact.abs())).any())


def identity(case: dict[str, object]) -> str:
    """Equal for cases that ask the same."""
    asked = {key: case.get(key) for key in ("loss", "params", "inputs", "requires_grad", "via")}
    return json.dumps(asked, sort_keys=True)
