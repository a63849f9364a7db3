"""MultiMarginLoss, MultiLabelMarginLoss and MultiLabelSoftMarginLoss: scores of C classes."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import torch

from ..call import Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
REDUCTIONS = ("mean", "sum", "none")
BAD_REDUCTIONS = ("avg", "Mean", "", "elementwise_mean", "batchmean", None)
SPECIAL_ROWS = torch.tensor(
    [[1.0, 2.0, 3.0], [0.5, 0.5, 0.5], [1.0, 0.0, 0.0], [0.0, 1.0, 2.0], [inf, 0.0, 1.0], [-inf, 0.0, 1.0], [nan, 0.0, 1.0],
     [0.0, nan, inf], [inf, inf, 0.0], [-inf, -inf, -inf], [1e4, -1e4, 0.0], [3e38, -3e38, 0.0], [88.8, -104.0, 1e-8]],
    dtype=torch.float64,
)  # fmt: skip


def rows(maker: Maker) -> tuple[int, ...]:
    """`(C,)` or `(N, C)`."""
    classes = maker.pick(1, 2, 3, 4, 5, 10)
    return (classes,) if maker.chance(0.25) else (max(1, maker.size(5)), classes)


def margin(maker: Maker) -> Call:
    """MultiMarginLoss: one class is right."""
    dtype, shape = maker.dtype(halves=maker.chance(0.2)), rows(maker)
    target = maker.whole(shape[:-1], 0, shape[-1])
    params = maker.reduction()
    if maker.chance(0.4):
        params["p"] = 2
    if maker.chance(0.5):
        params["margin"] = maker.pick(0.0, 0.5, 2.0, -0.5, 0.1)
    if maker.chance(0.35):
        params["weight"] = maker.positive(shape[-1:], dtype)
    return Call("MultiMarginLoss", {"input": maker.real(shape, dtype), "target": target}, params, maker.grads("input"), maker.via())


def label_rows(maker: Maker, shape: tuple[int, ...]) -> torch.Tensor:
    """The right classes of each row, ended by -1; what follows does not count."""
    classes = shape[-1]
    target = maker.whole(shape, 0, classes).reshape(-1, classes)
    for row in target:
        order = torch.randperm(classes, generator=maker.generator)
        count = maker.random.randint(0, classes)
        if maker.chance(0.8):
            row[:count] = order[:count]
        if count < classes:
            row[count] = -1
        if maker.chance(0.5):
            row[count:] = -1
    return target.reshape(shape)


def labels(maker: Maker) -> Call:
    """MultiLabelMarginLoss: several classes are right, given as a list."""
    dtype, shape = maker.dtype(halves=maker.chance(0.2)), rows(maker)
    inputs = {"input": maker.real(shape, dtype), "target": label_rows(maker, shape)}
    return Call("MultiLabelMarginLoss", inputs, maker.reduction(), maker.grads("input"), maker.via())


def soft(maker: Maker) -> Call:
    """MultiLabelSoftMarginLoss: yes or no for every class."""
    dtype = maker.dtype()
    shape = maker.shape(1, 4)
    target = maker.whole(shape, 0, 2, dtype) if maker.chance(0.5) else maker.probabilities(shape, dtype)
    if maker.chance(0.08):
        target = target.to(maker.pick(maker.dtype(), torch.int64))
    params = maker.reduction()
    if maker.chance(0.35):
        params["weight"] = maker.positive(maker.pick(shape[-1:], maker.broadcast(shape)), dtype)
    names = ("input", "target", "weight") if maker.chance(0.3) else ("input", "target")
    call = Call("MultiLabelSoftMarginLoss", {"input": maker.real(shape, dtype), "target": target}, params, (), maker.via())
    floating = [name for name, value in call.tensors().items() if value.is_floating_point()]
    return call.but(requires_grad=maker.grads(*(name for name in names if name in floating)))


def margin_edges(maker: Maker) -> Iterator[Call]:
    """Special scores with each class, ties at the margin, weights, empty batches."""
    call = asker("MultiMarginLoss", "edge", ("input",))
    weight = torch.tensor([0.5, 2.0, 0.0])
    margins = (None, 0.0, 0.5, -1.0, inf, nan)
    for dtype, p, limit, target, weights in product((torch.float64, torch.float32), (1, 2), margins, (0, 2), (None, weight)):
        params = {"p": p, "reduction": "none"} | ({} if limit is None else {"margin": limit})
        if weights is not None:
            params["weight"] = weights.to(dtype)
        if weights is None or limit is None:
            yield call({"input": SPECIAL_ROWS.to(dtype), "target": torch.full((len(SPECIAL_ROWS),), target)}, params)
    for p, weights, reduction in product((1, 2), (None, weight), REDUCTIONS):
        params = {"p": p, "reduction": reduction} | ({} if weights is None else {"weight": weights})
        yield call({"input": SPECIAL_ROWS[:4].float(), "target": torch.tensor([0, 1, 2, 0])}, params)
        yield call({"input": SPECIAL_ROWS[0].float(), "target": torch.tensor(1)}, params)
        yield call({"input": SPECIAL_ROWS[0].float(), "target": torch.tensor([1])}, params)
        yield call({"input": torch.zeros(0, 3), "target": torch.zeros(0, dtype=torch.int64)}, params)
        one = params | ({} if weights is None else {"weight": weights[:1]})
        yield call({"input": torch.zeros(2, 1), "target": torch.zeros(2, dtype=torch.int64)}, one)
        yield call({"input": torch.tensor(0.5), "target": torch.tensor(0)}, one)
        yield call({"input": torch.tensor([0.5]), "target": torch.tensor(0)}, one)


def margin_errors(maker: Maker) -> Iterator[Call]:
    """Other powers, classes out of range, targets and weights of the wrong kind or shape, halves."""
    call = asker("MultiMarginLoss", "error", ("input",))
    plain = {"input": SPECIAL_ROWS[:4].float(), "target": torch.tensor([0, 1, 2, 0])}
    for via in ("module", "functional"):
        refused = partial(call, via=via)
        for p in (0, 3, -1, 4):
            yield refused(plain, {"p": p})
        for wrong, reduction in product((3, -1, 100, -100), REDUCTIONS):
            yield refused(plain | {"target": torch.tensor([0, wrong, 2, 0])}, {"reduction": reduction})
            yield refused({"input": plain["input"][0], "target": torch.tensor(wrong)}, {"reduction": reduction})
        for shape in ((4, 1), (3,), (5,), (), (4, 3), (1, 4), (0,), (1,)):
            yield refused(plain | {"target": torch.zeros(shape, dtype=torch.int64)})
        for shape in ((), (3,), (2, 3, 4), (4, 0), (0,), (0, 3), (4, 3, 1), (3, 3), (1, 3)):
            for target in ((4,), (3,), (), (0,), (1,)):
                yield refused({"input": torch.ones(shape), "target": torch.zeros(target, dtype=torch.int64)})
        for shape in ((), (1, 3), (2,), (4,), (0,), (1,), (3, 1)):
            yield refused(plain, {"weight": torch.ones(shape)})
        for dtype in (*FLOATS, *INTEGERS):
            yield refused(plain | {"target": plain["target"].to(dtype)})
            yield refused(plain, {"weight": torch.ones(3, dtype=dtype)})
            if not dtype.is_floating_point:
                yield refused(plain | {"input": plain["input"].to(dtype)}, {}, ())
            else:
                yield refused(plain | {"input": plain["input"].to(dtype)})
                yield refused(plain | {"input": plain["input"].to(dtype)}, {"weight": torch.ones(3, dtype=dtype)})
        for reduction in BAD_REDUCTIONS:
            yield refused(plain, {"reduction": reduction})
        yield refused(plain, {"weight": torch.ones(3)}, ("input", "weight"))
        yield refused(plain, {"p": 3, "weight": torch.ones(2, 2)})
    for value in (2.0, 0.5, True, "balanced"):
        yield call(plain, {"weight": value})
    yield call(plain, {"p": plain["input"], "margin": plain["target"]})


def label_edges(maker: Maker) -> Iterator[Call]:
    """Special scores with each list of labels: empty, full, repeated, one-hot by mistake."""
    call = asker("MultiLabelMarginLoss", "edge", ("input",))
    lists = ([-1, -1, -1], [0, -1, -1], [2, 0, -1], [0, 1, 2], [1, 1, -1], [0, -1, 2], [1, 0, 0], [0, 1, 0], [-1, 2, 1])
    for dtype, target in product((torch.float64, torch.float32), lists):
        yield call({"input": SPECIAL_ROWS.to(dtype), "target": torch.tensor([target] * len(SPECIAL_ROWS))}, {"reduction": "none"})
    for reduction, target in product(REDUCTIONS, lists):
        yield call({"input": SPECIAL_ROWS[:2].float(), "target": torch.tensor([target, lists[2]])}, {"reduction": reduction})
        yield call({"input": SPECIAL_ROWS[0].float(), "target": torch.tensor(target)}, {"reduction": reduction})
    for reduction, shape in product(REDUCTIONS, ((0, 3), (2, 0), (0,), (), (1,), (1, 1), (3, 1))):
        yield call({"input": torch.zeros(shape), "target": torch.zeros(shape, dtype=torch.int64)}, {"reduction": reduction})
        yield call({"input": torch.ones(shape), "target": torch.full(shape, -1)}, {"reduction": reduction})


def label_errors(maker: Maker) -> Iterator[Call]:
    """Labels out of range, targets of another shape or kind, halves."""
    call = asker("MultiLabelMarginLoss", "error", ("input",))
    plain = {"input": SPECIAL_ROWS[:2].float(), "target": torch.tensor([[0, 2, -1], [1, -1, 0]])}
    for via in ("module", "functional"):
        refused = partial(call, via=via)
        for wrong in (3, -2, 100):
            yield refused(plain | {"target": torch.tensor([[0, wrong, -1], [1, -1, 0]])})
            yield refused(plain | {"target": torch.tensor([[0, -1, wrong], [1, -1, 0]])})
            yield refused({"input": plain["input"][0], "target": torch.tensor([wrong, -1, 0])}, {"reduction": "none"})
        for left, right in product(((2, 3), (3,), (), (2, 3, 4), (2, 0), (0, 3)), ((2,), (3,), (2, 4), (3, 2), (1, 3), (), (2, 3, 1), (6,), (0,))):
            yield refused({"input": torch.ones(left), "target": torch.zeros(right, dtype=torch.int64)})
        for dtype in (*FLOATS, *INTEGERS):
            yield refused(plain | {"target": plain["target"].to(dtype)})
            yield refused(plain | {"input": plain["input"].to(dtype)}, {}, ("input",) if dtype.is_floating_point else ())
        for reduction in BAD_REDUCTIONS:
            yield refused(plain, {"reduction": reduction})
    yield call(plain, {"size_average": plain["input"], "reduce": plain["target"]})


def soft_edges(maker: Maker) -> Iterator[Call]:
    """Every extreme score with every label, weights, empty tensors, one dimension and none."""
    call = asker("MultiLabelSoftMarginLoss", "edge", ("input", "target"))
    scores = (0.0, 1.0, -1.5, 20.0, 88.8, -104.0, 1e4, -3e38, inf, -inf, nan)
    pairs = torch.tensor(list(product(scores, (0.0, 1.0, 0.5, -1.0, 2.0, nan))), dtype=torch.float64)
    for dtype in FLOATS:
        one = {"input": pairs[:, :1].to(dtype), "target": pairs[:, 1:].to(dtype)}
        yield call(one, {"reduction": "none"})
        calm = {name: value.reshape(-1, 6)[:4] for name, value in one.items()}
        calm["target"] = calm["target"].nan_to_num(1)
        for reduction in REDUCTIONS:
            yield call(calm, {"reduction": reduction})
            for weight in ((6,), (1,), (4, 6), (4, 1)):
                yield call(calm, {"reduction": reduction, "weight": maker.positive(weight, dtype)}, ("input", "target", "weight"))
    for weight in (0.0, -1.0, inf, nan, 1e30):
        inputs = {"input": torch.tensor([[0.5, -1.0]]), "target": torch.tensor([[1.0, 0.0]])}
        yield call(inputs, {"weight": torch.tensor([weight, 1.0])}, ("input", "target", "weight"))
    for shape, reduction in product(((0, 3), (2, 0), (0,), (1,), (3,), (2, 1, 3), (2, 0, 3), (1, 1, 1, 1)), REDUCTIONS):
        inputs = {"input": maker.real(shape, torch.float32, "plain"), "target": maker.probabilities(shape, torch.float32)}
        yield call(inputs, {"reduction": reduction})
    for left, right in (((2, 3), (3,)), ((3,), (2, 3)), ((2, 1), (2, 3)), ((2, 3), (1,)), ((2, 3), ())):
        yield call({"input": maker.real(left, torch.float32, "plain"), "target": maker.probabilities(right, torch.float32)}, {"reduction": "none"})


def soft_errors(maker: Maker) -> Iterator[Call]:
    """No dimension to average over, shapes that do not fit, whole numbers."""
    call = asker("MultiLabelSoftMarginLoss", "error", ("input",))
    plain = {"input": torch.tensor([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]]), "target": torch.tensor([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])}
    for via in ("module", "functional"):
        refused = partial(call, via=via)
        for reduction in (*REDUCTIONS, *BAD_REDUCTIONS):
            yield refused({"input": torch.tensor(0.5), "target": torch.tensor(1.0)}, {"reduction": reduction})
            yield refused(plain, {"reduction": reduction})
        for shape in ((2,), (3, 2), (2, 4), (4,), (2, 3, 1), (0,), (2, 3, 4)):
            yield refused(plain | {"target": torch.ones(shape)})
            yield refused(plain | {"input": torch.ones(shape)})
            yield refused(plain, {"weight": torch.ones(shape)})
        for dtype in INTEGERS:
            yield refused(plain | {"target": plain["target"].to(dtype)})
            yield refused(plain | {"input": plain["input"].to(dtype)}, {}, ())
            yield refused(plain, {"weight": torch.ones(3, dtype=dtype)})
        for left, right in product(FLOATS, repeat=2):
            if left != right:
                yield refused({"input": plain["input"].to(left), "target": plain["target"].to(right)}, {}, ("input", "target"))
                yield refused({name: value.to(left) for name, value in plain.items()}, {"weight": torch.ones(3, dtype=right)})
    for value in (2.0, 0.5, True, [1.0, 2.0]):
        yield call(plain, {"weight": value})
    yield call(plain, {"weight": plain["input"], "size_average": plain["target"]})


FAMILIES = {
    "MultiMarginLoss": Family(margin, margin_edges, margin_errors),
    "MultiLabelMarginLoss": Family(labels, label_edges, label_errors),
    "MultiLabelSoftMarginLoss": Family(soft, soft_edges, soft_errors),
}
