"""KLDivLoss, PoissonNLLLoss, GaussianNLLLoss: the likelihood of a distribution."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import torch

from ..call import Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
REDUCTIONS = ("mean", "sum", "none")
SHAPES = ((0,), (2, 0), (0, 3), (), (1,), (2, 1, 3), (1, 1, 1, 1, 2))
PAIRS = (((3, 1), (3,)), ((2, 3), (3,)), ((3,), (2, 3)), ((), (4,)), ((4,), ()), ((2, 1), (1, 3)), ((0,), (1,)), ((1,), (2, 2)))
UNFIT = (((3,), (2,)), ((2, 3), (3, 2)), ((2, 3, 4), (2, 3)), ((0,), (3,)), ((2, 0), (2, 2)))
BAD_REDUCTIONS = ("avg", "Mean", "", "elementwise_mean", "batchmean", None)


def two_shapes(maker: Maker) -> list[tuple[int, ...]]:
    """Two shapes that broadcast, mostly equal ones."""
    shape = maker.shape()
    other = maker.broadcast(shape) if maker.chance(0.15) else shape
    return [shape, other] if maker.chance(0.5) else [other, shape]


def two_dtypes(maker: Maker) -> tuple[torch.dtype, torch.dtype]:
    """Mostly the same dtype twice."""
    dtype = maker.dtype()
    return dtype, maker.dtype() if maker.chance(0.08) else dtype


def divergence(maker: Maker) -> Call:
    """KLDivLoss: log-probabilities against probabilities or their logarithms."""
    (shape, other), (dtype, other_dtype) = two_shapes(maker), two_dtypes(maker)
    is_log = maker.chance(0.4)
    input = maker.distribution(shape, dtype, log=True) if maker.chance(0.7) else maker.real(shape, dtype)
    target = maker.distribution(other, other_dtype, log=is_log) if maker.chance(0.7) else maker.real(other, other_dtype)
    if not is_log and maker.chance(0.2):
        target = maker.sprinkle(target, (0.0,))
    params = maker.reduction(True, "batchmean", "batchmean") | ({"log_target": True} if is_log else {})
    return Call("KLDivLoss", {"input": input, "target": target}, params, maker.grads("input", "target"), maker.via())


def poisson(maker: Maker) -> Call:
    """PoissonNLLLoss: rates or their logarithms against counts."""
    (shape, other), (dtype, other_dtype) = two_shapes(maker), two_dtypes(maker)
    is_log = maker.chance(0.6)
    input = maker.real(shape, dtype) if is_log or maker.chance(0.2) else maker.positive(shape, dtype)
    target = maker.whole(other, 0, 6).to(other_dtype) if maker.chance(0.7) else maker.positive(other, other_dtype)
    names = ["log_input", "target"]
    if maker.chance(0.07):
        target = maker.whole(other, 0, 6, maker.pick(torch.int64, torch.int32))
        names.remove("target")
    params = maker.reduction() | {"log_input": is_log, "full": maker.chance(0.4)}
    if maker.chance(0.3):
        params["eps"] = maker.pick(1e-6, 1e-3, 0.0, 1.0)
    return Call("PoissonNLLLoss", {"log_input": input, "target": target}, params, maker.grads(*names), maker.via())


def gaussian(maker: Maker) -> Call:
    """GaussianNLLLoss: one variance per element, per row, or one for all."""
    (shape, other), (dtype, other_dtype) = two_shapes(maker), two_dtypes(maker)
    input, target = maker.real(shape, dtype), maker.real(other, other_dtype)
    names = ["input", "target"]
    kind = maker.random.choices(("element", "short", "one", "axis", "float"), (50, 15, 15, 8, 12))[0]
    if not shape and kind != "float":
        kind = "element"
    if kind == "float":
        var = maker.pick(0.5, 1.0, 2.0, 0.0, 1e-9, 3.25)
    else:
        sizes = {"element": shape, "short": shape[:-1], "one": (*shape[:-1], 1), "axis": shape}[kind]
        if kind == "axis":
            axis = maker.random.randrange(len(shape))
            sizes = tuple(1 if index == axis else size for index, size in enumerate(shape))
        var = maker.positive(sizes, dtype)
        names.append("var")
    params = {"reduction": maker.pick(*REDUCTIONS), "full": maker.chance(0.4)}
    if maker.chance(0.3):
        params["eps"] = maker.pick(1e-3, 0.5, 1e-12, 0.0)
    inputs = {"input": input, "target": target, "var": var}
    return Call("GaussianNLLLoss", inputs, params, maker.grads(*names), maker.via())


def divergence_edges(maker: Maker) -> Iterator[Call]:
    """Every pair of special values; the batch size that `batchmean` divides by."""
    call = asker("KLDivLoss", "edge", ("input", "target"))
    points = (0.0, -0.0, -1.0, 0.5, 1.0, -104.0, 90.0, 1e-40, -1e-8, 3e38, inf, -inf, nan)
    pairs = torch.tensor(list(product(points, points)), dtype=torch.float64)
    for dtype, is_log in product(FLOATS, (False, True)):
        inputs = {"input": pairs[:, 0].to(dtype), "target": pairs[:, 1].to(dtype)}
        yield call(inputs, {"reduction": "none", "log_target": is_log})
        calm = {name: value.nan_to_num(0, 1, -1).clamp(-2, 1) for name, value in inputs.items()}
        for reduction in ("mean", "sum", "batchmean"):
            yield call(calm, {"reduction": reduction, "log_target": is_log})
            yield call(calm, {"reduction": reduction, "log_target": is_log}, via="functional")
    for shape, reduction, is_log in product(SHAPES, (*REDUCTIONS, "batchmean"), (False, True)):
        inputs = {"input": maker.real(shape, torch.float32, "plain"), "target": maker.probabilities(shape, torch.float32)}
        yield call(inputs, {"reduction": reduction, "log_target": is_log})
    for (left, right), reduction in product(PAIRS, ("mean", "batchmean", "none")):
        inputs = {"input": maker.real(left, torch.float32, "plain"), "target": maker.probabilities(right, torch.float32)}
        yield call(inputs, {"reduction": reduction})
    for average, reduce in product((None, True, False), repeat=2):
        inputs = {"input": maker.real((2, 3), torch.float32, "plain"), "target": maker.probabilities((2, 3), torch.float32)}
        for via, reduction in product(("module", "functional"), ("mean", "batchmean")):
            yield call(inputs, {"size_average": average, "reduce": reduce, "reduction": reduction}, via=via)


def divergence_errors(maker: Maker) -> Iterator[Call]:
    """Shapes that do not broadcast, whole numbers, reductions that do not exist."""
    plain = {"input": torch.tensor([-0.5, -1.0, -2.0]), "target": torch.tensor([0.5, 0.25, 0.25])}
    yield from elementwise_errors("KLDivLoss", plain, {"log_target": True})


def poisson_edges(maker: Maker) -> Iterator[Call]:
    """Every pair of special values in every configuration; Stirling's term starts above a count of 1."""
    call = asker("PoissonNLLLoss", "edge", ("log_input", "target"))
    rates = (0.0, -0.0, 1.0, -1.0, 0.5, -1e-8, 88.8, 12.0, -104.0, 1e30, inf, -inf, nan)
    counts = (0.0, 1.0, 1.0000001, 2.0, 0.5, 10.0, -1.0, 1e30, inf, nan)
    pairs = torch.tensor(list(product(rates, counts)), dtype=torch.float64)
    for dtype, is_log, is_full in product(FLOATS, (True, False), (True, False)):
        params = {"log_input": is_log, "full": is_full}
        inputs = {"log_input": pairs[:, 0].to(dtype), "target": pairs[:, 1].to(dtype)}
        yield call(inputs, params | {"reduction": "none"})
        calm = {name: value.nan_to_num(0.5, 1, 1).clamp(0.125, 3) for name, value in inputs.items()}
        for reduction in ("mean", "sum"):
            yield call(calm, params | {"reduction": reduction})
    for eps in (0.0, -1.0, nan, 1e30, 1e-45):
        zero = {"log_input": torch.tensor([0.0, 1.0, 1e-8]), "target": torch.tensor([0.0, 2.0, 1.0])}
        yield call(zero, {"eps": eps, "log_input": False, "reduction": "none"})
    for shape, reduction, is_full in product(SHAPES, REDUCTIONS, (False, True)):
        inputs = {"log_input": maker.real(shape, torch.float32, "plain"), "target": maker.positive(shape, torch.float32)}
        yield call(inputs, {"reduction": reduction, "full": is_full})
    for (left, right), is_full in product(PAIRS, (False, True)):
        inputs = {"log_input": maker.real(left, torch.float32, "plain"), "target": maker.positive(right, torch.float32)}
        yield call(inputs, {"full": is_full})


def poisson_errors(maker: Maker) -> Iterator[Call]:
    """Shapes that do not broadcast, whole numbers, reductions that do not exist."""
    plain = {"log_input": torch.tensor([0.5, 1.0, 2.0]), "target": torch.tensor([0.0, 1.0, 4.0])}
    yield from elementwise_errors("PoissonNLLLoss", plain, {"full": True}, {"log_input": False}, {"log_input": False, "full": True})


def elementwise_errors(loss: str, plain: dict[str, torch.Tensor], *configurations: dict[str, object]) -> Iterator[Call]:
    """What the losses of two tensors that broadcast refuse."""
    first, second = plain
    call = asker(loss, "error", (first,))
    for via, params in product(("module", "functional"), ({}, *configurations)):
        for left, right in UNFIT:
            yield call({first: torch.ones(left), second: torch.ones(right)}, params, via=via)
        for dtype in INTEGERS:
            yield call({first: plain[first], second: plain[second].to(dtype)}, params, via=via)
            yield call({first: plain[first].to(dtype), second: plain[second]}, params, (second,), via)
            yield call({first: plain[first].to(dtype), second: plain[second].to(dtype)}, params, (), via)
        for left, right in product(FLOATS, repeat=2):
            if left != right:
                mixed = {first: plain[first].to(left), second: plain[second].to(right)}
                yield call(mixed, params, (first, second), via)
        for reduction in BAD_REDUCTIONS:
            yield call(plain, params | {"reduction": reduction}, via=via)
    yield call(plain, {"size_average": plain[first], "reduce": plain[second]})


def gaussian_edges(maker: Maker) -> Iterator[Call]:
    """Tiny and special variances, every shape of variance, numbers for variance."""
    call = asker("GaussianNLLLoss", "edge", ("input", "target", "var"))
    distances = (0.0, 1.0, -0.5, 300.0, 1e19, 3e38, inf, nan)
    variances = (1.0, 0.0, 1e-9, 1e-6, 1.0000001e-6, 1e-3, 1e30, 1e-45, inf, nan)
    pairs = torch.tensor(list(product(distances, variances)), dtype=torch.float64)
    for dtype, is_full in product(FLOATS, (False, True)):
        inputs = {"input": pairs[:, 0].to(dtype), "target": (pairs[:, 0] * 0).nan_to_num(0).to(dtype), "var": pairs[:, 1].to(dtype)}
        yield call(inputs, {"reduction": "none", "full": is_full})
        calm = {"input": inputs["input"][:30].clamp(-2, 2), "target": inputs["target"][:30], "var": inputs["var"][:30].nan_to_num(1, 2).clamp(0, 2) + 0.5}
        for reduction in ("mean", "sum"):
            yield call(calm, {"reduction": reduction, "full": is_full})
    for eps, dtype in product((0.0, -1.0, 0.5, nan, inf, 1e30, 7e4, -1e5), FLOATS):
        inputs = {"input": torch.tensor([1.0, 2.0, 0.0]), "target": torch.zeros(3), "var": torch.tensor([0.0, 0.25, 1.0])}
        inputs = {name: value.to(dtype) for name, value in inputs.items()}
        yield call(inputs, {"eps": eps, "reduction": "none"})
        yield call(inputs | {"var": 0.25}, {"eps": eps, "reduction": "none"}, ("input", "target"))
    for var, dtype, reduction in product((0.0, 1.0, 0.5, 1e-9, inf, nan, -0.0, 1e30), FLOATS, ("mean", "none")):
        inputs = {"input": torch.tensor([1.0, -2.0, 0.5]).to(dtype), "target": torch.zeros(3, dtype=dtype), "var": var}
        for via in ("module", "functional"):
            yield call(inputs, {"reduction": reduction}, ("input", "target"), via)
    shapes = [((4, 3, 2, 2), (4, 1, 2, 2)), ((4, 3, 2, 2), (4, 3, 2, 1)), ((4, 3, 2, 2), (1, 3, 2, 2)), ((4, 3, 2, 2), (4, 3, 2))]
    shapes += [((3,), (1,)), ((3,), ()), ((), ()), ((1,), ()), ((1,), (1,)), ((2, 3), (2,)), ((2, 2), (2, 1)), ((2, 2), (1, 2))]
    shapes += [((0,), (0,)), ((2, 0), (2, 0)), ((2, 0), (2,)), ((2, 0), (2, 1)), ((0, 3), (0, 1)), ((0,), ()), ((5, 1, 2), (5, 1, 1))]
    for (shape, var), reduction in product(shapes, REDUCTIONS):
        inputs = {"input": maker.real(shape, torch.float32, "plain"), "target": maker.real(shape, torch.float32, "plain")}
        yield call(inputs | {"var": maker.positive(var, torch.float32)}, {"reduction": reduction})
    for (left, right), reduction in product(PAIRS, ("mean", "none")):
        inputs = {"input": maker.real(left, torch.float32, "plain"), "target": maker.real(right, torch.float32, "plain")}
        yield call(inputs | {"var": maker.positive(left, torch.float32)}, {"reduction": reduction})


def gaussian_errors(maker: Maker) -> Iterator[Call]:
    """Negative variances, variances of the wrong size, whole numbers."""
    call = asker("GaussianNLLLoss", "error", ("input",))
    plain = {"input": torch.tensor([0.5, 1.0, 2.0]), "target": torch.tensor([0.0, 1.0, 4.0]), "var": torch.tensor([1.0, 0.5, 2.0])}
    grid = {"input": torch.ones(4, 3, 2, 2), "target": torch.ones(4, 3, 2, 2)}
    for via in ("module", "functional"):
        refused = partial(call, via=via)
        for var in (-1.0, -1e-9, -inf):
            yield refused(plain | {"var": var})
            yield refused(plain | {"var": torch.tensor([1.0, var, 1.0])})
            yield refused(plain | {"var": torch.tensor(var)})
        for shape in ((4, 3, 1, 1), (1,), (4, 3), (4, 3, 2, 2, 1), (2, 2), (4, 3, 2, 3), (4, 3, 2, 4), (1, 1, 1, 1), (), (2,)):
            yield refused(grid | {"var": torch.ones(shape)})
        for shape in ((2,), (4,), (1,), (), (3, 1), (1, 3), (0,)):
            yield refused(plain | {"var": torch.ones(shape)})
        for left, right in UNFIT:
            yield refused({"input": torch.ones(left), "target": torch.ones(right), "var": torch.ones(left)})
        for name, dtype in product(plain, INTEGERS):
            yield refused(plain | {name: plain[name].to(dtype)}, {}, tuple(other for other in plain if other != name))
        for dtype, var in product(INTEGERS, (None, 0.5)):
            whole = {name: value.to(dtype) for name, value in plain.items()}
            yield refused(whole if var is None else whole | {"var": var}, {}, ())
            yield refused(whole if var is None else whole | {"var": var}, {"reduction": "none"}, ())
        for left, right in product(FLOATS, repeat=2):
            if left != right:
                for name in plain:
                    mixed = {other: value.to(right if other == name else left) for other, value in plain.items()}
                    yield refused(mixed, {}, tuple(plain))
                    yield refused(mixed, {"full": True, "reduction": "none"}, tuple(plain))
        for reduction in BAD_REDUCTIONS:
            if reduction is not None:
                yield refused(plain, {"reduction": reduction})
        yield refused(plain | {"var": torch.tensor([-1.0, 0.5, 2.0])}, {"reduction": "avg"})
        for eps in (1e39, -1e39):
            yield refused(plain, {"eps": eps}, tuple(plain))


FAMILIES = {
    "KLDivLoss": Family(divergence, divergence_edges, divergence_errors),
    "PoissonNLLLoss": Family(poisson, poisson_edges, poisson_errors),
    "GaussianNLLLoss": Family(gaussian, gaussian_edges, gaussian_errors),
}
