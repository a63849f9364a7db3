"""What is asked of PyTorch: one call of one loss."""

import inspect
from dataclasses import dataclass, field, replace
from functools import cache

import torch
from torch import nn
from torch.nn import functional as F

FUNCTIONALS = {
    "L1Loss": "l1_loss",
    "MSELoss": "mse_loss",
    "SmoothL1Loss": "smooth_l1_loss",
    "HuberLoss": "huber_loss",
    "CrossEntropyLoss": "cross_entropy",
    "LinearCrossEntropyLoss": "linear_cross_entropy",
    "NLLLoss": "nll_loss",
    "NLLLoss2d": "nll_loss",
    "BCELoss": "binary_cross_entropy",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
    "KLDivLoss": "kl_div",
    "PoissonNLLLoss": "poisson_nll_loss",
    "GaussianNLLLoss": "gaussian_nll_loss",
    "HingeEmbeddingLoss": "hinge_embedding_loss",
    "CosineEmbeddingLoss": "cosine_embedding_loss",
    "MarginRankingLoss": "margin_ranking_loss",
    "SoftMarginLoss": "soft_margin_loss",
    "MultiLabelMarginLoss": "multilabel_margin_loss",
    "MultiLabelSoftMarginLoss": "multilabel_soft_margin_loss",
    "MultiMarginLoss": "multi_margin_loss",
    "TripletMarginLoss": "triplet_margin_loss",
    "TripletMarginWithDistanceLoss": "triplet_margin_with_distance_loss",
    "CTCLoss": "ctc_loss",
    "AdaptiveLogSoftmaxWithLoss": None,
}
"""Every loss of `torch.nn`, and its functional."""

DISTANCES = {
    "pairwise_distance": F.pairwise_distance,
    "1 - cosine_similarity": lambda x, y: 1.0 - F.cosine_similarity(x, y),
    "l_inf": lambda x, y: torch.max(torch.abs(x - y), dim=1).values,
}
"""The distance functions that a case can name."""

FLOATS = {"beta", "delta", "div_value", "eps", "label_smoothing", "margin"}
"""Parameters that are Python floats, whatever they are written as: messages print `0.0`, not `0`."""


@dataclass(frozen=True)
class Call:
    """
    One call: a module built with `params` and applied to `inputs`, or a functional given both. Inputs are in
    the order in which the call takes them and named as `forward()` names them, for a functional too.
    """

    loss: str
    inputs: dict[str, object]
    params: dict[str, object] = field(default_factory=dict)
    requires_grad: tuple[str, ...] = ()
    via: str = "module"
    source: str = "random"

    def but(self, **changes) -> "Call":
        """This call with other fields."""
        return replace(self, **changes)

    def settled(self) -> "Call":
        """This call with parameters of their own type, and without those that say the default."""
        floats = FLOATS | ({"p"} if self.loss == "TripletMarginLoss" else set())
        params = {}
        for name, value in self.params.items():
            if name in floats and isinstance(value, int) and not isinstance(value, bool):
                value = float(value)
            if not is_default(defaults(self.loss, self.via).get(name, inspect.Parameter.empty), value):
                params[name] = value
        return self.but(params=params)

    def tensors(self) -> dict[str, torch.Tensor]:
        """Every tensor that the call takes, by name; PoissonNLLLoss has an input and a flag of one name."""
        return {name: value for name, value in (self.params | self.inputs).items() if torch.is_tensor(value)}

    def with_tensor(self, name: str, value: object) -> "Call":
        """This call with another value for the input or parameter `name`."""
        if name in self.inputs:
            return self.but(inputs={**self.inputs, name: value})
        return self.but(params={**self.params, name: value})


def is_default(default: object, value: object) -> bool:
    """Whether passing `value` says no more than leaving the parameter out."""
    if torch.is_tensor(value) or default is inspect.Parameter.empty:
        return False
    if default is None or value is None or isinstance(value, bool) or isinstance(default, bool):
        return default is value
    return default == value


@cache
def defaults(loss: str, via: str) -> dict[str, object]:
    """The parameters of the module's constructor or of the functional with their defaults, in order."""
    function = getattr(nn, loss).__init__ if via == "module" else getattr(F, FUNCTIONALS[loss])
    empty = inspect.Parameter.empty
    return {
        parameter.name: parameter.default
        for parameter in inspect.signature(function).parameters.values()
        # What a functional must be given are its inputs.
        if parameter.name not in ("self", "device", "dtype") and (via == "module" or parameter.default is not empty)
    }


@cache
def input_names(loss: str) -> tuple[str, ...]:
    """What `forward()` takes."""
    return tuple(inspect.signature(getattr(nn, loss).forward).parameters)[1:]
