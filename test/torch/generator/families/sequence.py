"""CTCLoss: a label sequence without alignment."""

from collections.abc import Iterator
from itertools import product

import torch

from ..call import Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
REDUCTIONS = ("mean", "sum", "none")
BAD_REDUCTIONS = ("avg", "Mean", "", "elementwise_mean", "batchmean", None)
Inputs = dict[str, object]


def log_probabilities(maker: Maker, shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
    """Logarithms of probabilities over the classes, or now and then plain logits."""
    if maker.chance(0.08):
        return maker.real(shape, dtype, "plain")
    return maker.distribution(shape, dtype, len(shape) - 1, log=True)


def labels(maker: Maker, count: int, classes: int, blank: int) -> torch.Tensor:
    """Labels other than the blank, with repetitions."""
    drawn = maker.whole((count,), 0, max(1, classes - 1))
    return torch.where(drawn >= blank, drawn + 1, drawn) if classes > 1 else drawn


def lengths(maker: Maker, values: list[int], as_list: bool) -> torch.Tensor | list[int]:
    """Lengths as tensor or as list."""
    return values if as_list else torch.tensor(values, dtype=maker.pick(torch.int64, torch.int64, torch.int32))


def random(maker: Maker) -> Call:
    """Batches and single sequences; padded and concatenated targets; lengths as tensors and as lists."""
    dtype = maker.dtype(halves=maker.chance(0.1))
    classes, frames, batch = maker.pick(2, 3, 4, 6), maker.random.randint(1, 9), maker.random.randint(1, 4)
    blank = maker.pick(0, 0, classes - 1, maker.random.randrange(classes))
    is_single = maker.chance(0.15)
    batch = 1 if is_single else batch
    input_lengths = [frames if maker.chance(0.6) else maker.random.randint(0 if maker.chance(0.1) else 1, frames) for _ in range(batch)]
    longest = maker.random.randint(1, 5)
    target_lengths = [maker.random.randint(0 if maker.chance(0.2) else 1, longest) for _ in range(batch)]
    rows = [labels(maker, count, classes, blank) for count in target_lengths]
    if is_single or maker.chance(0.3):
        targets = torch.cat(rows)
    else:
        padding = maker.pick(0, blank, 1, -1)
        targets = torch.full((batch, longest), padding)
        for index, row in enumerate(rows):
            targets[index, : len(row)] = row
    if maker.chance(0.1):
        targets = targets.to(torch.int32)
    as_lists = maker.chance(0.4)
    shape = (frames, classes) if is_single else (frames, batch, classes)
    inputs: Inputs = {"log_probs": log_probabilities(maker, shape, dtype), "targets": targets}
    inputs["input_lengths"] = lengths(maker, input_lengths, as_lists)
    inputs["target_lengths"] = lengths(maker, target_lengths, as_lists)
    if is_single and not as_lists and maker.chance(0.6):
        inputs["input_lengths"], inputs["target_lengths"] = torch.tensor(input_lengths[0]), torch.tensor(target_lengths[0])
    params = {"reduction": maker.pick(*REDUCTIONS), "zero_infinity": maker.chance(0.3), "blank": blank}
    return Call("CTCLoss", inputs, params, maker.grads("log_probs"), maker.via())


def plain(dtype: torch.dtype = torch.float32) -> Inputs:
    """Two sequences of six frames over five classes."""
    steps = torch.arange(60, dtype=torch.float64).reshape(6, 2, 5)
    return {
        "log_probs": (steps * 0.7).sin().log_softmax(2).to(dtype),
        "targets": torch.tensor([[1, 2, 2, 3], [4, 1, 0, 0]]),
        "input_lengths": torch.tensor([6, 5]),
        "target_lengths": torch.tensor([4, 2]),
    }


def edges(maker: Maker) -> Iterator[Call]:
    """No labels, no frames, no room for the labels, impossible classes, blanks among the labels."""
    call = asker("CTCLoss", "edge", ("log_probs",))
    for dtype, reduction, zero, blank in product((torch.float64, torch.float32), REDUCTIONS, (False, True), (0, 4)):
        params = {"reduction": reduction, "zero_infinity": zero, "blank": blank}
        if dtype == torch.float64 and (blank or reduction == "sum"):
            continue
        good = plain(dtype)
        yield call(good, params)
        for inputs, targets in (([6, 6], [0, 0]), ([6, 6], [0, 4]), ([3, 6], [4, 2]), ([0, 6], [1, 2]), ([0, 0], [0, 0]), ([1, 1], [1, 1]), ([4, 6], [3, 2]), ([5, 1], [4, 0])):
            lengths = {"input_lengths": torch.tensor(inputs), "target_lengths": torch.tensor(targets)}
            yield call(good | lengths, params)
            flat = torch.cat([row[:count] for row, count in zip(good["targets"], targets, strict=True)])
            yield call(good | {"targets": flat, "input_lengths": inputs, "target_lengths": targets}, params)
        for value, place in product((-inf, inf, nan, -1e30, 0.0), ((0, 0, 1), (2, 0, 0), (5, 1, 3), (slice(None), 0, 2), (slice(None), slice(None), 0), (1, 0))):
            special = good["log_probs"].clone()
            special[place] = value
            if reduction == "none" or place in ((0, 0, 1), (1, 0)):
                yield call(good | {"log_probs": special}, params)
    for zero, reduction in product((False, True), REDUCTIONS):
        params = {"zero_infinity": zero, "reduction": reduction}
        for targets in ([1], [1, 1], [1, 1, 1], [1, 2, 1], [0], [0, 0], [1, 0, 2], [2, 2, 2, 2], []):
            for frames in (1, 2, 3, 5):
                log_probs = plain()["log_probs"][:frames, 0]
                single = {"log_probs": log_probs, "targets": torch.tensor(targets, dtype=torch.int64)}
                single |= {"input_lengths": torch.tensor(frames), "target_lengths": torch.tensor(len(targets))}
                if reduction != "sum" or frames == 3:
                    yield call(single, params)
        for shape in ((4, 0, 3), (0, 2, 3), (0, 3)):
            batch = shape[1] if len(shape) == 3 else 1
            empty = {"log_probs": torch.zeros(shape), "targets": torch.zeros((batch, 2), dtype=torch.int64)}
            if len(shape) == 2:
                empty["targets"] = torch.zeros(0, dtype=torch.int64)
            empty |= {name: torch.zeros(batch, dtype=torch.int64) for name in ("input_lengths", "target_lengths")}
            yield call(empty, params)
    # Many frames, where probabilities themselves would underflow.
    long = {"log_probs": maker.distribution((120, 1, 4), torch.float32, 2, log=True) - 3, "targets": torch.tensor([[1, 2, 3, 3, 1]])}
    for reduction, as_lists in product(REDUCTIONS, (False, True)):
        sizes = {"input_lengths": [120], "target_lengths": [5]}
        yield call(long | (sizes if as_lists else {name: torch.tensor(value) for name, value in sizes.items()}), {"reduction": reduction})
    # A blank among the labels, and as the last, of a sample with many numbers.
    steps = torch.arange(540, dtype=torch.float64).reshape(60, 1, 9)
    for dtype, targets in product((torch.float64, torch.float32), ([1, 2, 0], [0], [1, 0, 2])):
        many = {"log_probs": (steps * 0.7).sin().log_softmax(2).to(dtype), "targets": torch.tensor([targets])}
        yield call(many | {"input_lengths": torch.tensor([60]), "target_lengths": torch.tensor([len(targets)])})


def errors(maker: Maker) -> Iterator[Call]:
    """Lengths that do not fit, targets of the wrong shape, dtypes without a kernel, blanks out of range."""
    call = asker("CTCLoss", "error", ("log_probs",))
    good = plain()
    for via, reduction in product(("module", "functional"), ("mean", "none")):
        params = {"reduction": reduction}

        def refused(inputs, more=None, grads=("log_probs",), via=via, params=params):
            return call(inputs, params | (more or {}), grads, via)

        for inputs, targets in (([7, 5], [4, 2]), ([6, 5], [5, 2]), ([6], [4, 2]), ([6, 5], [4]), ([6, 5, 4], [4, 2, 1]), ([-1, 5], [4, 2]), ([6, 5], [-1, 2]), ([], []), ([100, 5], [4, 2])):
            yield refused(good | {"input_lengths": torch.tensor(inputs, dtype=torch.int64), "target_lengths": torch.tensor(targets, dtype=torch.int64)})
            yield refused(good | {"input_lengths": inputs, "target_lengths": targets})
        for shape in ((2,), (6,), (5,), (7,), (0,), (1, 4), (3, 4), (2, 3), (2, 0), (2, 4, 1), (), (4, 2), (2, 9)):
            yield refused(good | {"targets": torch.ones(shape, dtype=torch.int64)})
        for shape in ((6,), (), (6, 3, 5), (6, 1, 5), (6, 5), (6, 2, 5, 1), (6, 2, 0), (6, 2)):
            yield refused(good | {"log_probs": torch.zeros(shape), "targets": torch.ones(2, 4, dtype=torch.int64)})
        for blank in (-1, 5, 6, 100):
            yield refused(good, {"blank": blank})
        for dtype in (*FLOATS, *INTEGERS):
            if dtype not in (torch.float32, torch.float64):
                grads = ("log_probs",) if dtype.is_floating_point else ()
                yield refused(good | {"log_probs": good["log_probs"].to(dtype)}, {}, grads)
            yield refused(good | {"targets": good["targets"].to(dtype)})
            yield refused(good | {"input_lengths": good["input_lengths"].to(dtype)})
            yield refused(good | {"target_lengths": good["target_lengths"].to(dtype)})
        yield refused(good | {"input_lengths": torch.tensor([[6, 5]])})
        yield refused(good | {"target_lengths": torch.tensor(2)})
        single = {"log_probs": good["log_probs"][:, 0], "targets": torch.tensor([1, 2]), "input_lengths": torch.tensor(6), "target_lengths": torch.tensor(2)}
        for targets, count in (([1], 2), ([1, 2, 3], 2), ([[1, 2]], 2), ([], 0), ([1, 2], 0)):
            yield refused(single | {"targets": torch.tensor(targets, dtype=torch.int64), "target_lengths": torch.tensor(count)})
            yield refused(single | {"targets": torch.tensor(targets, dtype=torch.int64), "target_lengths": [count], "input_lengths": [6]})
    for reduction, via in product(BAD_REDUCTIONS, ("module", "functional")):
        yield call(good, {"reduction": reduction}, ("log_probs",), via)


def reads_outside(call: Call) -> bool:
    """Whether a label that counts is out of range: PyTorch looks it up beyond the frame's row."""
    log_probs, targets = call.inputs.get("log_probs"), call.inputs.get("targets")
    counts = call.inputs.get("target_lengths")
    if counts is None or not log_probs.dim() or not targets.dim() or (torch.is_tensor(counts) and counts.is_floating_point()):
        return False
    counts = [int(count) for count in (counts.flatten().tolist() if torch.is_tensor(counts) else counts)]
    if targets.dim() == 1:
        labels = targets[: max(0, sum(counts))]
    else:
        labels = torch.cat([row.flatten()[: max(0, count)] for row, count in zip(targets, counts, strict=False)] or [targets.flatten()[:0]])
    return bool(((labels < 0) | (labels >= log_probs.shape[-1])).any())


FAMILIES = {"CTCLoss": Family(random, edges, errors, reads_outside)}
