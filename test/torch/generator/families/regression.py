"""MSELoss, L1Loss, SmoothL1Loss, HuberLoss: a distance per element."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import torch

from ..call import Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
SCALE = {"SmoothL1Loss": "beta", "HuberLoss": "delta"}
POINTS = (0.0, -0.0, 0.5, 1.0, -1.0, 2.0, -1.5, 1e-4, -1e-7, 300.0, 65504.0, 1e19, -2e20, 3e38, inf, -inf, nan)


def random(loss: str, maker: Maker) -> Call:
    """Any shapes that broadcast, any dtypes that mix."""
    dtype = maker.dtype()
    shape = maker.shape()
    other = maker.broadcast(shape) if maker.chance(0.15) else shape
    shapes = [shape, other] if maker.chance(0.5) else [other, shape]
    dtypes = [dtype, maker.dtype() if maker.chance(0.08) else dtype]
    inputs = {
        name: maker.real(size, kind) for name, size, kind in zip(("input", "target"), shapes, dtypes, strict=True)
    }
    names = ["input", "target"]
    if maker.chance(0.05):
        name = maker.pick(*names)
        inputs[name] = maker.whole(tuple(inputs[name].shape), -3, 4, maker.pick(*INTEGERS[:2]))
        names.remove(name)
    params = maker.reduction(legacy=loss != "HuberLoss")
    via = maker.via()
    if loss in SCALE and maker.chance(0.7):
        params[SCALE[loss]] = maker.pick(0.5, 2.0, 0.1, 1.5, 3.0, 1e-3, 20.0, *([0.0] if loss == "SmoothL1Loss" else []))
    if loss != "SmoothL1Loss" and maker.chance(0.12):
        via = "functional"
        params["weight"] = maker.positive(shapes[0], maker.dtype() if maker.chance(0.05) else dtype)
        names.append("weight")
    return Call(loss, inputs, params, maker.grads(*names), via)


def edges(loss: str, maker: Maker) -> Iterator[Call]:
    """Every pair of special values, empty tensors, kinks, integer tensors."""
    call = asker(loss, "edge", ("input", "target"))
    scales = {"SmoothL1Loss": (1.0, 0.5, 0.0, inf), "HuberLoss": (1.0, 0.5, 1e-30, inf)}.get(loss, (None,))
    pairs = torch.tensor(list(product(POINTS, POINTS)), dtype=torch.float64)
    for dtype, scale in product(FLOATS, scales):
        params = {} if scale is None else {SCALE[loss]: scale}
        inputs = {"input": pairs[:, 0].to(dtype), "target": pairs[:, 1].to(dtype)}
        yield call(inputs, params | {"reduction": "none"})
        finite = {name: value[: 6 * len(POINTS)].clamp(-3, 3).nan_to_num(0) for name, value in inputs.items()}
        for reduction in ("mean", "sum"):
            yield call(finite, params | {"reduction": reduction})
    for shape, reduction in product(((0,), (2, 0), (0, 3)), ("mean", "sum", "none")):
        inputs = {"input": torch.zeros(shape), "target": torch.zeros(shape)}
        yield call(inputs, {"reduction": reduction})
        if loss != "SmoothL1Loss":
            weighted = {"reduction": reduction, "weight": torch.zeros(shape)}
            yield call(inputs, weighted, via="functional").but(requires_grad=("input", "weight"))
    for shape in ((), (1,), (1, 1, 1, 1, 1)):
        yield call({"input": torch.full(shape, 2.5), "target": torch.full(shape, 3.0)})
    for left, right in (((3, 1), (3,)), ((3, 1), (1, 3)), ((2, 3), (3,)), ((), (4,)), ((1,), ()), ((0,), (1,)), ((2, 1, 3), (4, 1))):
        for reduction in ("mean", "none"):
            inputs = {"input": maker.real(left, torch.float32, "plain"), "target": maker.real(right, torch.float32, "plain")}
            yield call(inputs, {"reduction": reduction})
    if loss != "SmoothL1Loss":
        for weight, reduction in product(([0.0, 0.0, 0.0], [1.0, 2.0, 3.0], [-1.0, 1.0, 0.0], [nan, 1.0, inf]), ("mean", "sum", "none")):
            inputs = {"input": torch.tensor([1.0, 2.0, 4.0]), "target": torch.tensor([1.5, 2.0, 1.0])}
            params = {"reduction": reduction, "weight": torch.tensor(weight)}
            yield call(inputs, params, via="functional").but(requires_grad=("input", "target", "weight"))
    for left, right in product((torch.float32, torch.float64, torch.float16, torch.bfloat16), repeat=2):
        inputs = {"input": torch.tensor([0.3, 2.0, -4.0]).to(left), "target": torch.tensor([0.1, 2.0, 5.0]).to(right)}
        for reduction in ("none", "mean"):
            yield call(inputs, {"reduction": reduction})
    big = torch.linspace(-300, 300, 64)
    for dtype in FLOATS:
        yield call({"input": big.to(dtype), "target": (big * 0).to(dtype)}, {"reduction": "sum"})
        yield call({"input": (big * 200).to(dtype), "target": (big * 0).to(dtype)})


def errors(loss: str, maker: Maker) -> Iterator[Call]:
    """Shapes that do not broadcast, dtypes without a kernel, bad parameters, swapped constructor and call."""
    call = asker(loss, "error", ("input",))
    plain = {"input": torch.tensor([1.0, 2.0, 3.0]), "target": torch.tensor([1.5, 2.0, 1.0])}
    for left, right in (((3,), (2,)), ((2, 3), (3, 2)), ((2, 3, 4), (2, 3)), ((0,), (3,)), ((2, 0), (2, 2))):
        yield call({"input": torch.ones(left), "target": torch.ones(right)})
        yield call({"input": torch.ones(left), "target": torch.ones(right)}, via="functional")
    for left, right in product(INTEGERS, (*INTEGERS, torch.float32)):
        inputs = {"input": torch.tensor([1, 2, 3]).to(left), "target": torch.tensor([3, 1, 0]).to(right)}
        for reduction in ("mean", "none"):
            yield call(inputs, {"reduction": reduction}).but(requires_grad=())
        yield call({"input": inputs["target"], "target": inputs["input"]}).but(requires_grad=())
    for reduction in ("avg", "Mean", "", "batchmean", None):
        yield call(plain, {"reduction": reduction})
        yield call(plain, {"reduction": reduction}, via="functional")
    if loss != "HuberLoss":
        yield call(plain, {"size_average": plain["input"], "reduce": plain["target"]})
    if loss in SCALE:
        for value, via in product((0.0, -1.0, -0.0, nan, -inf), ("module", "functional")):
            yield call(plain, {SCALE[loss]: value}, via=via)
        yield call(plain, {SCALE[loss]: "auto"})
    else:
        yield call(plain, {"size_average": torch.tensor([1.0]), "reduce": True})
    if loss != "SmoothL1Loss":
        for shape, reduction in product(((), (1,), (2,), (3, 1), (1, 3)), ("mean", "none", "avg")):
            yield call(plain, {"weight": torch.ones(shape), "reduction": reduction}, via="functional")
        for dtype in (torch.int64, torch.float64, torch.float16, torch.bool):
            yield call(plain, {"weight": torch.tensor([1, 0, 1]).to(dtype)}, via="functional")
        for reduction in ("avg", "elementwise_mean", "batchmean", None):
            yield call(plain, {"weight": torch.ones(3), "reduction": reduction}, via="functional")


FAMILIES = {
    loss: Family(partial(random, loss), partial(edges, loss), partial(errors, loss))
    for loss in ("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss")
}
