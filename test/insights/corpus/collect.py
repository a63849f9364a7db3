"""Finds the uses of PyTorch's losses in clones of public repositories with Jedi, which shares nothing with our resolver.

    python test/insights/corpus/collect.py CLONES FOLDER

CLONES holds git repositories as `<owner>+<name>/`. Of each, the Python files and the notebooks that spell a loss (the
same ones every time, at most `most_files` of each kind) are written to FOLDER/<owner>/<name>/, and what Jedi says of
them to FOLDER/uses.json: the places (line:column, both as Jedi counts them, of a notebook with the number of the code
cell in front: cell/line:column) of names that are losses. Needs Jedi, and PyTorch in the environment
that `TORCH_ENVIRONMENT` names. `npm run corpus -- FOLDER` compares.
"""

import ast
import bisect
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import jedi
import torch.nn.functional as functional
import torch.nn.modules.adaptive as adaptive
import torch.nn.modules.loss as modules

most_files = 40
# what a caller happens to pass is not what a parameter is
jedi.settings.dynamic_params = False
longest_file = 200_000

classes = {name for name in dir(modules) if name.endswith(("Loss", "Loss2d")) and not name.startswith("_")}
classes |= {name for name in dir(adaptive) if name.endswith("WithLoss")}
functionals = {name for name in dir(functional) if name.endswith(("_loss", "_entropy", "_with_logits", "kl_div"))}
functionals = {name for name in functionals if not name.startswith("_")}
spelled = classes | functionals
pattern = re.compile(rb"\b(?:" + "|".join(sorted(spelled)).encode() + rb")\b")


def git(repository, *arguments):
    return subprocess.run(["git", "-C", repository, *arguments], check=True, capture_output=True).stdout


# as in src/python/notebookText.ts
other_language = re.compile(r"\s*%%(?!(?:time|timeit|capture|prun|python3?|ipytest)\b)")
magic = re.compile(r"^([ \t]*)(?:[%!](?=[A-Za-z%!])|\?)", re.MULTILINE)


def cells_of(path, content):
    """The Python in a file: all of it, or each code cell of a notebook."""
    if not path.endswith(".ipynb"):
        return [content.decode()]
    notebook = json.loads(content)
    if notebook.get("metadata", {}).get("kernelspec", {}).get("language", "python") != "python":
        return []
    sources = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [
        re.sub(r"[^\r\n]", " ", source) if other_language.match(source) else magic.sub(r"\1#", source)
        for source in sources
    ]


def code_files(repository):
    """The chosen files of a clone's commit: path, content, and the Python in it."""
    found = {".py": [], ".ipynb": []}
    for line in git(repository, "ls-tree", "-r", "HEAD").splitlines():
        entry, path = line.split(b"\t", 1)
        mode, kind, blob = entry.split()
        suffix = pathlib.PurePath(path.decode(errors="replace")).suffix
        if kind != b"blob" or mode == b"120000" or suffix not in found or path.startswith(b'"'):
            continue
        try:
            content = git(repository, "cat-file", "blob", blob.decode())
            cells = cells_of(path.decode(), content)
        except (subprocess.CalledProcessError, ValueError, KeyError, TypeError, AttributeError):
            continue  # a clone without its largest files, text that is not UTF-8, no notebook
        code = "\n".join(cells).encode()
        if b"torch" in code and len(code) < longest_file and pattern.search(code):
            found[suffix].append((path.decode(), content, cells))
    for each in found.values():
        each.sort(key=lambda file: hashlib.sha256(file[0].encode()).digest())
    yield from sorted(file for each in found.values() for file in each[:most_files])


def names_to_ask(code):
    """Places (line, column) of names that may be losses: those spelled like one, and whatever is called."""
    for number, line in enumerate(code.splitlines(), 1):
        for match in pattern.finditer(line.encode()):
            yield number, len(line.encode()[: match.start()].decode()), "spelled"
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return
    lines = code.splitlines()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, (ast.Name, ast.Attribute)):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if name in spelled or node.func.end_lineno > len(lines):
            continue
        line = lines[node.func.end_lineno - 1].encode()
        end = len(line[: node.func.end_col_offset].decode(errors="replace"))
        yield node.func.end_lineno, end - len(name), "called"


def loss_of(definition):
    path = definition.full_name or ""
    match = re.fullmatch(r"torch\.nn\.(?:modules\.(?:loss|adaptive)|functional)\.(\w+)", path)
    return match[1] if match and match[1] in spelled else None


def uses(code, project):
    script = jedi.Script(code, project=project)
    for line, column, kind in names_to_ask(code):
        try:
            if kind == "spelled":
                definitions = script.goto(line, column, follow_imports=True)
            else:
                definitions = script.infer(line, column)
        except Exception as error:  # Jedi gives up on some code
            print("jedi:", repr(error)[:100], file=sys.stderr)
            continue
        losses = sorted({loss for loss in map(loss_of, definitions) if loss})
        if losses:
            open_ = len({definition.full_name for definition in definitions}) > len(losses)
            yield line, column, kind, "/".join(losses) + ("?" if open_ else "")


def placed(path, cells, found):
    """Places as they are written: in a notebook with the cell's number, from 0."""
    starts, line = [], 1
    for cell in cells:
        starts.append(line)
        line += cell.removesuffix("\n").count("\n") + 1
    for line, column, kind, losses in found:
        cell = bisect.bisect_right(starts, line) - 1
        place = f"{cell}/{line - starts[cell] + 1}" if path.endswith(".ipynb") else f"{line}"
        yield f"{place}:{column} {kind} {losses}"


def write(corpus, file):
    """A line for each file."""
    blocks = []
    for repository, found in corpus.items():
        lines = [f"      {json.dumps(path)}: {json.dumps(uses)}" for path, uses in found["files"].items()]
        head = f'  {json.dumps(repository)}: {{\n    "commit": {json.dumps(found["commit"])},\n    "files": {{\n'
        blocks.append(head + ",\n".join(lines) + "\n    }\n  }")
    file.write_text("{\n" + ",\n".join(blocks) + "\n}\n")


if __name__ == "__main__":
    clones, folder = map(pathlib.Path, sys.argv[1:3])
    corpus = {}
    with tempfile.TemporaryDirectory() as nowhere:
        environment = os.environ.get("TORCH_ENVIRONMENT", sys.prefix)
        project = jedi.Project(nowhere, environment_path=environment, smart_sys_path=False)
        for clone in sorted(clones.glob("*+*")):
            owner, _, name = clone.name.partition("+")
            repository = clone / "repo" if (clone / "repo").exists() else clone
            files = {}
            for path, content, cells in code_files(repository):
                target = folder / owner / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                # a cell may end without a line break, or with one
                code = "\n".join(cell.removesuffix("\n") for cell in cells) if len(cells) > 1 else "".join(cells)
                files[path] = list(placed(path, cells, uses(code, project)))
            if files:
                commit = git(repository, "rev-parse", "HEAD").decode().strip()
                corpus[f"{owner}/{name}"] = {"commit": commit, "files": files}
            print(f"{owner}/{name}: {sum(map(len, files.values()))}", file=sys.stderr, flush=True)
    write(corpus, folder / "uses.json")
