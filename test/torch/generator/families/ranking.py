"""HingeEmbedding, CosineEmbedding, MarginRanking and SoftMargin: labels are 1 and -1."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import torch

from ..call import Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
REDUCTIONS = ("mean", "sum", "none")
MARGINS = (0.0, 0.5, 1.0, 2.0, -0.5, 0.1)
POINTS = (0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 1.5, -1e-8, 88.8, -89.5, 104.0, 1e30, -3e38, inf, -inf, nan)
BAD_REDUCTIONS = ("avg", "Mean", "", "elementwise_mean", "batchmean", None)
MARGINED = ("HingeEmbeddingLoss", "CosineEmbeddingLoss", "MarginRankingLoss")
INPUTS = {
    "HingeEmbeddingLoss": ("input",),
    "SoftMarginLoss": ("input",),
    "CosineEmbeddingLoss": ("input1", "input2"),
    "MarginRankingLoss": ("input1", "input2"),
}


def random(loss: str, maker: Maker) -> Call:
    """Scores and labels of one shape, or of shapes that broadcast."""
    dtype = maker.dtype()
    names = INPUTS[loss]
    if loss == "CosineEmbeddingLoss":
        width = maker.pick(1, 2, 3, 5, 8)
        shape = (width,) if maker.chance(0.25) else (maker.size(5), width)
        label = shape[:-1]
    else:
        shape = label = maker.shape()
    kinds = [maker.dtype() if maker.chance(0.05) else dtype for _ in names]
    inputs = {name: maker.real(shape, kind) for name, kind in zip(names, kinds, strict=True)}
    target = maker.signs(label, maker.pick(dtype, dtype, torch.int64, maker.dtype()) if loss != "SoftMarginLoss" else dtype)
    if loss in ("HingeEmbeddingLoss", "MarginRankingLoss") and maker.chance(0.1):
        target = maker.signs(maker.broadcast(shape), target.dtype)
        if loss == "MarginRankingLoss":
            target = target.reshape((1,) * (len(shape) - target.dim()) + tuple(target.shape))
    if loss == "CosineEmbeddingLoss" and maker.chance(0.1) and len(shape) == 2:
        inputs["input2"] = maker.real((1, shape[1]), dtype)
    if loss == "SoftMarginLoss" and maker.chance(0.1):
        target = maker.real(maker.broadcast(shape), dtype, "plain")
    params = maker.reduction()
    if loss in MARGINED and maker.chance(0.6):
        params["margin"] = maker.pick(*MARGINS)
    wanted = maker.grads(*names, *(["target"] if loss == "MarginRankingLoss" and target.is_floating_point() else []))
    return Call(loss, {**inputs, "target": target}, params, wanted, maker.via())


def edges(loss: str, maker: Maker) -> Iterator[Call]:
    """Every special score with every label: kinks at the margin, overflow, infinities; empty tensors."""
    names = INPUTS[loss]
    call = asker(loss, "edge", names)
    labels = (1.0, -1.0, 0.0, 2.0, 0.5, nan)
    margins = (None, 0.0, 0.5, 1.0, -1.0, inf, nan) if loss in MARGINED else (None,)
    if loss == "CosineEmbeddingLoss":
        yield from cosine_edges(call, labels, maker)
    else:
        columns = torch.tensor(list(product(*([POINTS] * len(names)), labels if len(names) == 1 else labels[:3])), dtype=torch.float64)
        columns = columns if len(names) == 1 else columns[torch.randperm(len(columns), generator=maker.generator)[:160]]
        for dtype, margin, reduction in product(FLOATS, margins, ("none", "sum")):
            inputs = {name: columns[:, index].to(dtype) for index, name in enumerate(names)}
            inputs["target"] = columns[:, -1].to(dtype)
            params = {"reduction": reduction} | ({} if margin is None else {"margin": margin})
            if reduction == "sum":
                inputs = {name: value.nan_to_num(1, 2, -2).clamp(-3, 3) for name, value in inputs.items()}
            if reduction == "none" or margin in (None, 0.5):
                yield call(inputs, params)
    for shape, reduction in product(((0,), (2, 0), (0, 3), (), (1,), (2, 1, 3)), REDUCTIONS):
        label = shape[:-1] if loss == "CosineEmbeddingLoss" else shape
        for kind in (torch.float32, torch.int64):
            inputs = {name: maker.real(shape, torch.float32, "plain") for name in names}
            yield call({**inputs, "target": maker.signs(label, kind)}, {"reduction": reduction})
    for kind, dtype in product((*FLOATS, *INTEGERS), FLOATS):
        shape = (3, 2)
        inputs = {name: maker.real(shape, dtype, "plain") for name in names}
        target = maker.whole(shape[:1] if loss == "CosineEmbeddingLoss" else shape, 0, 2, kind)
        yield call({**inputs, "target": target}, {"reduction": "none"})
    for margin, dtype, shape in product((1e30, -1e30, 7e4), FLOATS if loss in MARGINED else (), ((), (2,), (3, 2))):
        inputs = {name: maker.real(shape, dtype, "plain") for name in names}
        for label in sorted({shape[:-1], (1,) * len(shape), (3, 2)}) if loss != "CosineEmbeddingLoss" else (shape[:-1],):
            yield call({**inputs, "target": torch.ones(label, dtype=dtype)}, {"margin": margin, "reduction": "none"})
            yield call({**inputs, "target": -torch.ones(label, dtype=dtype)}, {"margin": margin, "reduction": "sum"})
    for average, reduce in product((None, True, False), repeat=2):
        inputs = {name: maker.real((2, 3), torch.float32, "plain") for name in names}
        target = maker.signs((2,) if loss == "CosineEmbeddingLoss" else (2, 3), torch.float32)
        for via in ("module", "functional"):
            yield call({**inputs, "target": target}, {"size_average": average, "reduce": reduce}, via=via)


def cosine_edges(call, labels: tuple[float, ...], maker: Maker) -> Iterator[Call]:
    """Zero vectors, equal and opposite vectors, similarity exactly at the margin, huge and tiny vectors."""
    rows = (
        ((0, 0), (0, 0)), ((0, 0), (1, 2)), ((1, 2), (0, 0)), ((1, 2), (1, 2)), ((1, 2), (-1, -2)), ((1, 0), (0, 1)),
        ((1, 0), (1, 0)), ((3, 4), (4, 3)), ((1e-6, 0), (1, 0)), ((1e-20, 1e-20), (1e-20, 0)), ((1e19, 0), (1e19, 1)),
        ((1e30, 1), (1e30, 1)), ((200, 200), (200, 100)), ((inf, 0), (1, 0)), ((nan, 0), (1, 0)), ((-inf, inf), (1, 1)), ((1, 3), (3, -1)),
    )  # fmt: skip
    first = torch.tensor([row[0] for row in rows], dtype=torch.float64)
    second = torch.tensor([row[1] for row in rows], dtype=torch.float64)
    for dtype, margin, label in product(FLOATS, (0.0, 0.5, 1.0, -1.0, nan), labels):
        inputs = {"input1": first.to(dtype), "input2": second.to(dtype), "target": torch.full((len(rows),), label, dtype=dtype)}
        if label in (1.0, -1.0) or margin == 0.5:
            yield call(inputs, {"margin": margin, "reduction": "none"})
    for reduction, dtype in product(("mean", "sum"), FLOATS):
        inputs = {"input1": first[3:8].to(dtype), "input2": second[3:8].to(dtype), "target": torch.tensor([1, -1, -1, 1, -1])}
        yield call(inputs, {"margin": 0.25, "reduction": reduction})
    for left, right, label in (((3, 2), (1, 2), (3,)), ((3, 2), (3, 2), (1,)), ((2,), (2,), ()), ((1, 2), (3, 2), (3,)), ((3, 1), (3, 2), (3,))):
        for reduction in REDUCTIONS:
            inputs = {"input1": maker.real(left, torch.float32, "plain"), "input2": maker.real(right, torch.float32, "plain")}
            yield call({**inputs, "target": maker.signs(label, torch.int64)}, {"reduction": reduction})


def errors(loss: str, maker: Maker) -> Iterator[Call]:
    """Shapes that do not fit, dtypes without a kernel, reductions that do not exist, gradients there are none of."""
    names = INPUTS[loss]
    call = asker(loss, "error", names)
    is_cosine = loss == "CosineEmbeddingLoss"
    plain = {name: torch.tensor([[0.5, -1.0], [2.0, 1.5], [-0.5, 0.25]]) for name in names}
    plain["target"] = torch.tensor([1.0, -1.0, 1.0]) if is_cosine else torch.tensor([[1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    shapes = ((), (1,), (2,), (3,), (3, 1), (1, 2), (2, 3), (4, 2), (3, 2, 1), (1, 3, 2), (0,), (0, 2))
    for via in ("module", "functional"):
        refused = partial(call, via=via)
        for name, shape in product((*names, "target"), shapes):
            for reduction in ("mean", "none"):
                yield refused(plain | {name: torch.ones(shape)}, {"reduction": reduction})
        for dtype in INTEGERS:
            for name in (*names, "target"):
                yield refused(plain | {name: plain[name].to(dtype)}, {}, tuple(other for other in names if other != name))
            whole = {name: value.to(dtype) for name, value in plain.items()}
            for reduction in ("mean", "none"):
                yield refused(whole, {"reduction": reduction}, ())
            yield refused({name: value if name == "target" else value.to(dtype) for name, value in plain.items()}, {}, ())
        for left, right in product(FLOATS, repeat=2):
            if left != right:
                for name in (*names, "target"):
                    mixed = {other: value.to(right if other == name else left) for other, value in plain.items()}
                    yield refused(mixed)
                    yield refused(mixed, {"reduction": "none"})
        for reduction in BAD_REDUCTIONS:
            yield refused(plain, {"reduction": reduction})
        yield refused(plain, {}, (*names, "target"))
        yield refused(plain, {"reduction": "none"}, ("target",))
    yield call(plain, {"size_average": plain[names[0]], "reduce": plain["target"]})


FAMILIES = {loss: Family(partial(random, loss), partial(edges, loss), partial(errors, loss)) for loss in INPUTS}
