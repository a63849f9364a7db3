"""What Python itself refuses, for every loss alike: arguments that do not exist or are missing."""

from collections.abc import Callable, Iterator

import torch

from .call import FUNCTIONALS, Call, defaults
from .maker import Maker

# Unlike any real name: newer Pythons add a suggestion to the message for those that are close.
FOREIGN = {"weight": torch.ones(3), "pos_weight": torch.ones(3), "temperature": 2.0, "from_logits": True, "axis": 1}


def misuse(maker: Maker, valid: Callable[[Maker], Call]) -> Iterator[Call]:
    """Foreign keywords and missing inputs, for the module and for the functional."""
    for via in ("module", "functional"):
        call = valid(maker)
        if via == "functional" and FUNCTIONALS[call.loss] is None:
            return
        while call.via != via:
            call = valid(maker)
        call = call.but(source="error")
        for name, value in FOREIGN.items():
            if name not in defaults(call.loss, via):
                yield call.but(params={**call.params, name: value})
        names = list(call.inputs)
        for count in range(len(names)):
            given = {name: call.inputs[name] for name in names[:count]}
            yield call.but(inputs=given, requires_grad=tuple(name for name in call.requires_grad if name in given))
