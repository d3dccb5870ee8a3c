"""One training in progress: the model, its optimisers, how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn.functional import ctc_loss

from training.reader.batches import Batch
from training.reader.model import Recogniser
from training.reader.muon import Muon
from training.reader.together import Together

PEAKS = 0.02, 2.5e-3  # learning rates of Muon and of AdamW, for a training from nothing


def loss_of(model: Recogniser, batch: Batch) -> Tensor:
    """CTC loss a letter."""
    out = model(batch.strips).transpose(0, 1)
    return ctc_loss(out, batch.targets, batch.steps, batch.letters, zero_infinity=True, reduction="sum") / batch.letters.sum()


def rate(share: float) -> float:
    """The learning rate, as a share of its peak, when `share` of the time is over: up, level, and down to nothing."""
    return min(1.0, share / 0.02, (1 - min(1.0, share)) / 0.6 + 1e-4)


@dataclass(slots=True)
class Run:
    """A training in progress. peak: the highest learning rates, as a share of PEAKS; spent: seconds; seen: lines."""

    model: Recogniser
    optimisers: tuple[torch.optim.Optimizer, ...]
    together: Together
    peak: float = 1.0
    spent: float = 0.0
    seen: int = 0

    @classmethod
    def begun(cls, device: torch.device, weights: Path | None, together: Together, peak: float = 1.0) -> Run:
        """A run at its start, from random weights or those of an earlier model."""
        model = Recogniser().to(device)
        if weights is not None:
            model.load_state_dict(load_file(weights))
        matrices = model.matrices()
        ids = {id(weight) for weight in matrices}
        others = [weight for weight in model.parameters() if id(weight) not in ids]
        return cls(model, (Muon(matrices, PEAKS[0], together), torch.optim.AdamW(others, PEAKS[1], weight_decay=0.01)), together, peak)

    def save(self, file: Path) -> None:
        """Whole or not at all."""
        states = [optimiser.state_dict() for optimiser in self.optimisers]
        part = file.with_suffix(".part")
        torch.save({"model": self.model.state_dict(), "optimisers": states, "spent": self.spent, "seen": self.seen}, part)
        part.replace(file)

    def resume(self, file: Path) -> None:
        """Go on where `file` was saved."""
        state = torch.load(file)
        self.model.load_state_dict(state["model"])
        for optimiser, kept in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(kept)
        self.spent, self.seen = state["spent"], state["seen"]

    def learn(self, batch: Batch, share: float, spent: float) -> float:
        """One step, the same in all processes; gives the loss. share: of the whole time; spent: seconds so far."""
        self.model.train()
        for optimiser, peak in zip(self.optimisers, PEAKS, strict=True):
            optimiser.param_groups[0]["lr"] = self.peak * peak * rate(share)
            optimiser.zero_grad()
        loss = loss_of(self.model, batch)
        loss.backward()
        mean, self.spent, lines = self.together.averaged(self.model, float(loss.detach()), spent, len(batch.steps))
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.seen += round(lines * self.together.processes)
        return mean
