"""TripletMarginLoss and TripletMarginWithDistanceLoss: anchor, positive, negative."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import torch

from ..call import DISTANCES, Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
REDUCTIONS = ("mean", "sum", "none")
NAMES = ("anchor", "positive", "negative")
BAD_REDUCTIONS = ("avg", "Mean", "", "elementwise_mean", "batchmean", None)
PLAIN = "TripletMarginLoss"


def configurations(loss: str) -> list[dict[str, object]]:
    """The parameters that change which formula runs."""
    if loss == PLAIN:
        return [{}, {"p": 1.0}, {"p": inf}, {"p": 3.0}, {"p": 0.0}, {"p": 0.5}, {"p": 1.5}, {"p": -inf}]
    return [{}, *({"distance_function": name} for name in DISTANCES)]


def random(loss: str, maker: Maker) -> Call:
    """Vectors, rows of vectors, and more dimensions; sometimes of shapes that broadcast."""
    dtype = maker.dtype()
    width = maker.pick(1, 2, 3, 5, 8)
    shape = maker.pick((width,), (maker.size(5), width), (maker.size(5), width), (2, 2, width))
    params = maker.reduction(legacy=loss == PLAIN)
    if loss != PLAIN and params["reduction"] == "elementwise_mean":
        params["reduction"] = "mean"
    params |= maker.random.choices(configurations(loss), (6, *[1] * (len(configurations(loss)) - 1)))[0]
    if loss != PLAIN and len(shape) == 1 and maker.chance(0.8):
        shape = (2, width)
    inputs = {}
    for name in NAMES:
        size = maker.broadcast(shape) if maker.chance(0.04) else shape
        inputs[name] = maker.real(size, maker.dtype() if maker.chance(0.04) else dtype)
    if maker.chance(0.5):
        params["margin"] = maker.pick(0.5, 2.0, 0.1, 5.0, 1e-3)
    if maker.chance(0.4):
        params["swap"] = True
    if loss == PLAIN and maker.chance(0.2):
        params["eps"] = maker.pick(0.0, 1e-3, 0.1)
    return Call(loss, inputs, params, maker.grads(*NAMES), maker.via())


def edges(loss: str, maker: Maker) -> Iterator[Call]:
    """Equal points, a distance exactly at the margin, ties in the swap, overflow, infinities, empty tensors."""
    call = asker(loss, "edge", NAMES)
    triples = (
        ((0, 0), (0, 0), (0, 0)), ((1, 2), (1, 2), (1, 2)), ((0, 0), (1, 0), (0, 1)), ((0, 0), (3, 4), (6, 8)), ((0, 0), (0, 0), (1, 0)),
        ((0, 0), (2, 0), (1, 0)), ((0, 0), (1, 0), (2, 0)), ((1, 1), (2, 2), (2, 0)), ((0, 1), (1, 0), (-1, 0)), ((1e19, 0), (0, 0), (1, 0)),
        ((3e38, 0), (-3e38, 0), (0, 0)), ((300, 300), (-300, 0), (0, 1)), ((inf, 0), (0, 0), (1, 0)), ((nan, 0), (0, 0), (1, 0)),
        ((0, 0), (inf, 0), (inf, 0)), ((1e-30, 0), (0, 0), (0, 0)), ((1, -1), (-1, 1), (1, 1)),
    )  # fmt: skip
    points = torch.tensor(triples, dtype=torch.float64)
    for dtype, configuration, swap in product(FLOATS, configurations(loss), (False, True)):
        inputs = {name: points[:, index].to(dtype) for index, name in enumerate(NAMES)}
        yield call(inputs, configuration | {"swap": swap, "reduction": "none"})
        calm = {name: value[1:8] for name, value in inputs.items()}
        yield call(calm, configuration | {"swap": swap, "reduction": maker.pick("mean", "sum")})
    if loss == PLAIN:
        for eps, p in product((0.0, -1e-6, 1.0, nan), (1.0, 2.0, inf)):
            inputs = {name: points[:9, index].float() for index, name in enumerate(NAMES)}
            yield call(inputs, {"eps": eps, "p": p, "reduction": "none", "swap": True})
    for margin in (1e-30, 1e30, inf, nan):
        inputs = {name: points[:9, index].float() for index, name in enumerate(NAMES)}
        yield call(inputs, {"margin": margin, "reduction": "none"})
    for shape, reduction, configuration in product(((0, 3), (2, 0), (0,), (3,), (1,), (), (2, 1, 3), (2, 2, 1, 2)), REDUCTIONS, configurations(loss)[:3]):
        inputs = {name: maker.real(shape, torch.float32, "plain") for name in NAMES}
        yield call(inputs, configuration | {"reduction": reduction})
    for shapes, configuration in product((((3, 2), (1, 2), (3, 2)), ((1, 2), (3, 2), (3, 2)), ((3, 2), (3, 2), (1, 2)), ((3, 1), (3, 2), (3, 2)), ((2, 1), (1, 3), (2, 3))), configurations(loss)[:4]):
        inputs = {name: maker.real(shape, torch.float32, "plain") for name, shape in zip(NAMES, shapes, strict=True)}
        yield call(inputs, configuration | {"reduction": "none", "swap": maker.chance(0.5)})
    # Where tensors are broadcast their gradients are added up by themselves: half types show the order.
    few, odd = torch.tensor([[0.36, 0.03], [-0.05, -0.66], [-0.34, -0.16]]), torch.tensor([[0.21, 0.86], [-0.88, -0.35], [-0.51, 0.27]])
    for dtype, configuration, where in product((torch.float16, torch.bfloat16), configurations(loss), NAMES):
        inputs = {"anchor": few.to(dtype), "positive": few.flip(1).to(dtype), "negative": odd.to(dtype)}
        yield call(inputs | {where: inputs[where][:1]}, configuration | {"reduction": "none"})


def errors(loss: str, maker: Maker) -> Iterator[Call]:
    """Margins that are not positive, shapes that do not fit, whole numbers, reductions that do not exist."""
    call = asker(loss, "error", NAMES)
    plain = {name: maker.real((3, 2), torch.float32, "plain") for name in NAMES}
    for via in ("module", "functional"):
        refused = partial(call, via=via)
        for margin in (0.0, -1.0, -0.0, -1e-9, -inf):
            yield refused(plain, {"margin": margin})
        for name, shape in product(NAMES, ((), (2,), (3,), (3, 3), (2, 2), (4, 2), (3, 2, 1), (1, 3, 2), (0, 2), (3, 0))):
            yield refused(plain | {name: torch.ones(shape)})
            yield refused(plain | {name: torch.ones(shape)}, {"swap": True, "reduction": "none"})
        for dtype in INTEGERS:
            for name in NAMES:
                whole = plain | {name: plain[name].to(dtype)}
                yield refused(whole, {}, tuple(other for other in NAMES if other != name))
            for configuration in configurations(loss)[:3]:
                yield refused({name: value.to(dtype) for name, value in plain.items()}, configuration, ())
        for left, right in product(FLOATS, repeat=2):
            if left != right:
                for name in NAMES:
                    yield refused({other: value.to(right if other == name else left) for other, value in plain.items()})
        for reduction in BAD_REDUCTIONS:
            yield refused(plain, {"reduction": reduction})
            yield refused(plain, {"reduction": reduction, "margin": -1.0})
    if loss == PLAIN:
        yield call(plain, {"margin": plain["anchor"], "p": plain["positive"]})
        for p in (-1.0, nan, -2.0, 1e30):
            yield call(plain, {"p": p})


FAMILIES = {
    loss: Family(partial(random, loss), partial(edges, loss), partial(errors, loss))
    for loss in (PLAIN, "TripletMarginWithDistanceLoss")
}
