"""Random programs out of everything that the code may spell out: tensors and arrays of all dtypes, random numbers between
them, indices, shapes, arithmetic, reductions, activations, and loops and branches around those.

Some end with a statement that PyTorch refuses: the name that it would have given a value has none.
"""

import random
import warnings

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

dtypes = ["torch.float32", "torch.float64", "torch.half", "torch.bfloat16", "torch.long", "torch.int32", "torch.uint8", "torch.int8", "torch.bool"]
numpy_dtypes = ["np.float32", "np.float64", "np.int64", "np.int32", "np.uint8", "np.bool_", "'float32'", "float", "int"]
sources = [
    "torch.tensor({literal}{options})", "torch.tensor({literal}{options})", "torch.as_tensor({literal}, dtype={dtype})",
    "torch.from_numpy(np.array({literal}, dtype={numpy}))", "torch.from_numpy(np.array({literal}) * {number})",
    "torch.tensor(np.array({literal}).{array})", "torch.from_numpy(np.array({literal}, {numpy}).{array})",
    "torch.zeros({size}{options})", "torch.ones(({size},){options})", "torch.full(({size}), {number}{options})",
    "torch.eye({i}, {j}{options})", "torch.arange({number}, 7, {step}{options})", "torch.arange({i}.)",
    "torch.linspace({number}, {float}, {i}{options})", "F.one_hot(torch.tensor([0, 2, 1]), {j} + 3)",
    "torch.full(({size},), {number})", "torch.rand({size})", "torch.randn({size}, dtype=torch.float64)", "torch.randn(({size},), requires_grad=True)",
    "torch.randint({i} + 1, ({size},))", "torch.randint(-{i}, {j}, ({size},), dtype=torch.float32)", "torch.randperm({i} + 3)",
    "torch.empty({size}, dtype=torch.long).random_({i})", "torch.empty({size}).uniform_(-1, {i})", "torch.zeros({size}).normal_({float})",
    "torch.bernoulli(torch.full(({size},), 0.4))", "torch.normal({float}, 2.0, ({size},))", "torch.randn_like(torch.ones({size}))",
]
arrays = ["T", "astype({numpy})", "mean(0)", "max(axis=0)", "std()", "var(axis=-1, ddof=1)", "repeat(2)", "transpose()", "sum(axis=0, keepdims=True)", "round(1)", "clip(0, 1)", "reshape(-1)", "copy()", "flatten()"]
operations = [
    "{x}[{i} - 1]", "{x}[::{i}]", "{x}[..., -{i}:]", "{x}[:, {j}:]", "{x}[{x} > {number}]", "{x}[[0, -1]]", "{x}[None, ..., 0]", "{x}[torch.tensor([0, 1])]", "{x}[[0, 1], :, [1, 0]]",
    "{x}.view(-1)", "{x}.reshape({i}, -1)", "{x}.view(size=(-1, 1))", "{x}.unsqueeze(-{i})", "{x}.squeeze({d})", "{x}.transpose(0, {d})", "{x}.permute({order})", "{x}.flatten({d})", "{x}.T", "{x}.expand(2, {all})", "{x}.unsqueeze(0).expand({i}, {all})",
    "{x}.float()", "{x}.long()", "{x}.to({dtype})", "{x}.type({dtype})", "{x}.to({y})", "{x}.to(float)", "{x}.double()", "{x}.bool()",
    "{x} + {y}", "{x} - {number}", "{number} - {x}", "{x} * {y}", "{x} * {float}", "{x} / {y}", "{number} / {x}", "{x} // {i}", "{x} % {number}", "{x} ** {i}", "-{x}", "{x} @ {y}", "torch.add({x}, {y}, alpha={number})", "{x}.div({number})",
    "{x} > {y}", "({x} <= {number}).float()", "{x} == {y}", "torch.where({x} > {number}, {x}, {y})", "torch.where({x} > 0, {float}, {number})", "{x} is not None",
    "{x}.sum({dims}{keep})", "{x}.sum(dtype={dtype})", "{x}.mean({dims}{keep})", "{x}.max({d}).values", "{x}.min({d}{keep})[1]", "{x}.argmax({d}{keep})", "{x}.std({d}, keepdim=True)", "{x}.var(dim={d}, unbiased=False)", "{x}.prod({d})", "{x}.amax({dims})", "{x}.norm(dim={d})", "{x}.logsumexp({d})", "{x}.cumsum({d})", "{x}.sum()", "{x}.mean()", "{x}.max()",
    "F.softmax({x}, dim={d})", "{x}.log_softmax({d})", "F.log_softmax({x}, {d}, dtype=torch.float64)", "torch.sigmoid({x})", "F.logsigmoid({x})", "torch.exp({x})", "torch.log({x}.abs())", "F.softplus({x}, {i})", "F.relu({x})", "{x}.tanh()", "{x}.clamp({float}, {i})", "{x}.clamp(min={y})", "{x}.abs().sqrt()", "torch.round({x}, decimals={i})", "{x}.round()",
    "{x}.detach()", "{x}.clone()", "{x}.item()", "{x}.tolist()", "{x}.detach().requires_grad_()", "round({x}.sum().item(), {i})", "{x}.tolist()[::-1]", "[a * b for a in {x}.tolist() for b in (1, {number})]",
    "torch.cat([{x}, {y}], {d})", "torch.cat(({x}.flatten(), {y}.flatten()))", "torch.stack([{x}, {y}], -1)", "torch.stack([{x}, {x}.double()], dim={d})", "torch.tensor([{x}.sum(), {float}])", "torch.full_like({x}, {number})", "torch.zeros_like({x}, dtype={dtype})",
    "F.one_hot({x}.argmax({d}), {x}.shape[{d}])", "F.mse_loss({x}, {y})", "F.cross_entropy({x}, {x}.argmax(-1))", "{x}.detach().numpy().{array}",
]
changes = ["{x} += {number}", "{x} *= 2", "{x}[{j}] = {number}", "{x}[{x} > {number}] = 0", "{x}.fill_({number})", "{x}.add_({y})", "{x}.uniform_()", "{x}.random_({i} + 1)", "{x}.requires_grad_()", "{x}.clamp_(min=0)"]
blocks = [
    "{name} = {x}\nfor k in range({i}):\n    {name} = {name} + {y}", "if {x}.sum() > {number}:\n    {name} = {value}\nelse:\n    {name} = {y}",
    "{name} = []\nfor row in {x}:\n    {name}.append(row * 2)", "with torch.no_grad():\n    {name} = {value}", "{name} = {value} if {x}.dim() > 1 else {y}",
    "{name} = torch.stack([row - {number} for row in {x}])", "{name} = {y}\nfor k, row in enumerate({x}):\n    if k == {j}:\n        {name} = row",
]


def literal(choose, shape, kind):
    if shape:
        return "[" + ", ".join(literal(choose, shape[1:], kind) for _ in range(shape[0])) + "]"
    if kind == "float":
        return str(round(choose.uniform(-4, 4), choose.randint(0, 3)))
    return str(choose.randint(-4, 9)) if kind == "int" else choose.choice(["True", "False"])


def written(choose, template, x="", y="", rank=2, **more):
    """A template with something in each of its places."""
    d = choose.randint(-max(rank, 1), max(rank, 1) - 1)
    order = list(range(rank))
    choose.shuffle(order)
    shape = [choose.choice([1, 2, 3, 4]) for _ in range(choose.choice([1, 2, 2, 3]))]
    given = {
        "x": x, "y": y, "d": d, "order": ", ".join(map(str, order)), "all": ", ".join(["-1"] * rank), "size": ", ".join(map(str, shape)),
        "i": choose.randint(1, 3), "j": choose.randint(0, 1), "number": choose.choice(["0", "1", "-1", "2", "0.5", "-1.5", "0.1"]),
        "float": choose.choice(["0.5", "-0.7", "1.25", "0.1"]), "step": choose.choice(["1", "2", "0.5", "0.3"]), "dtype": choose.choice(dtypes),
        "numpy": choose.choice(numpy_dtypes), "dims": choose.choice([str(d), f"({d},)", "(0, -1)", "dim=0"]), "keep": choose.choice(["", ", keepdim=True"]),
        "options": choose.choice(["", "", f", dtype={choose.choice(dtypes)}", ", requires_grad=True"]),
        "literal": literal(choose, shape[: choose.randint(0, 2)], choose.choice(["float", "float", "int", "bool"])), **more,
    }
    given["array"] = choose.choice(arrays).format(**given)
    return template.format(**given)


def program(seed):
    """The statements, what their names hold, and the name that the last statement could give no value, if any."""
    choose = random.Random(seed)
    lines, names = [f"torch.manual_seed({seed})"], []
    scope = {"torch": torch, "nn": nn, "F": F, "np": np}
    exec(lines[0], scope)
    for name in "abcdefgh"[: choose.randint(4, 8)]:
        tensors = [one for one in names if isinstance(scope[one], torch.Tensor) and scope[one].numel() <= 200]
        x, y = (choose.choice(tensors) if tensors else "" for _ in range(2))
        kind = choose.random()
        rank = scope[x].dim() if x else 0
        if not x or kind < 0.3:
            line = f"{name} = {written(choose, choose.choice(sources))}"
        else:
            value = written(choose, choose.choice(operations), x, y, rank)
            line = f"{name} = {value}"
            if kind > 0.9:
                line = written(choose, choose.choice(changes), x, y, rank)
            elif kind > 0.8:
                line = written(choose, choose.choice(blocks), x, y, rank, name=name, value=value)
        state = torch.get_rng_state()
        try:
            exec(line, scope)
        except Exception:
            torch.set_rng_state(state)
            if line.startswith(f"{name} = ") and "\n" not in line and choose.random() < 0.1:
                return [*lines, line], {one: scope[one] for one in names}, name
            continue
        lines.append(line)
        if name in scope:
            names.append(name)
    return lines, {one: scope[one] for one in names}, None


def programs(count, plain):
    """So many programs: their code, what their names hold at the end as `plain` tells it, and the name that got nothing."""
    warnings.simplefilter("ignore")
    for seed in range(count):
        lines, values, refused = program(seed)
        told = {name: plain(value) for name, value in values.items()}
        yield {"code": "\n".join(lines), "values": {name: value for name, value in told.items() if value}, **({"refused": refused} if refused else {})}
