"""Writes prints.jsonl.gz: tensors and what PyTorch, NumPy and Python print for them.

    python test/text/prints.py        # in an environment with PyTorch 2.13 and NumPy 2

One line is one tensor: {"tensor": {"dtype", "shape", "data"}, "options": {...}, "print": what print() shows under the
default options, "numpy": [repr, str] with all digits, "list": the repr of .tolist(), "item": the repr of .item()}.
NaN and infinities are strings in "data". Printed texts of more than 1,000 elements are summarised in "print" only.
"""

import gzip
import json
import math
import pathlib
import random

import numpy
import torch

random.seed(20)
torch.manual_seed(20)
torch.set_num_threads(1)
numpy.set_printoptions(threshold=10**9, precision=17, floatmode="unique")

FLOATS = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
INTEGERS = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8]
SHAPES = [(), (1,), (2,), (3,), (7,), (1, 1), (2, 3), (3, 1), (1, 5), (2, 2, 2), (2, 1, 3), (1, 2, 1, 2), (12,), (3, 9)]


def number(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    return int(value) if isinstance(value, bool) else value


def case(tensor, **options):
    """One line about a tensor; `options` are requires_grad and grad_fn."""
    shown = tensor
    if "grad_fn" in options:
        leaf = tensor.clone().requires_grad_()
        shown = {"MulBackward0": lambda: leaf * 1, "AddBackward0": lambda: leaf + 0}[options["grad_fn"]]()
    elif options.get("requires_grad"):
        shown = tensor.clone().requires_grad_()
    plain = tensor.double() if tensor.dtype == torch.bfloat16 else tensor
    array = plain.float().numpy() if tensor.dtype == torch.bfloat16 else plain.numpy()
    line = {
        "tensor": {
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "data": [number(value) for value in plain.reshape(-1).tolist()],
        },
        "options": {{"grad_fn": "gradFn", "requires_grad": "requiresGrad"}[key]: value for key, value in options.items()},
        "print": str(shown),
        "numpy": [repr(array), str(array)],
        "list": repr(tensor.tolist()),
    }
    if tensor.numel() == 1:
        line["item"] = repr(tensor.item())
    return line


def cases():
    # Every dtype and shape at several magnitudes.
    for dtype in FLOATS:
        for shape in SHAPES:
            for scale in (1e-6, 1e-2, 1, 37.0, 6e4):
                yield case((torch.randn(shape, dtype=torch.float64) * scale).to(dtype))
        for shape in SHAPES[:8]:
            yield case(torch.randint(-50, 50, shape).to(dtype))
    for dtype in INTEGERS:
        for shape in SHAPES:
            yield case(torch.randint(0 if dtype == torch.uint8 else -120, 120, shape).to(dtype))
    for shape in SHAPES:
        yield case(torch.randint(0, 2, shape).bool())

    # What stands between two printing modes, zeros, non-finite numbers, halves between two decimals.
    inf, nan = math.inf, math.nan
    lists = [
        [0.0], [-0.0], [nan], [inf], [-inf], [0.0, nan], [1.0, nan], [1.0, -inf, 0.5], [nan, inf, -inf], [0.0, -0.0, 1.0],
        [1000.0, 1.0], [1001.0, 1.0], [1000.5, 1.0], [1001.5, 1.0], [1e8], [1e8 + 8], [123456789.0], [1e-4], [9.9e-5],
        [0.0001, 0.05], [0.03125], [0.09375], [-0.03125], [0.15625, 0.21875], [2.5, 3.5], [0.5, 1.5], [100005.0, 1.0],
        [100015.0, 1.0], [999995.0, 1.0], [999985.0, 1.0], [99999.5], [0.99995], [0.00005], [0.00015], [9.99995e-5],
        [1e10, nan], [1e-10, 0.0], [1e-10, inf, 3.0], [3.4e38], [1e-45], [65504.0], [1e22, 1.0], [5e-324, 1.0],
        [1.7976931348623157e308], [12345.678], [-12345.678, 0.001], [0.1, 0.2, 0.30000000000000004], [1 / 3], [1e15 + 0.5],
        [1e16], [123456789012345680.0], [0.0001], [0.00012345], [2.0, 4.0, 1e9], [-1.0, 1e-5], [4096.03125], [1024.09375],
    ]
    for values in lists:
        for dtype in (torch.float64, torch.float32):
            yield case(torch.tensor(values, dtype=dtype))
        if len(values) == 1:
            yield case(torch.tensor(values[0], dtype=torch.float32))
    for value in (2**31, -(2**31) - 1, 2**53 - 1, -(2**53) + 1):
        yield case(torch.tensor([value, 1]))

    # Ties: odd multiples of 1/32, and six digits that end in 5.
    yield case(torch.arange(-63, 64, 2, dtype=torch.float64).reshape(8, 8) / 32)
    yield case(torch.tensor([10.0 ** random.randint(0, 5) * (random.randrange(100005, 999999, 10)) for _ in range(40)]).double())

    # Empty ones.
    for shape in [(0,), (0, 3), (2, 0), (1, 0, 4)]:
        for dtype in (torch.float32, torch.float64, torch.int64, torch.bool, torch.bfloat16):
            yield case(torch.zeros(shape, dtype=dtype))

    # Suffixes, and where they break the line.
    for length in range(1, 24):
        yield case(torch.rand(length), grad_fn="MulBackward0")
        yield case(torch.rand(length, dtype=torch.float64), requires_grad=True)
        yield case(torch.rand(length).half(), grad_fn="AddBackward0")
    yield case(torch.rand(2, 3).bfloat16(), requires_grad=True)
    yield case(torch.zeros(0, 3), requires_grad=True)
    yield case(torch.tensor(0.2875), grad_fn="MulBackward0")

    # Long lines, and summaries: from 1,001 elements on, of sizes around twice the edge.
    for shape in [(30,), (100,), (2, 40), (10, 10), (5, 4, 6)]:
        yield case(torch.randn(shape))
        yield case(torch.randint(-1000, 1000, shape))
    for shape in [(1000,), (1001,), (6, 167), (7, 143), (167, 6), (2, 3, 167), (8, 7, 18), (1001, 1), (1, 1, 1100)]:
        yield case(torch.randint(0, 10, shape))
    yield case((torch.arange(1100) % 13 == 0).reshape(11, 100))
    yield case(torch.arange(1100, dtype=torch.float32).reshape(1100) / 4)


def main():
    path = pathlib.Path(__file__).with_name("prints.jsonl.gz")
    lines = [{"torch": torch.__version__, "numpy": numpy.__version__}, *cases()]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
