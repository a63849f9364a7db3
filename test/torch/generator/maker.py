"""Random arguments, all drawn from one seed."""

import random

import torch

HALVES = (torch.float16, torch.bfloat16)
FLOATS = (torch.float64, torch.float32, *HALVES)
INTEGERS = (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)
SPECIAL = (float("inf"), -float("inf"), float("nan"), 0.0, -0.0, 1e-8, -1e-8, 1e30, -1e30, 65504.0, 88.8, -104.0, 1.0)


class Maker:
    """Draws shapes, dtypes, tensors and parameters."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.generator = torch.Generator().manual_seed(seed)

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self.random.random() < probability

    def pick(self, *choices):
        """One of them."""
        return self.random.choice(choices)

    def dtype(self, halves: bool = True) -> torch.dtype:
        """A floating-point dtype; float32 most often, as in use."""
        weights = (28, 42, 15, 15) if halves else (40, 60, 0, 0)
        return self.random.choices(FLOATS, weights)[0]

    def size(self, most: int = 4) -> int:
        """A dimension's size: rarely 0."""
        return 0 if self.chance(0.02) else self.random.randint(1, most)

    def shape(self, least: int = 0, most: int = 4) -> tuple[int, ...]:
        """A shape of `least` to `most` dimensions; now and then a long one that fills vector registers."""
        dims = self.random.randint(least, most)
        if dims == 1 and self.chance(0.3):
            return (self.random.randint(5, 70) if self.chance(0.9) else self.random.randint(200, 400),)
        return tuple(self.size(4 if dims < 4 else 3) for _ in range(dims))

    def broadcast(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """A shape that broadcasts to `shape`: sizes dropped to 1, leading ones left out."""
        kept = [size if self.chance(0.6) else 1 for size in shape]
        return tuple(kept[self.random.randint(0, len(kept)) if self.chance(0.4) else 0 :])

    def real(self, shape: tuple[int, ...], dtype: torch.dtype, style: str | None = None) -> torch.Tensor:
        """Real numbers: plain, on a coarse grid (ties and kinks), of any magnitude, or with special values."""
        style = style or self.random.choices(("plain", "grid", "wide", "large", "special"), (50, 22, 8, 10, 10))[0]
        values = torch.randn(shape, generator=self.generator, dtype=torch.float64)
        if style == "grid":
            values = (values * 2).round() / 2
        elif style == "wide":
            values = values * 10 ** (torch.rand(shape, generator=self.generator, dtype=torch.float64) * 8 - 4)
        elif style == "large":
            values = values * self.pick(10, 30, 100)
        elif style == "special":
            values = self.sprinkle(values, SPECIAL)
        if style == "plain" and self.chance(0.4):
            values = (values * 64).round() / 64
        return values.to(dtype)

    def sprinkle(self, values: torch.Tensor, specials: tuple[float, ...]) -> torch.Tensor:
        """The same with some elements replaced."""
        flat = values.flatten().clone()
        for index in range(flat.numel()):
            if self.chance(0.3):
                flat[index] = self.pick(*specials)
        return flat.reshape(values.shape)

    def probabilities(self, shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
        """Independent numbers in [0, 1], the ends now and then among them."""
        values = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        if self.chance(0.3):
            values = (values * 4).round() / 4
        return values.to(dtype)

    def distribution(self, shape: tuple[int, ...], dtype: torch.dtype, dim: int = 1, log: bool = False) -> torch.Tensor:
        """Numbers that sum to 1 along `dim` (the only one of a vector), or their logarithms."""
        values = torch.randn(shape, generator=self.generator, dtype=torch.float64) * self.pick(0.5, 1, 3)
        if not shape:
            return torch.zeros((), dtype=dtype) if log else torch.ones((), dtype=dtype)
        dim = min(dim, len(shape) - 1)
        return (values.log_softmax(dim) if log else values.softmax(dim)).to(dtype)

    def positive(self, shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
        """Weights or variances: positive, sometimes 0."""
        values = torch.rand(shape, generator=self.generator, dtype=torch.float64) * self.pick(1, 2, 5) + 0.05
        if self.chance(0.3):
            values = (values * 4).round() / 4
        if self.chance(0.15):
            values = self.sprinkle(values, (0.0,))
        return values.to(dtype)

    def whole(self, shape: tuple[int, ...], low: int, high: int, dtype: torch.dtype = torch.int64) -> torch.Tensor:
        """Integers in [low, high)."""
        return torch.randint(low, max(high, low + 1), shape, generator=self.generator).to(dtype)

    def signs(self, shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
        """1 and -1, as the embedding and ranking losses label; rarely something else."""
        values = self.whole(shape, 0, 2) * 2 - 1
        if self.chance(0.1):
            values = self.whole(shape, -2, 3)
        return values.to(dtype)

    def reduction(self, legacy: bool = True, *more: str) -> dict[str, object]:
        """How to reduce: usually by name, sometimes as the deprecated arguments say."""
        if legacy and self.chance(0.1):
            flags = {"size_average": self.pick(None, True, False), "reduce": self.pick(None, True, False)}
            return flags if self.chance(0.7) else flags | {"reduction": self.pick("sum", "none")}
        if self.chance(0.02):
            return {"reduction": "elementwise_mean"}
        return {"reduction": self.pick("mean", "sum", "none", "none", *more)}

    def grads(self, *names: str) -> tuple[str, ...]:
        """Which of `names` require a gradient: usually all."""
        if self.chance(0.75):
            return names
        return tuple(name for name in names if self.chance(0.5))

    def via(self, functional: float = 0.25) -> str:
        """Mostly the module."""
        return "functional" if self.chance(functional) else "module"
