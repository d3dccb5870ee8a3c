"""Several processes, one thread each, that learn one model: each its own batch, the mean of their gradients.

Threads within one process wait for each other at every layer: beside any other work on the same cores they came to a third
of one thread's speed; processes wait once a step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, distributed
from torch.nn import Module


@dataclass(frozen=True, slots=True)
class Together:
    """This process among the others. rank: from 0 on; the first one saves and reports."""

    rank: int = 0
    processes: int = 1

    @classmethod
    def joined(cls, rank: int, processes: int, meeting: Path) -> Together:
        """After all have come. meeting: a file, not there yet, by which they find each other."""
        if processes > 1:
            distributed.init_process_group("gloo", init_method=meeting.resolve().as_uri(), rank=rank, world_size=processes)
        return cls(rank, processes)

    def same(self, model: Module) -> None:
        """The first process's weights for all."""
        for value in model.state_dict().values() if self.processes > 1 else ():
            distributed.broadcast(value, 0)

    def averaged(self, model: Module, *figures: float) -> list[float]:
        """The mean of all processes' gradients in each one's model, and of some figures."""
        if self.processes == 1:
            return list(figures)
        gradients = [weight.grad for weight in model.parameters() if weight.grad is not None]
        flat = torch.cat([*(g.flatten() for g in gradients), torch.tensor(figures)])
        distributed.all_reduce(flat)
        flat /= self.processes
        at = 0
        for gradient in gradients:
            gradient.copy_(flat[at : at + gradient.numel()].view_as(gradient))
            at += gradient.numel()
        return [float(figure) for figure in flat[at:]]

    def shared(self, work: Callable[[Tensor], Tensor], tensors: Sequence[Tensor]) -> list[Tensor]:
        """`work` done on each tensor, which keeps its size: each process does some, all have all."""
        flat = torch.zeros(sum(tensor.numel() for tensor in tensors))
        parts = list(flat.split([tensor.numel() for tensor in tensors]))
        largest_first = sorted(range(len(tensors)), key=lambda n: -tensors[n].numel())
        for n in largest_first[self.rank :: self.processes]:
            parts[n].copy_(work(tensors[n]).flatten())
        if self.processes > 1:
            distributed.all_reduce(flat)
        return parts
