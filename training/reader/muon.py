"""Muon (Jordan and others, 2024): momentum whose steps are made orthogonal, for the matrices within a network.

PyTorch's own takes the steps in bfloat16, which processors without it emulate: here 12 times slower than this.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from training.reader.together import Together

ROUNDS = 5  # of Newton and Schulz's iteration
COEFFICIENTS = 3.4445, -4.7750, 2.0315


def orthogonal(matrix: Tensor) -> Tensor:
    """The matrix with its singular values brought near 1."""
    a, b, c = COEFFICIENTS
    x = matrix / (matrix.norm() + 1e-7)
    x = x.T if matrix.shape[0] > matrix.shape[1] else x
    for _ in range(ROUNDS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if matrix.shape[0] > matrix.shape[1] else x


class Muon(torch.optim.Optimizer):
    """For weights of two and more dimensions, all but the first taken as one. The processes that learn together share the work."""

    def __init__(self, weights: Iterable[nn.Parameter], lr: float, together: Together) -> None:
        super().__init__(weights, {"lr": lr, "momentum": 0.95, "weight_decay": 0.01})
        self._together = together

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        """One step against the gradients, which are the same in all processes."""
        for group in self.param_groups:
            ahead = [self._ahead(weight, group["momentum"]) for weight in group["params"]]
            steps = self._together.shared(orthogonal, ahead)
            for weight, matrix, step in zip(group["params"], ahead, steps, strict=True):
                rate = group["lr"] * max(1.0, matrix.shape[0] / matrix.shape[1]) ** 0.5
                weight.mul_(1 - group["lr"] * group["weight_decay"]).add_(step.view_as(weight), alpha=-rate)

    def _ahead(self, weight: Tensor, momentum: float) -> Tensor:
        mean: Tensor = self.state[weight].setdefault("mean", torch.zeros_like(weight))
        assert weight.grad is not None
        mean.lerp_(weight.grad, 1 - momentum)
        return weight.grad.lerp(mean, momentum).flatten(1)
