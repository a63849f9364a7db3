"""
Makes the reference cases: asks real PyTorch and writes down what it answers. README.md tells how to run it.

    python generate.py [--out FOLDER] [--seed N] [--times N] [--large N] [LOSS ...]
"""

import argparse
import gzip
import json
import platform
import random
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import torch

from generator import suite
from generator.call import FUNCTIONALS, Call
from generator.families.all import FAMILIES
from generator.kinds import kinds
from generator.large import large
from generator.maker import Maker
from generator.misuse import misuse
from generator.mutate import mutate
from generator.record import identity, record

VERSION = "2.13.0"
SUITE_CASES = 90
RANDOM_CASES = 170
MUTATED_CASES = 150


def calls(loss: str, seed: int, times: int, large_calls: int) -> Iterator[Call]:
    """Everything that is asked about one loss, with `times` as many random calls as usual."""
    own = zlib.crc32(f"{seed} {loss}".encode())
    torch.manual_seed(own)
    random.seed(own)
    maker = Maker(own)
    family = FAMILIES[loss]
    if large_calls:
        yield from large(maker, family.random, large_calls)
        return
    asked = list(chain(suite.opinfo(loss), suite.moduleinfo(loss)))
    refused = [call for call in asked if call.source.endswith("-error")]
    samples = [call for call in asked if not call.source.endswith("-error")]
    # All of CTC's are large: one of them must do.
    samples = list(filter(suite.fits, samples)) or samples[:1]
    yield from refused
    yield from maker.random.sample(samples, min(SUITE_CASES, len(samples)))
    yield from (family.random(maker) for _ in range(RANDOM_CASES * times))
    yield from family.edges(maker)
    yield from family.errors(maker)
    yield from misuse(maker, family.random)
    yield from (mutate(maker, family.random(maker)) for _ in range(MUTATED_CASES * times))
    yield from kinds(maker, family.random)


def cases(loss: str, seed: int, times: int, large_calls: int) -> Iterator[dict[str, object]]:
    """The reference cases of one loss, each asked once, each with an id."""
    seen = set()
    unwritten = 0
    numbers = Counter()
    for call in calls(loss, seed, times, large_calls):
        if FAMILIES[loss].undefined(call):
            continue
        case = record(call)
        if case is None:
            unwritten += 1
            continue
        if identity(case) in seen:
            continue
        seen.add(identity(case))
        numbers[call.source] += 1
        yield {"id": f"{loss}/{call.source}/{numbers[call.source]}", **case}
    left_out = f"; {unwritten} left out because PyTorch reads memory that nobody wrote" if unwritten else ""
    print(f"{loss}: {len(seen)} cases {dict(numbers)}{left_out}", flush=True)


def write(path: Path, found: Iterator[dict[str, object]]) -> None:
    """One case a line, gzipped without a time stamp, so that the same cases give the same bytes."""
    lines = "".join(json.dumps(case, separators=(",", ":")) + "\n" for case in found)
    path.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))


def main() -> None:
    """Reads the command line and writes one file per loss."""
    parser = argparse.ArgumentParser(description="Make reference cases with PyTorch.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1, help="as many times the usual number of random calls")
    parser.add_argument("--large", type=int, default=0, help="only so many calls with up to 100,000 elements each")
    parser.add_argument("--any-version", action="store_true", help=f"allow a PyTorch other than {VERSION}")
    parser.add_argument("losses", nargs="*", metavar="LOSS", default=list(FUNCTIONALS))
    options = parser.parse_args()
    version = torch.__version__.partition("+")[0]
    if version != VERSION and not options.any_version:
        parser.error(f"this is PyTorch {version}; the cases are PyTorch {VERSION}'s (--any-version to go on)")
    torch.set_num_threads(1)
    torch.set_warn_always(True)
    options.out.mkdir(parents=True, exist_ok=True)
    for loss in options.losses:
        write(options.out / f"{loss}.jsonl.gz", cases(loss, options.seed, options.times, options.large))
    about = {
        "pytorch": torch.__version__,
        "python": platform.python_version(),
        "cpu": torch.backends.cpu.get_cpu_capability(),
        "seed": options.seed,
    }
    (options.out / "provenance.json").write_text(json.dumps(about) + "\n")


if __name__ == "__main__":
    main()
