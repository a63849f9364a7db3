"""What each loss is asked: random valid calls, edges, and misuse."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..call import Call
from ..maker import Maker


@dataclass(frozen=True)
class Family:
    """The questions for one loss."""

    random: Callable[[Maker], Call]
    """A valid call, every parameter and shape within reach."""
    edges: Callable[[Maker], Iterator[Call]]
    """Calls at the corners: kinks, ties, infinities, empty tensors, everything ignored."""
    errors: Callable[[Maker], Iterator[Call]]
    """Calls that PyTorch refuses, and those that people expect it to refuse."""
