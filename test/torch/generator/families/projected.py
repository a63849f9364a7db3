"""LinearCrossEntropyLoss and AdaptiveLogSoftmaxWithLoss: losses with learned weights of their own."""

from collections.abc import Iterator
from itertools import product
from math import prod

import torch
from torch.nn import LinearCrossEntropyOptions as Options

from ..call import Call
from ..maker import FLOATS, INTEGERS, Maker
from . import Family, asker

inf, nan = float("inf"), float("nan")
REDUCTIONS = ("mean", "sum", "none")
BAD_REDUCTIONS = ("avg", "Mean", "", "elementwise_mean", "batchmean", None)
LINEAR = "LinearCrossEntropyLoss"
ADAPTIVE = "AdaptiveLogSoftmaxWithLoss"


def linear_call(inputs: dict, params: dict, weight: torch.Tensor, bias: torch.Tensor | None, grads: tuple, via: str, source: str) -> Call:
    """The module with `weight` as its learned weight, or the functional that is given it. `weight` is
    `(classes, *out_features, in_features)`; the module keeps it flat."""
    if via == "functional":
        given = {"input": inputs["input"], "linear_weight": weight, "target": inputs["target"]}
        params = params | ({} if bias is None else {"linear_bias": bias})
        grads = tuple({"weight*": "linear_weight", "bias*": "linear_bias"}.get(name, name) for name in grads)
        return Call(LINEAR, given, params, grads, via, source)
    classes, *out, features = weight.shape
    own = {"in_features": features, "num_classes": classes, "linear.weight": weight.reshape(-1, features)}
    if out:
        own["out_features"] = out
    if bias is not None:
        own |= {"bias": True, "linear.bias": bias.reshape(-1)}
    grads = tuple({"weight*": "linear.weight", "bias*": "linear.bias"}.get(name, name) for name in grads)
    return Call(LINEAR, inputs, own | params, grads, via, source)


def linear(maker: Maker) -> Call:
    """One row or a batch, several positions per row, indices or probabilities, chunks."""
    dtype = maker.dtype()
    features, classes, batch = maker.random.randint(1, 5), maker.pick(1, 2, 3, 5, 7), maker.random.randint(1, 6)
    is_single = maker.chance(0.15)
    out = tuple(maker.random.randint(1, 3) for _ in range(maker.pick(1, 1, 2))) if not is_single and maker.chance(0.2) else ()
    rows = () if is_single else (batch,)
    style = maker.pick("plain", "plain", None)
    params: dict[str, object] = {"reduction": maker.pick(*REDUCTIONS)}
    is_index = maker.chance(0.7)
    if is_index:
        target = maker.whole((*rows, *out), 0, classes)
        if maker.chance(0.3):
            params["ignore_index"] = maker.pick(0, -1, classes - 1, -100)
        if maker.chance(0.3):
            target = maker.sprinkle(target, (params.get("ignore_index", -100),))
    else:
        target = maker.distribution((*rows, classes, *out), dtype, len(rows))
    if maker.chance(0.3):
        params["label_smoothing"] = maker.pick(0.1, 0.5, 1.0)
    if maker.chance(0.3):
        params["weight"] = maker.positive((classes,), dtype)
    if maker.chance(0.3):
        params["options"] = chunking(maker, dtype)
    weight = maker.real((classes, *out, features), dtype, "plain")
    bias = maker.real((classes, *out), dtype, "plain") if maker.chance(0.35) else None
    names = ["input", "weight*"] + (["bias*"] if bias is not None else []) + ([] if is_index else ["target"])
    inputs = {"input": maker.real((*rows, features), dtype, style), "target": target}
    return linear_call(inputs, params, weight, bias, maker.grads(*names), maker.via(), "random")


def chunking(maker: Maker, dtype: torch.dtype) -> Options:
    """How to cut the batch and what to compute in float32; sometimes what disagrees with the batch or the dtype."""
    fields: dict[str, object] = {"allow_retain_graph": maker.chance(0.3)}
    if maker.chance(0.5):
        fields["batch_chunk_size"] = maker.random.randint(1, 5)
    if maker.chance(0.4):
        fields["chunking_method"] = maker.pick(None, None, "aspect_ratio", "aspect_ratio:2", "aspect_ratio:3")
    if maker.chance(0.6):
        fields["acc_policy"] = maker.pick("accurate", "balanced", "compact")
    if maker.chance(0.5):
        fields["acc_dtype"] = maker.pick(torch.float32, dtype) if maker.chance(0.9) else torch.float64
    return Options(**fields)


def linear_edges(maker: Maker) -> Iterator[Call]:
    """Everything ignored, nan in an ignored row, no rows, no features, each option."""
    weight = torch.tensor([[0.5, -1.0], [2.0, 0.25], [-0.5, 1.5]])
    bias = torch.tensor([0.25, -0.5, 1.0])
    rows = torch.tensor([[1.0, 2.0], [-0.5, 0.25], [3.0, -1.0], [0.0, 0.0]])
    chosen = torch.tensor([0.5, 2.0, 0.0])
    options = (None, Options(), Options(batch_chunk_size=1, chunking_method=None), Options(batch_chunk_size=3, chunking_method=None), Options(chunking_method="aspect_ratio:4"))
    for option, reduction, own, dtype in product(options, REDUCTIONS, (None, bias), FLOATS):
        params = {"reduction": reduction} | ({} if option is None else {"options": option})
        grads = ("input", "weight*") + (() if own is None else ("bias*",))

        def ask(inputs, more=None, via="module", own=own, params=params, grads=grads, dtype=dtype):
            return linear_call(inputs, params | (more or {}), weight.to(dtype), None if own is None else own.to(dtype), grads, via, "edge")

        batch = {"input": rows.to(dtype), "target": torch.tensor([0, 1, 2, 1])}
        yield ask(batch)
        yield ask(batch, {"weight": chosen.to(dtype)})
        if dtype != torch.float32:
            continue
        yield ask(batch, {"ignore_index": 1}, "functional")
        yield ask(batch, {"ignore_index": 1, "weight": chosen})
        yield ask(batch, {"label_smoothing": 0.2})
        yield ask({"input": rows, "target": torch.full((4,), -100)})
        yield ask({"input": rows, "target": torch.tensor([0, -100, 2, -100])})
        hidden = rows.clone()
        hidden[1] = nan
        yield ask({"input": hidden, "target": torch.tensor([0, -100, 2, 1])})
        special = rows.clone()
        special[0, 0], special[2, 1] = inf, 1e30
        yield ask({"input": special, "target": torch.tensor([0, 1, 2, 1])})
        yield ask({"input": rows[0], "target": torch.tensor(2)})
        yield ask({"input": rows[0], "target": torch.tensor(-100)})
        yield ask({"input": rows[:0], "target": torch.zeros(0, dtype=torch.int64)})
        yield ask({"input": rows, "target": (rows @ weight.T).softmax(1)}).but(requires_grad=("input", "target"))
        yield ask({"input": rows[:0], "target": torch.zeros(0, 3)})
        yield ask({"input": rows[0], "target": torch.tensor([0.2, 0.3, 0.5])})
        yield ask(batch, {"weight": chosen * 0})
    # Products of bfloat16s that float32, in which they are added up, does not hold.
    vast = torch.tensor([[-3e38, -2.6e38], [3e38, 2.7e38], [1.0, -1.0]]).to(torch.bfloat16)
    tall = torch.tensor([[-1.25, 1.5], [0.5, -0.25]]).to(torch.bfloat16)
    for reduction, via in product(REDUCTIONS, ("module", "functional")):
        inputs = {"input": tall, "target": torch.tensor([1, 0])}
        yield linear_call(inputs, {"reduction": reduction}, vast, None, ("input", "weight*"), via, "edge")


def linear_errors(maker: Maker) -> Iterator[Call]:
    """Sizes that do not fit, classes out of range, probabilities with an ignored index, bad smoothing."""
    weight = torch.tensor([[0.5, -1.0], [2.0, 0.25], [-0.5, 1.5]])
    rows = torch.tensor([[1.0, 2.0], [-0.5, 0.25], [3.0, -1.0]])
    batch = {"input": rows, "target": torch.tensor([0, 1, 2])}
    for via, option in product(("module", "functional"), (None, Options(), Options(batch_chunk_size=1, chunking_method=None))):

        def refused(inputs, more=None, own=weight, bias=None, grads=("input", "weight*"), via=via, option=option):
            params = (more or {}) | ({} if option is None else {"options": option})
            return linear_call(inputs, params, own, bias, grads, via, "error")

        for wrong, reduction in product((3, -1, 100), REDUCTIONS):
            yield refused({"input": rows, "target": torch.tensor([0, wrong, 2])}, {"reduction": reduction})
        for shape in ((3, 3), (2,), (), (3, 1, 2), (0, 2), (3, 0)):
            yield refused({"input": torch.ones(shape), "target": batch["target"]})
        for shape in ((2,), (4,), (), (3, 1), (3, 2), (3, 3), (1, 3), (0,)):
            yield refused({"input": rows, "target": torch.zeros(shape, dtype=torch.int64)})
            yield refused({"input": rows, "target": torch.zeros(shape)})
        for dtype in (*FLOATS, *INTEGERS):
            yield refused({"input": rows, "target": batch["target"].to(dtype)})
            if dtype != torch.float32:
                grads = ("input", "weight*") if dtype.is_floating_point else ("weight*",)
                yield refused({"input": rows.to(dtype), "target": batch["target"]}, grads=grads)
                yield refused(batch, {"weight": torch.ones(3, dtype=dtype)})
                if dtype.is_floating_point:
                    yield refused(batch, own=weight.to(dtype))
                    yield refused(batch, bias=torch.ones(3, dtype=dtype))
        for shape in ((2,), (4,), (), (1, 3), (0,)):
            yield refused(batch, {"weight": torch.ones(shape)})
        for smoothing in (1.5, -0.1, 2.0, inf, nan):
            yield refused(batch, {"label_smoothing": smoothing})
        for reduction in (*BAD_REDUCTIONS, False, 2.5):
            yield refused(batch, {"reduction": reduction})
        likely = {"input": rows, "target": (rows @ weight.T).softmax(1)}
        yield refused(likely)
        for ignored in (1, -100, 0):
            yield refused(likely, {"ignore_index": ignored})
        several = torch.ones(3, 2, 2)
        for target in ((3, 2), (3,), (3, 1), (2, 2)):
            yield refused({"input": rows, "target": torch.zeros(target, dtype=torch.int64)}, own=several)
        yield refused({"input": rows[0], "target": torch.zeros(2, dtype=torch.int64)}, own=several)
        yield refused(batch, {"weight": torch.ones(3)}, grads=("input", "weight"))
        if via == "functional":
            for shape in ((2,), (), (3, 1), (1, 3)):
                yield refused(batch, bias=torch.ones(shape))
            yield refused(batch, own=torch.ones(2))
            yield refused(batch, own=torch.ones(3, 3))
            for reduction in REDUCTIONS:
                yield refused(batch, {"weight": 2.5, "reduction": reduction})
        if option is not None:
            yield from (refused(batch, odd) for odd in odd_beside_options())


def odd_beside_options() -> Iterator[dict[str, object]]:
    """Arguments of a wrong type, of which the warning about options and `torch.library` have words of their own."""
    ones = (torch.tensor(True), torch.tensor([0]), torch.tensor([1]), torch.tensor(0.25), torch.tensor([0.0]))
    others = (True, False, 0, 1, -0.0, 2.0, "text", [], [1, 2], torch.tensor([1.0, -2.0]), torch.tensor([]))
    for value in (*ones, *others):
        yield {"label_smoothing": value}
        yield {"reduction": value}
    for value, reduction in product((*ones, *others, 2**63, inf), ("mean", "none")):
        yield {"ignore_index": value, "reduction": reduction}
    yield {"weight": [1.5], "ignore_index": 2.0}
    yield {"label_smoothing": 0.1, "ignore_index": 2.0}


def layers(maker: Maker, features: int, cutoffs: list[int], classes: int, div: float, bias: bool, dtype: torch.dtype) -> dict[str, torch.Tensor]:
    """The learned weights under their `state_dict` names."""
    ends = [*cutoffs, classes]
    found = {"head.weight": maker.real((cutoffs[0] + len(cutoffs), features), dtype, "plain")}
    if bias:
        found["head.bias"] = maker.real((cutoffs[0] + len(cutoffs),), dtype, "plain")
    for index in range(len(cutoffs)):
        hidden = int(features // (div ** (index + 1)))
        found[f"tail.{index}.0.weight"] = maker.real((hidden, features), dtype, "plain")
        found[f"tail.{index}.1.weight"] = maker.real((ends[index + 1] - ends[index], hidden), dtype, "plain")
    return found


def adaptive_call(maker: Maker, inputs: dict, features: int, cutoffs: list[int], classes: int, dtype: torch.dtype, source: str, **more) -> Call:
    """A module of that size."""
    div, bias = more.get("div_value", 4.0), more.get("head_bias", False)
    learned = layers(maker, features, cutoffs, classes, div, bias, dtype)
    params = {"in_features": features, "n_classes": classes, "cutoffs": cutoffs} | more | learned
    floating = tuple(name for name, value in (inputs | learned).items() if name != "target_" and value.is_floating_point())
    return Call(ADAPTIVE, inputs, params, floating, "module", source)


def adaptive(maker: Maker) -> Call:
    """Two or three clusters, one row or a batch, some clusters without a target."""
    dtype = maker.dtype()
    features, classes = maker.pick(2, 3, 4, 5, 8), maker.random.randint(3, 12)
    cutoffs = sorted(maker.random.sample(range(1, classes), maker.random.randint(1, min(3, classes - 1))))
    rows = () if maker.chance(0.2) else (maker.random.randint(1, 6),)
    inputs = {"input_": maker.real((*rows, features), dtype, maker.pick("plain", "plain", "grid", "large")), "target_": maker.whole(rows, 0, classes)}
    if maker.chance(0.2):
        inputs["target_"] = inputs["target_"] * 0 + maker.random.randrange(classes)
    more = {"head_bias": maker.chance(0.4)} | ({"div_value": maker.pick(1.0, 2.0, 3.0, 1.5)} if maker.chance(0.6) else {})
    call = adaptive_call(maker, inputs, features, cutoffs, classes, dtype, "random", **more)
    return call if maker.chance(0.8) else call.but(requires_grad=maker.grads(*call.requires_grad))


def adaptive_edges(maker: Maker) -> Iterator[Call]:
    """Targets at every cutoff, empty batches, clusters of no width, special inputs."""
    for dtype, bias, div in product(FLOATS, (False, True), (1.0, 2.0, 4.0, 100.0)):
        for target in ([0, 1, 2, 3, 4, 5, 6, 7], [0, 0, 1, 1, 0, 0, 1, 0], [7, 7, 6, 5, 7, 6, 5, 7], [2, 3, 2, 3, 2, 3, 2, 3]):
            inputs = {"input_": maker.real((8, 4), dtype, "plain"), "target_": torch.tensor(target)}
            yield adaptive_call(maker, inputs, 4, [2, 5], 8, dtype, "edge", head_bias=bias, div_value=div)
    for value, place in product((inf, -inf, nan, 1e30, 1e4), ((0, 0), (1,), (3, 2))):
        rows = maker.real((4, 4), torch.float32, "plain")
        rows[place] = value
        yield adaptive_call(maker, {"input_": rows, "target_": torch.tensor([0, 2, 5, 7])}, 4, [2, 5], 8, torch.float32, "edge", div_value=2.0)
    for wanted in range(8):
        row = {"input_": maker.real((4,), torch.float32, "plain"), "target_": torch.tensor(wanted)}
        yield adaptive_call(maker, row, 4, [2, 5], 8, torch.float32, "edge", div_value=2.0)
        one = {"input_": maker.real((1, 4), torch.float32, "plain"), "target_": torch.tensor([wanted])}
        yield adaptive_call(maker, one, 4, [2, 5], 8, torch.float32, "edge", div_value=2.0, head_bias=True)
    empty = {"input_": torch.zeros(0, 4), "target_": torch.zeros(0, dtype=torch.int64)}
    yield adaptive_call(maker, empty, 4, [2, 5], 8, torch.float32, "edge")
    for cutoffs, classes in (([1], 2), ([1, 2, 3, 4], 5), ([9], 10), ([1, 9], 10)):
        inputs = {"input_": maker.real((5, 3), torch.float32, "plain"), "target_": torch.tensor([0, classes - 1, 1, 0, classes // 2])}
        yield adaptive_call(maker, inputs, 3, cutoffs, classes, torch.float32, "edge", div_value=1.0)


def adaptive_errors(maker: Maker) -> Iterator[Call]:
    """Cutoffs out of order, classes out of range, rows and targets that do not fit, wrong dtypes."""
    ask = asker(ADAPTIVE, "error", ("input_",))
    good = {"input_": maker.real((4, 4), torch.float32, "plain"), "target_": torch.tensor([0, 2, 5, 7])}
    for cutoffs in ([], [5, 2], [2, 2], [0, 3], [-1, 3], [8], [2, 8], [2, 100], [2.5, 5], [2, 7, 7]):
        yield ask(good, {"in_features": 4, "n_classes": 8, "cutoffs": cutoffs})
    for div in (0.0, -1.0, nan):
        yield ask(good, {"in_features": 4, "n_classes": 8, "cutoffs": [2, 5], "div_value": div})

    def refused(inputs: dict, dtype: torch.dtype = torch.float32, **more) -> Call:
        return adaptive_call(maker, inputs, 4, [2, 5], 8, dtype, "error", div_value=2.0, **more)

    for wrong in (8, -1, 100, -100):
        yield refused(good | {"target_": torch.tensor([0, wrong, 5, 7])})
        yield refused(good | {"target_": torch.full((4,), wrong)})
        yield refused({"input_": good["input_"][0], "target_": torch.tensor(wrong)})
    for shape in ((), (3,), (5,), (4, 1), (2, 2), (0,), (1,)):
        yield refused(good | {"target_": torch.zeros(shape, dtype=torch.int64)})
    for shape in ((), (4,), (3,), (4, 3), (4, 5), (2, 4), (4, 4, 1), (4, 0), (0, 4)):
        yield refused(good | {"input_": torch.ones(shape)})
        yield refused({"input_": torch.ones(shape), "target_": torch.tensor(1)})
        yield refused({"input_": torch.ones(shape), "target_": torch.tensor(6)})
    # What is wrong with the classes shows before what is wrong with the layers.
    odd = {"input_": good["input_"].double(), "target_": torch.tensor([False, True, True, False])}
    yield adaptive_call(Maker(1), odd, 4, [1, 5], 8, torch.float32, "error")
    for dtype in (*FLOATS, *INTEGERS):
        for target in ([0, 2, 5, 7], [0, 1, 1, 0]):
            yield refused(good | {"target_": torch.tensor(target).to(dtype)})
            whole = good | {"target_": torch.tensor(target), "input_": good["input_"].to(dtype)}
            yield refused(whole)
            if dtype.is_floating_point:
                yield refused(good | {"target_": torch.tensor(target)}, dtype)


FAMILIES = {LINEAR: Family(linear, linear_edges, linear_errors), ADAPTIVE: Family(adaptive, adaptive_edges, adaptive_errors)}
