"""Random programs of aliases, containers, random numbers and control flow, and what the loss calls in them give.

Values flow in them as they rarely do in anybody's code: under other names, out of lists and dictionaries, through
functions and classes, past errors, and out of what is deleted, captured and assigned in the middle of expressions.
"""

import ast
import contextlib
import io
import random
import re

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

head = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nimport numpy as np\n"
values = [
    "{x}", "{x}", "{x}.clone()", "{x}.view(-1)", "{x}[:]", "{x}.detach()", "{x} + {y}", "{x}.mul_(2)", "{x}.add_(1)", "{x} * 2", "({x} if {test} else {y})", "{x}.reshape(3)", "{x}.flatten()",
    "torch.stack([{x}, {y}])[0]", "{x}.unsqueeze(0)[0]", "(v := {x})", "{x}.data", "{x}.contiguous()", "{x}.to(torch.float32)", "{x}.expand(3)", "F.relu({x})", "torch.sub({x}, {y})", "[{x}, {y}][{i}]",
    "({x}, {y})[-1]", "{{'k': {x}}}['k']", "next(iter([{x}]))", "max([{x}], key=len)", "[q for q in [{x}, {y}]][0]", "(lambda q: q)({x})", "(lambda: {x})()", "{x}.tensor_split(1)[0]", "torch.as_tensor({x})",
    "{x}.view_as({y})", "torch.narrow({x}, 0, 0, 3)", "{x}.unbind()[0].expand(3)", "torch.where({x} > 1, {x}, {y})", "{x}.abs_()", "{list}[0]", "{list}[-1]", "sum({list})", "{dict}['a']", "{dict}.get('a')", "list({dict}.values())[0]", "{function}({x})",
]
drawn = ["torch.rand(3)", "torch.randn(3)", "torch.rand_like({x})"]
changes = [
    "{x} += 1", "{x}[0] = 5", "{x}.add_(2)", "{x}[1:] *= 2", "{x}.zero_()", "{x}[:] = {y}", "{x}.copy_({y})", "{x}.data[0] += 1", "{x}.data = {y} + 0", "torch.add({x}, 1, out={x})", "{x}.fill_(3)", "{x} -= {y}",
    "{x}.numpy()[0] = 4", "{x}[{x} > 1] = 0", "({x} if {test} else {y}).add_(1)", "F.relu({x}, inplace=True)", "{x}.view(3)[2] = 8", "{x}.set_(torch.ones(3))", "{x}, = [{y}]", "setattr({x}, 'data', torch.ones(3))",
    "[q.add_(1) for q in [{x}]]", "list(q.mul_(2) for q in [{x}])", "(lambda: {x}.add_(1))()", "torch.nn.init.ones_({x})", "np.copyto({x}.numpy(), 2)", "{x}.__iadd__(1)", "{x}.__setitem__(0, 3)", "torch.Tensor.add_({x}, 1)",
    "getattr({x}, 'add_')(1)", "print({x}.add_(1))", "assert {x}.add_(1) is not None", "{list}[0] += 1", "{list}[0].add_(1)", "{list}.append({x})", "{list}.reverse()", "{list}[0] = {x}", "{list}.insert(0, {x})", "{list} += [{x}]", "del {list}[1:]",
    "{list}[:] = [{x}]", "{dict}['a'] += 1", "{dict}['a'] = {x}", "{dict}.update(a={x})", "{dict}['a'].mul_(2)", "{dict}.setdefault('b', {x}).add_(1)", "{function}({x})",
]
tests = ["True", "False", "1 < 2", "x.sum() > 1", "(w := {x}) is not None", "{x} is not None", "{x}.sum().item() > 3", "any([False, True])", "x is y"]
makings = ["{new} = [{x}, {y}]", "{new} = {{'a': {x}}}"]
bodies = ["return q.add_(1)", "return q", "return q * 2", "{x}.add_(1)\n    return q", "return {x}", "q += 1\n    return q", "return {x} + q", "h = {x}\n    h[0] = 7\n    return q", "k += 1\n    return q"]
classes = ["{C}.s.add_(1)", "{C}.s = {x}", "{C}().s[0] = 9"]
compounds = [
    "if {test}:", "for i in range({n}):", "for i, q in enumerate([{x}, {y}]):", "for q in ({x},):", "for q, h in zip([{x}], [{y}]):", "with torch.no_grad():", "try:", "match {x}:", "match [{x}, 1]:", "while {new}:",
]
calls = [
    "{loss} = {call}", "{loss} = {call} + 0.5 * {other}", "print({call})", "{loss} = [{call}, {other}]", "{loss} = [{call} for _ in range({n})]", "{loss} = ({call}).item() if {test} else 0", "if {call}.sum() > 1: pass", "{loss} = lambda: {call}",
    "{loss} = sum(({call}).sum() for _ in range(2))", "assert {call} is not None", "{loss}, _ = {call}, {other}", "{x}.add_({call}.sum())", "_ = [{call}, {x}.mul_(2), {other}]", "(w := {call})", "for q in [{call}]: pass",
    "{loss} = max({call}.sum(), {other}.sum())", "{loss} = ({call}) if {test} else {other}", "def g{loss}(): return {call}\ng{loss}()", "def g{loss}(a, b={x}):\n    return F.mse_loss(a, b)\ng{loss}({y}); g{loss}({x})",
    "def g{loss}():\n    {loss} = {call}\n    return {loss}\ng{loss}(); {x}.add_(1)", "for i in range({n}):\n    {loss} = {call}",
]
losses = ["F.mse_loss", "F.l1_loss", "F.smooth_l1_loss", "nn.MSELoss()", "nn.L1Loss()", "criterion", "criterion", "nn.SmoothL1Loss(beta=2.0)"]
criteria = ["criterion = nn.MSELoss()", "criterion = nn.SmoothL1Loss(beta=2.0)", "criterion = nn.L1Loss(reduction='sum')", "criterion = nn.HuberLoss()\ncriterion.delta = 0.5", "criterion = nn.HuberLoss()\nsetattr(criterion, 'delta', 2.0)", "other = criterion = nn.HuberLoss()\nother.delta = 0.25"]


class Program:
    """The lines of a program as they are made up, and the names that they can use."""

    def __init__(self, choose):
        self.choose, self.lines, self.count = choose, [], 0
        self.names = {"x": ["x", "y"], "list": [], "dict": [], "function": []}
        self.isSeeded = choose.random() < 0.5

    def new(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def written(self, templates, **given):
        """One of these templates, with something in each of its places; of those whose places can be filled."""
        can = [one for one in templates if all(self.names[kind] for kind in re.findall(r"\{(list|dict|function)\}", one))]
        template = self.choose.choice(can)
        filled = {kind: self.choose.choice(names) for kind, names in self.names.items() if names}
        test = self.choose.choice([*tests, "torch.rand(1).item() >= 0"] if self.isSeeded else tests).format(**filled)
        filled |= {"y": self.choose.choice(self.names["x"]), "test": test, "i": self.choose.randint(0, 1), "n": self.choose.randint(1, 3)}
        return template.format(**{**filled, **given})

    def call(self):
        def given():
            if self.isSeeded and self.choose.random() < 0.35:
                return self.written(drawn)
            return f"({self.written(values)})" if self.choose.random() < 0.3 else self.choose.choice(self.names["x"])

        loss = self.choose.choice(losses)
        if loss.startswith("F.") and self.choose.random() < 0.2:
            return f"{loss}(target={given()}, input={given()})"
        return f"{loss}({given()}, {given()})"

    def write(self, text, indent):
        self.lines += ["    " * indent + line for line in text.split("\n")]

    def statement(self, indent):
        kind = self.choose.random()
        if kind < 0.3:
            text = self.written(calls, call=self.call(), other=self.call(), loss=self.new("loss"))
            self.write(text, indent)
        elif kind < 0.5:
            name = self.new("t") if self.choose.random() < 0.6 else self.choose.choice(self.names["x"])
            self.write(f"{name} = {self.written([*values, *drawn] if self.isSeeded else values)}", indent)
            if indent == 0 and name not in self.names["x"]:
                self.names["x"].append(name)
        elif kind < 0.72 or indent > 2:
            self.write(self.written(changes), indent)
        elif kind < 0.78 and indent == 0:
            name = self.new("made")
            self.write(self.written([makings[0]], new=name), 0) if (isList := self.choose.random() < 0.5) else self.write(self.written([makings[1]], new=name), 0)
            self.names["list" if isList else "dict"].append(name)
        elif kind < 0.84 and indent == 0:
            name = self.new("f")
            self.write(f"def {name}(q, k={self.choose.choice(self.names['x'])}):\n    {self.written(bodies)}", 0)
            self.names["function"].append(name)
        elif kind < 0.86 and indent == 0:
            name = self.new("C")
            self.write(f"class {name}:\n    s = {self.choose.choice(self.names['x'])}\n{self.written(classes, C=name)}", 0)
        else:
            self.compound(indent)

    def compound(self, indent):
        counter = self.new("n")
        first = self.written(compounds, new=f"{counter} < 2")
        if first.startswith("while"):
            self.write(f"{counter} = 0", indent)
        self.write(first, indent)
        inside = indent + 1
        if first.startswith("while"):
            self.write(f"{counter} += 1", inside)
        if first.startswith("match"):
            self.write(self.choose.choice(["case 1:", "case [m, 1]:", "case m if m is None:"]), inside)
            self.block(inside + 1)
            self.write("case m:", inside)
            inside += 1
        self.block(inside)
        if first == "try:":
            self.write(self.choose.choice(["raise ValueError", "int('x')", "pass"]), inside)
            self.write("except Exception:", indent)
            self.block(inside)
        if re.match("if|for|try", first) and self.choose.random() < 0.5:
            self.write("else:", indent)
            self.block(inside)

    def block(self, indent):
        for _ in range(self.choose.randint(1, 2)):
            self.statement(indent)


def made_up(choose):
    program = Program(choose)
    if program.isSeeded:
        program.write(f"torch.manual_seed({choose.randint(0, 9)})", 0)
    program.write("x = torch.tensor([1., 2., 3.])", 0)
    program.write(choose.choice(["y = torch.tensor([4., 5., 6.])", "y = x", "y = x.view(3)", "y = x[:]", "y = x * 1"]), 0)
    program.write(choose.choice(criteria), 0)
    for _ in range(choose.randint(2, 7)):
        program.statement(0)
    program.write(program.written(calls[:2], call=program.call(), other=program.call(), loss="last"), 0)
    return head + "\n".join(program.lines) + "\n"


def calls_of(code):
    """Runs a program. What each call gave that gives a tensor, once for each time that it ran, by its start and end."""
    starts = [0]
    for line in code.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    seen = {}

    def note(place, value):
        if isinstance(value, torch.Tensor):
            seen.setdefault(place, []).append(value.detach().double().flatten().tolist())
        return value

    class Noting(ast.NodeTransformer):
        def visit_Call(self, node):
            self.generic_visit(node)
            place = f"{starts[node.lineno - 1] + node.col_offset} {starts[node.end_lineno - 1] + node.end_col_offset}"
            return ast.copy_location(ast.Call(ast.Name("note", ast.Load()), [ast.Constant(place), node], []), node)

    tree = ast.fix_missing_locations(Noting().visit(ast.parse(code)))
    torch.set_grad_enabled(True)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(tree, "program", "exec"), {"note": note, "__name__": "__main__"})
    return seen


def programs(count):
    """So many programs that run, each with its calls."""
    found = []
    for seed in range(10 * count):
        code = made_up(random.Random(seed))
        try:
            calls = calls_of(code)
        except Exception:  # many make no sense
            continue
        found.append({"code": code, "calls": calls})
        if len(found) == count:
            break
    return found
