"""CrossEntropyLoss, NLLLoss and NLLLoss2d: one of C classes, or probabilities of each."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import torch

from ..call import Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
REDUCTIONS = ("mean", "sum", "none")


def shapes(maker: Maker) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """The input's shape, the index target's, and the number of classes."""
    classes = maker.pick(1, 2, 3, 4, 5, 5, 10, 17)
    kind = maker.random.choices(("C", "NC", "NCd"), (15, 55, 30))[0]
    if kind == "C":
        return (classes,), (), classes
    batch = maker.size(6)
    rest = tuple(maker.size(3) for _ in range(maker.pick(1, 1, 2, 2, 3))) if kind == "NCd" else ()
    return (batch, min(classes, 5) if rest else classes, *rest), (batch, *rest), min(classes, 5) if rest else classes


def indices(maker: Maker, shape: tuple[int, ...], classes: int, ignored: int) -> torch.Tensor:
    """Class indices, some of them ignored."""
    target = maker.whole(shape, 0, classes)
    return maker.sprinkle(target, (ignored,)) if maker.chance(0.3) else target


def random(loss: str, maker: Maker) -> Call:
    """Any number of dimensions, indices or probabilities, weights, ignored indices, smoothing."""
    dtype = maker.dtype()
    shape, target_shape, classes = shapes(maker)
    params = maker.reduction()
    ignored = -100
    is_entropy = loss == "CrossEntropyLoss"
    is_index = not is_entropy or maker.chance(0.6)
    if is_index and maker.chance(0.3):
        ignored = params["ignore_index"] = maker.pick(0, 1, -1, classes - 1, 255, -100)
    if is_entropy or maker.chance(0.25):
        input = maker.real(shape, dtype)
    else:
        input = maker.distribution(shape, dtype, log=True)
    if is_index:
        target = indices(maker, target_shape, classes, ignored)
        if not (target < 0).any() and maker.chance(0.05):
            target = target.to(torch.uint8)
    elif maker.chance(0.7):
        target = maker.distribution(shape, dtype)
    else:
        target = maker.real(shape, dtype)
    if maker.chance(0.35):
        params["weight"] = maker.positive((classes,), dtype)
    if is_entropy and maker.chance(0.4):
        params["label_smoothing"] = maker.pick(0.1, 0.05, 0.2, 0.5, 1.0, 0.9)
    names = ["input"]
    if not is_index:
        names += ["target"] + (["weight"] if "weight" in params and maker.chance(0.5) else [])
    return Call(loss, {"input": input, "target": target}, params, maker.grads(*names), maker.via())


def configurations(loss: str) -> list[dict[str, object]]:
    """The parameters that change which formula runs."""
    weight = torch.tensor([0.5, 2.0, 0.0])
    found = [{}, {"weight": weight}, {"ignore_index": 1}, {"weight": weight, "ignore_index": 0}]
    if loss == "CrossEntropyLoss":
        found += [{"label_smoothing": 0.1}, {"label_smoothing": 0.3, "weight": weight, "ignore_index": 2}]
        found += [{"label_smoothing": 1.0}]
    return found


def edges(loss: str, maker: Maker) -> Iterator[Call]:
    """Infinities in each place, everything ignored, no rows, no classes, extreme logits, zero weights."""
    call = asker(loss, "edge", ("input",))
    rows = torch.tensor(
        [[1.0, 2.0, 3.0], [inf, 0.0, 1.0], [-inf, 0.0, 1.0], [nan, 0.0, 1.0], [-inf, -inf, -inf], [inf, inf, 0.0],
         [1e4, -1e4, 0.0], [88.0, -88.0, 0.0], [3e38, -3e38, 0.0], [0.0, 0.0, 0.0], [1e-8, -0.0, 0.0]],
        dtype=torch.float64,
    )  # fmt: skip
    for dtype, parameters in product(FLOATS, configurations(loss)):
        params = {name: value.to(dtype) if torch.is_tensor(value) else value for name, value in parameters.items()}
        for target in ([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1], [2, 0, 0, 1, 2, 0, 1, 0, 1, 2, 0]):
            yield call({"input": rows.to(dtype), "target": torch.tensor(target)}, params | {"reduction": "none"})
        for reduction in ("mean", "sum"):
            calm = rows[[0, 6, 7, 9, 10]].to(dtype)
            yield call({"input": calm, "target": torch.tensor([0, 1, 2, 0, 1])}, params | {"reduction": reduction})
    for parameters, reduction in product(configurations(loss), REDUCTIONS):
        params = parameters | {"reduction": reduction}
        ignored = params.get("ignore_index", -100)
        plain = torch.tensor([[0.5, -1.0, 2.0], [3.0, 0.25, -2.0]])
        yield call({"input": plain, "target": torch.full((2,), ignored)}, params)
        yield call({"input": plain[0], "target": torch.tensor(ignored)}, params)
        yield call({"input": plain[0], "target": torch.tensor(2)}, params)
        yield call({"input": plain, "target": torch.tensor([ignored, 2])}, params)
        hidden = torch.tensor([[nan, -1.0, inf], [3.0, 0.25, -2.0]])
        yield call({"input": hidden, "target": torch.tensor([ignored, 2])}, params)
        yield call({"input": plain[0], "target": torch.tensor([1])}, params)
        for shape, target in (((0, 3), (0,)), ((0, 3, 2), (0, 2)), ((2, 3, 0), (2, 0)), ((2, 3, 0, 4), (2, 0, 4))):
            yield call({"input": torch.ones(shape), "target": torch.zeros(target, dtype=torch.int64)}, params)
    for reduction in REDUCTIONS:
        params = {"reduction": reduction}
        for shape, target in (((2, 0), (2,)), ((0, 0), (0,)), ((0,), ()), ((2, 0, 3), (2, 3))):
            yield call({"input": torch.ones(shape), "target": torch.full(target, -100)}, params)
        for weight in ([0.0, 0.0, 0.0], [0.0, 1.0, 1.0], [-1.0, 1.0, 2.0], [inf, 1.0, 1.0], [nan, 1.0, 1.0]):
            inputs = {"input": torch.tensor([[0.5, -1.0, 2.0], [3.0, 0.25, -2.0]]), "target": torch.tensor([0, 1])}
            yield call(inputs, params | {"weight": torch.tensor(weight)})
        for shape in ((2, 3, 1, 1, 2), (2, 3, 2, 1, 1, 2), (1, 3, 1, 1, 1, 1)):
            target = maker.whole((shape[0], *shape[2:]), 0, 3)
            yield call({"input": maker.real(shape, torch.float32, "plain"), "target": target}, params)
        yield call({"input": maker.real((3, 1), torch.float32), "target": torch.zeros(3, dtype=torch.int64)}, params)
        for dtype in FLOATS:
            wide = {"input": maker.real((2, 100), dtype, "large"), "target": torch.tensor([99, 0])}
            yield call(wide, params)
            tall = {"input": maker.real((150, 2), dtype, "plain"), "target": maker.whole((150,), 0, 2)}
            yield call(tall, params)
        # What cancels shows the order in which PyTorch adds.
        values = [1.5, 1e30, -2.25, 0.5, -1e30, 3.0, 0.125, 1e8, -1.0, 7.0, -1e8, 0.3]
        for dtype in (torch.float32, torch.float64):
            huge = torch.tensor(values, dtype=dtype)
            yield call({"input": torch.stack([huge, huge * 0], 1), "target": torch.zeros(12, dtype=torch.int64)}, params)
            grid = torch.stack([huge, huge * 0]).reshape(1, 2, 3, 4)
            yield call({"input": grid, "target": torch.zeros((1, 3, 4), dtype=torch.int64)}, params)
    # As many classes as positions: probabilities if the shapes are equal, swapped axes go unnoticed otherwise.
    square = {"input": maker.real((2, 4, 4), torch.float32, "plain"), "target": maker.whole((2, 4), 0, 4)}
    yield call(square, {"reduction": "none"})
    if loss == "CrossEntropyLoss":
        yield from probability_edges(call, maker)


def probability_edges(call, maker: Maker) -> Iterator[Call]:
    """Targets that are probabilities: certain, not normalised, negative, empty, infinite."""
    logits = torch.tensor([[0.5, -1.0, 2.0], [3.0, 0.25, -2.0], [-inf, 0.0, 1.0], [nan, 1.0, 2.0], [90.0, -90.0, 0.0]], dtype=torch.float64)
    targets = (
        [[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0], [0, 1.0, 0], [0, 0, 1.0]],
        [[0.2, 0.3, 0.5], [0, 0, 0], [0.5, 0.5, 0], [1, 1, 1], [-1, 3, 0.5]],
        [[inf, 0, 0], [nan, 0, 1], [1, 0, 0], [0, 0, 0], [1e30, 0, -1e30]],
        [[-inf, 0, 0], [-inf, inf, 1], [1, -inf, 0], [0, 0, 1e4], [0, -inf, 0]],
    )
    both = ("input", "target")
    for dtype, target, smoothing in product(FLOATS, targets, (0.0, 0.1, 1.0)):
        inputs = {"input": logits.to(dtype), "target": torch.tensor(target, dtype=torch.float64).to(dtype)}
        yield call(inputs, {"label_smoothing": smoothing, "reduction": "none"}).but(requires_grad=both)
        spatial = {name: value.T.unsqueeze(0).contiguous() for name, value in inputs.items()}
        yield call(spatial, {"label_smoothing": smoothing, "reduction": "sum"}).but(requires_grad=both)
    for reduction, smoothing in product(REDUCTIONS, (0.0, 0.2)):
        params = {"reduction": reduction, "label_smoothing": smoothing}
        for shape in ((0, 3), (2, 0), (0,), (3,), (1,), (2, 3, 0), (0, 0), (2, 3, 2, 2), (1, 1)):
            inputs = {"input": maker.real(shape, torch.float32, "plain"), "target": maker.probabilities(shape, torch.float32)}
            yield call(inputs, params).but(requires_grad=both)
        for weight in ([0.0, 0.0, 0.0], [1.0, 2.0, 3.0], [-1.0, 0.0, nan]):
            inputs = {"input": maker.real((2, 3), torch.float32, "plain"), "target": maker.probabilities((2, 3), torch.float32)}
            everything = ("input", "target", "weight")
            yield call(inputs, params | {"weight": torch.tensor(weight)}).but(requires_grad=everything)
    # Sums that overflow on their way, and losses that cancel.
    logits = torch.arange(15, dtype=torch.float32).reshape(1, 5, 3).mul(1.3).sin()
    huge = torch.tensor([-2e38, -1e38, -4e37, -3e38, 1e38, -2e38, 3e38, -3e38, 1e38, 2e38, -3e38, 9e37, -3e37, 5e37, 2e38])
    large = torch.tensor([1e9, -1e9, 3.0, -0.5, 7e8, -7e8, 0.25, 1e-3, -2e9, 2e9, 1.0, 5e7, -5e7, 0.1, 2.0])
    for target, reduction in product((huge, large), REDUCTIONS):
        inputs = {"input": logits, "target": target.reshape(1, 5, 3)}
        yield call(inputs, {"reduction": reduction}).but(requires_grad=both)
        rows = {name: value.reshape(5, 3) for name, value in inputs.items()}
        yield call(rows, {"reduction": reduction}).but(requires_grad=both)
    # A label so large that the last digit of the largest score shows.
    far = {"input": torch.tensor([[7998.19227720943, -6165.747284238674, 2.17736061410017, -14.260792925020224]], dtype=torch.float64)}
    far["target"] = torch.tensor([[1e30, -1.5, 1.46875, -0.328125]], dtype=torch.float64)
    yield call(far, {"reduction": "none"}).but(requires_grad=both)


def errors(loss: str, maker: Maker) -> Iterator[Call]:
    """Classes out of range, targets of the wrong kind or shape, weights that do not fit, bad parameters."""
    call = asker(loss, "error", ("input",))
    logits = torch.tensor([[0.5, -1.0, 2.0, 0.0, 1.0], [3.0, 0.25, -2.0, 1.0, 0.5], [0.0, 1.0, 2.0, 3.0, 4.0]])
    target = torch.tensor([1, 0, 4])
    plain = {"input": logits, "target": target}
    for via in ("module", "functional"):
        refused = partial(call, via=via)
        for wrong in (5, -1, 100, -2, 7):
            for reduction in REDUCTIONS:
                inputs = {"input": logits, "target": torch.tensor([1, wrong, 0])}
                yield refused(inputs, {"reduction": reduction})
            yield refused({"input": logits[0], "target": torch.tensor(wrong)})
            spatial = {"input": logits.reshape(1, 3, 5), "target": torch.tensor([[0, 1, 2, 1, wrong]])}
            yield refused(spatial)
        for dtype in (*FLOATS, *INTEGERS):
            yield refused({"input": logits, "target": target.to(dtype)})
            yield refused({"input": logits.double(), "target": target.to(dtype)})
        for shape in ((3, 1), (2,), (4,), (), (3, 5), (3, 4), (1, 3), (5,), (3, 1, 1), (0,)):
            yield refused({"input": logits, "target": torch.zeros(shape, dtype=torch.int64)})
            yield refused({"input": logits, "target": torch.zeros(shape)})
        for left, right in (
            ((2, 4, 7), (2, 4)), ((2, 4, 7), (2, 7, 1)), ((2, 4, 7), (3, 7)), ((2, 4, 3, 3), (2, 3)), ((2, 4, 3, 3), (2, 3, 2)),
            ((2, 4, 3, 3), (2, 1, 3, 3)), ((2, 3, 2, 2, 2), (2, 2, 2)), ((2, 3, 2, 2, 2), (2, 2, 2, 3)), ((), ()), ((4,), (4, 1)),
            ((4,), (2,)), ((2, 4, 7), (2,)), ((2, 4, 7), ()), ((4,), (0,)), ((0, 3), (1,)), ((0, 3), ()), ((2, 0), (2,)), ((0,), ()), ((3, 4), ()),
        ):  # fmt: skip
            yield refused({"input": torch.ones(left), "target": torch.zeros(right, dtype=torch.int64)})
            yield refused({"input": torch.ones(left), "target": torch.zeros(right)})
            if 0 in left or not right:
                yield refused({"input": torch.ones(left), "target": torch.zeros(right, dtype=torch.int64)}, {"reduction": "none"})
        for shape in ((4,), (6,), (1,), (), (5, 1), (1, 5), (0,)):
            yield refused(plain, {"weight": torch.ones(shape)})
            yield refused({"input": logits, "target": logits.softmax(1)}, {"weight": torch.ones(shape)})
            yield refused({"input": logits[0], "target": torch.tensor(1)}, {"weight": torch.ones(shape)})
        for dtype in (*FLOATS, torch.int64, torch.bool):
            yield refused(plain, {"weight": torch.ones(5, dtype=dtype)})
            yield refused({"input": logits, "target": logits.softmax(1)}, {"weight": torch.ones(5, dtype=dtype)})
        for dtype in INTEGERS:
            yield refused({"input": logits.to(dtype), "target": target}).but(requires_grad=())
            yield refused({"input": logits[0].to(dtype), "target": target[0]}).but(requires_grad=())
            yield refused({"input": logits.to(dtype), "target": logits.to(dtype)}).but(requires_grad=())
        for left, right in product(FLOATS, repeat=2):
            if left != right:
                inputs = {"input": logits.to(left), "target": logits.softmax(1).to(right)}
                yield refused(inputs).but(requires_grad=("input", "target"))
        for reduction in ("avg", "Mean", "", "batchmean", None):
            yield refused(plain, {"reduction": reduction})
        weighted = {"weight": torch.ones(5)}
        yield refused(plain, weighted).but(requires_grad=("input", "weight"))
        yield refused({"input": logits, "target": logits.softmax(1)}).but(requires_grad=("target",))
        if loss == "CrossEntropyLoss":
            for smoothing in (1.5, -0.1, nan, inf, -1.0, 1.0000001, 2.0):
                yield refused(plain, {"label_smoothing": smoothing})
                yield refused({"input": logits, "target": logits.softmax(1)}, {"label_smoothing": smoothing})
            for ignored in (1, 0, -1, -100, 255):
                yield refused({"input": logits, "target": logits.softmax(1)}, {"ignore_index": ignored})
            smoothed = {"weight": torch.ones(5), "label_smoothing": 0.1}
            yield refused(plain, smoothed).but(requires_grad=("input", "weight"))
            yield refused(plain, {"weight": torch.ones(4), "label_smoothing": 0.1})
            yield refused(plain, {"weight": torch.ones(5).double(), "label_smoothing": 0.1})
    for value in (2.0, 0.5, [1.0, 2.0], "balanced", True):
        yield call(plain, {"weight": value})
    yield call(plain, {"weight": logits, "size_average": target})
    yield call(plain, {"weight": logits[0], "size_average": torch.tensor(1)})


FAMILIES = {
    loss: Family(partial(random, loss), partial(edges, loss), partial(errors, loss))
    for loss in ("CrossEntropyLoss", "NLLLoss", "NLLLoss2d")
}
