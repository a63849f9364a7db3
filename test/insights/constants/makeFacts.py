"""Runs the snippets of snippets.py, examples.py and traps.py with PyTorch and writes down what `r` is; and the programs of
viewPrograms.py and mixedPrograms.py, with what all their names hold; and those of flowPrograms.py, with what the loss
calls in them give, and flowTraps.py, which may assign `r` inside of other statements.

    python test/insights/constants/makeFacts.py

What stands in refused.py, an expression a line, PyTorch refuses; the names are those that it and NumPy have.

Needs PyTorch 2.13 and NumPy; the facts are in facts.json, the versions in it, those of the mixed programs in mixed.json, of the last in flow.json.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import flowPrograms
import mixedPrograms
from viewPrograms import programs

here = pathlib.Path(__file__).parent


def plain(value):
    if isinstance(value, np.ndarray):
        value = torch.from_numpy(value.copy())
    if isinstance(value, torch.Tensor):
        numbers = value.detach().to(torch.float64).flatten().tolist()
        return {
            "dtype": str(value.dtype).removeprefix("torch."),
            "shape": list(value.shape),
            "data": [number if number == number and abs(number) != float("inf") else str(number) for number in numbers],
        }
    return {"python": value}


def told(value):
    """What a name of a program holds; None for what has no place here."""
    if isinstance(value, torch.Tensor):
        return {**plain(value), "grad": value.requires_grad}
    if isinstance(value, list):
        return {"python": value} if value and all(map(isPlain, value)) else None
    return {"python": value} if isPlain(value) else None


def isPlain(value):
    return type(value) in (bool, int, float) and abs(value) < float("inf")


def facts(codes):
    for code in codes:
        torch.set_num_threads(1)
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)
        names = {"torch": torch, "nn": nn, "F": F, "np": np}
        exec(code, names)
        yield {"code": code, "r": plain(names["r"])}


def refusals(expressions):
    for code in expressions:
        try:
            eval(code, {"torch": torch, "nn": nn, "F": F, "np": np})
        except Exception as error:
            yield {"code": code, "error": type(error).__name__}
        else:
            raise SystemExit(f"PyTorch takes {code}")


def names():
    places = {"torch": torch, "torch.special": torch.special, "torch.nn.functional": F, "torch.Tensor": torch.Tensor, "numpy": np, "numpy.ndarray": np.ndarray}
    return {path: " ".join(name for name in dir(place) if not name.startswith("_")) for path, place in places.items()}


def read(name):
    return [block.strip("\n") for block in (here / name).read_text().split("\n# ---\n")]


if __name__ == "__main__":
    recorded = {
        "torch": torch.__version__,
        "snippets": list(facts(read("snippets.py"))),
        "examples": list(facts(read("examples.py"))),
        "traps": list(facts(read("traps.py"))),
        "views": list(programs(300)),
        "refused": list(refusals((here / "refused.py").read_text().splitlines())),
    }
    lines = ["{", f'"torch": {json.dumps(recorded["torch"])}']
    for key in ("snippets", "examples", "traps", "views", "refused"):
        rows = ",\n".join(json.dumps(row) for row in recorded[key])
        lines.append(f',"{key}": [\n{rows}\n]')
    lines.append(f',"names": {json.dumps(names())}')
    lines.append("}")
    (here / "facts.json").write_text("\n".join(lines) + "\n")
    mixed = ",\n".join(json.dumps(row) for row in mixedPrograms.programs(250, told))
    (here / "mixed.json").write_text(f"[\n{mixed}\n]\n")
    flow = {"traps": list(facts(read("flowTraps.py"))), "programs": flowPrograms.programs(250)}
    lines = [f'"{key}": [\n' + ",\n".join(map(json.dumps, flow[key])) + "\n]" for key in flow]
    (here / "flow.json").write_text("{" + ",\n".join(lines) + "}\n")
