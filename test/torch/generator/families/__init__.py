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
    undefined: Callable[[Call], bool] = lambda call: False
    """Whether PyTorch would read beyond its tensors: no fact to record."""


def asker(loss: str, source: str, grads: tuple[str, ...]) -> Callable[..., Call]:
    """Makes calls of one loss from one source; `grads` require a gradient unless a call says otherwise."""

    def ask(
        inputs: dict[str, object],
        params: dict[str, object] | None = None,
        requires_grad: tuple[str, ...] = grads,
        via: str = "module",
    ) -> Call:
        return Call(loss, inputs, params or {}, requires_grad, via, source)

    return ask
