"""BCELoss and BCEWithLogitsLoss: yes or no for every element."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import torch

from ..call import Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
REDUCTIONS = ("mean", "sum", "none")
LOGITS = (0.0, -0.0, 1.0, -1.5, 20.0, -20.0, 88.8, -88.8, 104.0, -104.0, 710.0, -746.0, 1e4, -1e4, 3e38, inf, -inf, nan)
CHANCES = (0.0, -0.0, 1.0, 0.5, 1e-7, 1e-13, 0.99999994, 1e-38, 1e-45, 0.25)


def is_logits(loss: str) -> bool:
    """Whether the loss takes logits instead of probabilities."""
    return loss == "BCEWithLogitsLoss"


def random(loss: str, maker: Maker) -> Call:
    """Any shape, hard and soft labels, weights that broadcast, `pos_weight` per class."""
    dtype = maker.dtype()
    shape = maker.shape()
    target = maker.probabilities(shape, dtype) if maker.chance(0.5) else maker.whole(shape, 0, 2, dtype)
    if is_logits(loss):
        input = maker.real(shape, dtype)
        target = maker.real(shape, dtype, "plain") if maker.chance(0.05) else target
    else:
        input = maker.probabilities(shape, dtype)
    params = maker.reduction()
    if maker.chance(0.3):
        params["weight"] = maker.positive(maker.pick(shape, maker.broadcast(shape)), dtype)
    if is_logits(loss) and maker.chance(0.35):
        params["pos_weight"] = maker.positive(maker.pick(shape[-1:], shape, maker.broadcast(shape)), dtype)
    if is_logits(loss) and maker.chance(0.06):
        dtype = maker.dtype()
        target = target.to(dtype)
    return Call(loss, {"input": input, "target": target}, params, maker.grads("input", "target"), maker.via())


def edges(loss: str, maker: Maker) -> Iterator[Call]:
    """Every extreme prediction with every extreme label, each parameter, empty tensors."""
    call = asker(loss, "edge", ("input", "target"))
    labels = (0.0, 1.0, 0.5, 0.1) + ((-1.0, 2.0, inf, -inf, nan) if is_logits(loss) else ())
    pairs = torch.tensor(list(product(LOGITS if is_logits(loss) else CHANCES, labels)), dtype=torch.float64)
    positives = (None, 1.0, 3.0, 0.0, 0.5, -1.0, inf, nan, 1e30) if is_logits(loss) else (None,)
    for dtype, positive, reduction in product(FLOATS, positives, ("none", "sum")):
        inputs = {"input": pairs[:, 0].to(dtype), "target": pairs[:, 1].to(dtype)}
        params = {} if positive is None else {"pos_weight": torch.tensor(positive, dtype=dtype)}
        if reduction == "none" or positive in (None, 3.0):
            yield call(inputs, params | {"reduction": reduction})
    for weight in (0.0, -1.0, inf, nan, 1e30, 1e-30):
        for dtype in FLOATS:
            inputs = {"input": pairs[:40, 0].to(dtype), "target": pairs[:40, 1].to(dtype)}
            yield call(inputs, {"weight": torch.tensor([weight], dtype=dtype), "reduction": "none"})
    for shape, reduction in product(((0,), (2, 0), (), (1,), (1, 1, 1), (2, 1, 3)), REDUCTIONS):
        inputs = {"input": maker.probabilities(shape, torch.float32), "target": maker.probabilities(shape, torch.float32)}
        yield call(inputs, {"reduction": reduction})
        yield call(inputs, {"reduction": reduction, "weight": torch.full(shape, 2.0)})
        if is_logits(loss):
            yield call(inputs, {"reduction": reduction, "pos_weight": torch.full(shape[-1:], 2.0)})
            both = {"weight": torch.full(shape[:1], 0.5), "pos_weight": torch.full(shape, 3.0)}
            yield call(inputs, both | {"reduction": reduction})
    for weight in ((2, 3), (3,), (1,), (2, 1), (1, 3), (), (1, 1, 2, 3), (4, 2, 3), (1, 2, 3)):
        inputs = {"input": maker.probabilities((2, 3), torch.float32), "target": maker.probabilities((2, 3), torch.float32)}
        for reduction in REDUCTIONS:
            yield call(inputs, {"weight": maker.positive(weight, torch.float32), "reduction": reduction})
            if is_logits(loss):
                yield call(inputs, {"pos_weight": maker.positive(weight, torch.float32), "reduction": reduction})
    long = {"input": maker.probabilities((130,), torch.float32), "target": maker.probabilities((130,), torch.float32)}
    for dtype, reduction in product(FLOATS, REDUCTIONS):
        yield call({name: value.to(dtype) for name, value in long.items()}, {"reduction": reduction})
    # The gradient is rounded to the input's dtype on its way, whatever dtype the target has.
    logits, labels = torch.linspace(-3, 3, 12), torch.tensor([0.0, 1.0, 0.25] * 4)
    for left, right in product(FLOATS if is_logits(loss) else (), FLOATS):
        if left != right:
            inputs = {"input": logits.to(left), "target": labels.to(right)}
            yield call(inputs, {"weight": torch.linspace(0.5, 60, 12).to(left)})
            # A factor of one element keeps its digits beside a half type only where it comes second.
            for name in ("weight", "pos_weight") if is_logits(loss) else ():
                yield call(inputs, {name: torch.tensor(0.5696309208869934, dtype=left), "reduction": "none"})
                yield call(inputs, {name: torch.tensor([0.5696309208869934], dtype=right), "reduction": "none"})


def errors(loss: str, maker: Maker) -> Iterator[Call]:
    """Shapes and dtypes that differ, numbers outside [0, 1], weights that are no tensors or do not fit."""
    call = asker(loss, "error", ("input",))
    plain = {"input": torch.tensor([0.25, 0.5, 0.75]), "target": torch.tensor([0.0, 1.0, 1.0])}
    for via in ("module", "functional"):
        refused = partial(call, via=via)
        for left, right in (((3, 1), (3,)), ((3,), (3, 1)), ((3,), (2,)), ((), (1,)), ((1,), ()), ((2, 3), (3, 2)), ((0,), (1,)), ((2, 3), (6,))):
            yield refused({"input": torch.full(left, 0.5), "target": torch.ones(right)})
        for wrong in (1.5, -0.25, -1e-7, 1.0000001, inf, -inf, nan):
            for dtype in (torch.float32, torch.float64):
                inputs = {"input": torch.tensor([0.5, wrong, 0.1], dtype=dtype), "target": torch.tensor([0, 1, 0], dtype=dtype)}
                yield refused(inputs)
                yield refused({"input": inputs["target"], "target": inputs["input"]})
        for dtype in INTEGERS:
            yield refused({"input": plain["input"], "target": plain["target"].to(dtype)})
            yield refused({"input": plain["input"], "target": plain["target"].to(dtype)}, {"weight": torch.ones(3)})
            yield refused({"input": plain["target"].to(dtype), "target": plain["target"]}).but(requires_grad=())
            yield refused({"input": plain["target"].to(dtype), "target": plain["target"].to(dtype)}).but(requires_grad=())
            yield refused(plain, {"weight": torch.ones(3, dtype=dtype)})
            if is_logits(loss):
                yield refused(plain, {"pos_weight": torch.ones(3, dtype=dtype)})
                yield refused({"input": plain["input"], "target": plain["target"].to(dtype)}, {"pos_weight": torch.ones(3)})
        for left, right in product(FLOATS, repeat=2):
            if left != right:
                inputs = {"input": plain["input"].to(left), "target": plain["target"].to(right)}
                for reduction in ("mean", "none"):
                    yield refused(inputs, {"reduction": reduction})
                    yield refused(inputs, {"reduction": reduction}).but(requires_grad=("input", "target"))
                same = {name: value.to(left) for name, value in plain.items()}
                for reduction in REDUCTIONS:
                    yield refused(same, {"weight": torch.tensor([1, 2, 3], dtype=right), "reduction": reduction})
                    if is_logits(loss):
                        yield refused(same, {"pos_weight": torch.tensor([1, 2, 3], dtype=right), "reduction": reduction})
        for kinds in product(FLOATS, repeat=3) if is_logits(loss) else ():
            mixed = {"input": plain["input"].to(kinds[0]), "target": plain["target"].to(kinds[1])}
            yield refused(mixed, {"pos_weight": torch.tensor([1.6, 0.3, 2.1], dtype=kinds[2])}, ("input", "target"))
        for shape in ((2,), (4,), (3, 1), (1, 3), (2, 3), (0,), (3, 3)):
            for reduction in ("mean", "none"):
                yield refused(plain, {"weight": torch.ones(shape), "reduction": reduction})
                if is_logits(loss):
                    yield refused(plain, {"pos_weight": torch.ones(shape), "reduction": reduction})
        for reduction in ("avg", "Mean", "", "batchmean", None):
            yield refused(plain, {"reduction": reduction})
        for name in ("weight", *(["pos_weight"] if is_logits(loss) else [])):
            yield refused(plain, {name: torch.ones(3)}).but(requires_grad=("input", name))
            yield refused(plain, {name: torch.ones(3)}).but(requires_grad=(name,))
    for name, value in product(("weight", *(["pos_weight"] if is_logits(loss) else [])), (2.0, 0.5, [1.0, 2.0], True, "auto")):
        yield call(plain, {name: value})
    yield call(plain, {"weight": plain["input"], "size_average": plain["target"]})


FAMILIES = {
    loss: Family(partial(random, loss), partial(edges, loss), partial(errors, loss))
    for loss in ("BCELoss", "BCEWithLogitsLoss")
}
