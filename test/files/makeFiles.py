"""Writes files.jsonl.gz: files that NumPy, Python, PyTorch and safetensors make, and what they hold.

python test/files/makeFiles.py   (needs torch, numpy and safetensors)
"""

import base64
import csv
import gzip
import io
import json
import math
from pathlib import Path

import numpy as np
import safetensors
import safetensors.torch
import torch

rng = np.random.default_rng(0)
lines = []


def plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    return value


def holds(name, tensor):
    """A tensor by its name, with its elements as doubles, row-major."""
    dtype = str(tensor.dtype).removeprefix("torch.")
    if dtype in ("uint16", "uint32", "uint64"):
        tensor = tensor.to(torch.int64)
    exact = tensor if not tensor.dtype.is_floating_point else tensor.double()
    data = [plain(each) for each in exact.reshape(-1).tolist()]
    return {"name": name, "dtype": dtype, "shape": list(tensor.shape), "data": data}


def add(file_name, content, tensors):
    text = base64.b64encode(content).decode()
    lines.append({"file": file_name, "bytes": text, "tensors": tensors})


def saved(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version, allow_pickle=False)
    return out.getvalue()


def as_tensor(array):
    return torch.from_numpy(np.ascontiguousarray(array.astype(array.dtype.newbyteorder("="))))


kinds = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]
for kind in kinds:
    values = rng.normal(size=(2, 3)) * 50
    if kind[0] == "f":
        values[0, 0], values[1, 2], values[0, 1] = math.nan, -math.inf, 1e-7
    values = np.abs(values) if kind[0] == "u" else values
    for order in "<>":
        array = values.astype(np.dtype(order + kind))
        add(f"{order}{kind}.npy", saved(array), [holds("", as_tensor(array))])

array = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
for version in [(1, 0), (2, 0), (3, 0)]:
    add(f"version{version[0]}.npy", saved(array, version), [holds("", as_tensor(array))])
for shape in [(2, 3), (2, 3, 4), (3, 2, 2, 2)]:
    array = np.asfortranarray(rng.normal(size=shape))
    add(f"fortran{len(shape)}.npy", saved(array), [holds("", as_tensor(array))])
for shape in [(), (1,), (0,), (0, 3), (5, 1)]:
    array = np.zeros(shape, np.float32) + 7
    tensor = torch.zeros(shape) + 7
    add(f"shape{shape}.npy".replace(" ", ""), saved(array), [holds("", tensor)])

arrays = {
    "logits": rng.normal(size=(4, 5)).astype(np.float32),
    "labels": np.array([0, 4, 2, 1]),
    "inner/turned": np.asfortranarray(rng.normal(size=(30, 20))),
    "mask": np.array([True, False]),
}
held = [holds(name, as_tensor(each)) for name, each in arrays.items()]
for name, save in [("stored.npz", np.savez), ("deflated.npz", np.savez_compressed)]:
    out = io.BytesIO()
    save(out, **arrays)
    add(name, out.getvalue(), held)

tensors = {
    str(dtype).removeprefix("torch."): (torch.randn(2, 3, generator=torch.Generator().manual_seed(1)) * 9).to(dtype)
    for dtype in [torch.float64, torch.float32, torch.float16, torch.bfloat16]
    + [torch.int64, torch.int32, torch.int16, torch.int8, torch.bool]
}
tensors["uint8"] = torch.tensor([0, 7, 255], dtype=torch.uint8)
tensors["scalar"] = torch.tensor(0.1)
tensors["empty"] = torch.zeros(0, 4)
content = safetensors.torch.save(tensors, metadata={"format": "pt"})
order = [name for name in json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")]) if name != "__metadata__"]
add("all.safetensors", content, [holds(name, tensors[name]) for name in order])



def table(delimiter=",", header=None, encoding="utf-8", **options):
    """Rows as Python's csv module writes them; what they hold is `rows`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, **options)
    writer.writerows([header] * (header is not None) + rows.tolist())
    return out.getvalue().encode(encoding)


def saved_text(array, **options):
    out = io.BytesIO()
    np.savetxt(out, array, **options)
    return out.getvalue()


rows = np.array([[0.1, -2.5, 1e-7], [3.0, 4e30, 12345.678]])
read = torch.tensor(rows.tolist())
names = ["width", "height cm", "label"]
add("excel.csv", table(header=names), [holds("", read)])
add("quoted.csv", table(header=names, quoting=csv.QUOTE_ALL), [holds("", read)])
add("semicolons.csv", table(";", header=names, quoting=csv.QUOTE_NONNUMERIC), [holds("", read)])
add("marked.csv", table(encoding="utf-8-sig"), [holds("", read)])
add("unicode.txt", table("\t", header=names, encoding="utf-16"), [holds("", read)])
add("excel.tsv", table("\t", header=names), [holds("", read)])
add("savetxt.csv", saved_text(rows, delimiter=","), [holds("", read)])
add("header.csv", saved_text(rows, delimiter=",", header=",".join(names)), [holds("", read)])
add("blanks.txt", saved_text(rows), [holds("", read)])
add("tabs.tsv", saved_text(rows, delimiter="\t", fmt="%.17g"), [holds("", read)])
whole = torch.arange(24).reshape(2, 3, 4)
add("nested.json", json.dumps(whole.tolist(), indent=2).encode(), [holds("", whole)])
special = [[math.nan, math.inf], [-math.inf, 0.5]]
add("special.json", json.dumps(special).encode(), [holds("", torch.tensor(special))])
for name, tensor in {
    "float": torch.tensor([[[0.25, -1.5], [100.0, 3.0]]]),
    "half": torch.tensor([1.5, -0.5], dtype=torch.float16),
    "double": torch.tensor([0.5, 0.25], dtype=torch.float64),
    "whole": whole,
    "bool": torch.tensor([[True, False]]),
    "grad": torch.tensor([[0.5, 1.0]], requires_grad=True),
    "wide": torch.arange(60, dtype=torch.float32).reshape(2, 30) / 4,
    "empty": torch.zeros(0, 3),
}.items():
    add(f"{name}.txt", f"{tensor}\n".encode(), [holds("", tensor.detach())])

versions = {"numpy": np.__version__, "torch": torch.__version__, "safetensors": safetensors.__version__}
text = "\n".join(json.dumps(each) for each in [versions, *lines])
path = Path(__file__).parent / "files.jsonl.gz"
with open(path, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as zipped:
    zipped.write(text.encode())
