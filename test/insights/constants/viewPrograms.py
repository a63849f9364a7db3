"""Random programs that look at tensors in other shapes and orders, and write into what they look at.

Some end with a statement that PyTorch refuses: the name that it would have given a value has none.
"""

import random

import torch

views = [
    "{x}.t()", "{x}.T", "{x}.transpose(0, -1)", "{x}.permute({order})", "{x}[{i}]", "{x}[:, {j}]", "{x}[::2]",
    "{x}[..., 1:]", "{x}[..., ::2]", "{x}.view(-1)", "{x}.view({shape})", "{x}.reshape(-1)", "{x}.reshape({shape})",
    "{x}.flatten()", "{x}.flatten(0, 1)", "{x}.unsqueeze({d})", "{x}.squeeze()", "{x}.contiguous()", "{x}.detach()",
    "{x}.data", "{x}.chunk(2, dim={d})[0]", "{x}.chunk(2, dim={d})[-1]", "{x}.split(2, dim={d})[0]",
    "{x}.unbind({d})[0]", "{x}.narrow({d}, 0, 1)", "{x}.select({d}, 0)", "{x}.expand(2, *{x}.shape)", "{x}.clone()",
    "{x} + 1", "{x}.t().contiguous()", "{x}.float()", "{x}.double()", "{x}.swapaxes(0, 1)", "{x}.ravel()",
    "{x}.view_as({x})", "{x}[None]", "{x}[[0, 1]]", "{x}[{x} > 3]", "{x}.mT", "torch.flatten({x}, 1)",
]
writes = [
    "{x} += {n}", "{x}[0] = {n}", "{x}[{i}] = {n}", "{x}[:, {j}] = {n}", "{x}[:, {j}] += {n}", "{x}[..., 0] *= {n}",
    "{x}.fill_({n})", "{x}.zero_()", "{x}.mul_({n})", "{x}.add_({y})", "{x}.copy_({y})", "{x}[::2] = {n}",
    "{x}.clamp_(min={n})", "{x}[{x} > 4] = {n}", "{x}.masked_fill_({x} < 2, {n})", "{x}[:] = {y}", "{x}.t_()",
    "{x}.unsqueeze_(0)", "{x}.view(-1)[{k}] = {n}", "{x}.t()[0] = {n}", "{x}[0].add_({n})", "{x}[:, 0].fill_({n})",
    "{x}.data.mul_({n})", "{x}.T[0] -= {n}",
]


def program(seed):
    """The statements, what their names hold, and the name that the last statement could give no value, if any."""
    choose = random.Random(seed)
    shape = choose.choice([(2, 3), (3, 4), (4, 2), (2, 3, 2), (6,), (2, 2), (3, 1), (1, 4)])
    count = 1
    for size in shape:
        count *= size
    first = f"a = torch.arange({count}.).reshape({', '.join(map(str, shape))})"
    names, lines, scope = ["a"], [first], {"torch": torch}
    exec(first, scope)
    for step in range(choose.randint(3, 7)):
        x, y = choose.choice(names), choose.choice(names)
        value = scope[x]
        order = list(range(value.dim()))
        choose.shuffle(order)
        sizes = [size for size in (1, 2, 3, 4, 6) if value.numel() % size == 0] if value.numel() else [1]
        size = choose.choice(sizes)
        given = {
            "x": x, "y": y, "i": choose.randint(0, 1), "j": choose.randint(0, 1), "k": choose.randint(0, 3),
            "d": choose.randint(0, max(0, value.dim() - 1)), "n": choose.randint(1, 9),
            "order": ", ".join(map(str, order)), "shape": choose.choice([f"{size}, -1", f"-1, {size}", f"{size}, 1, -1"]),
        }
        name = "bcdefgh"[step]
        is_view = choose.random() < 0.6
        line = f"{name} = {choose.choice(views)}" if is_view else choose.choice(writes)
        line = line.format(**given)
        try:
            exec(line, scope)
        except (RuntimeError, IndexError, TypeError, ValueError):
            if is_view and choose.random() < 0.5:
                return [*lines, line], {each: scope[each] for each in names}, name
            continue
        lines.append(line)
        if is_view:
            names.append(name)
    return lines, {each: scope[each] for each in names}, None


def programs(count):
    """So many programs, each once: their code, what their names hold at the end, and the name that got nothing."""
    seen = set()
    seed = 0
    while len(seen) < count:
        lines, values, refused = program(seed)
        seed += 1
        code = "\n".join(lines)
        if code in seen or len(lines) < 3:
            continue
        seen.add(code)
        numbers = {name: value.to(torch.float64).flatten().tolist() for name, value in values.items()}
        yield {"code": code, "values": numbers, **({"refused": refused} if refused else {})}
