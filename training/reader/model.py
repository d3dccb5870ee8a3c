"""The line recogniser: convolutions down to one row, convolutions along it, CTC. Two time steps for each column that is left."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ocr.alphabet import LETTERS

CLASSES = len(LETTERS) + 1
COLUMNS_A_STEP = 2  # columns of the strip for one time step


def _conv(inside: int, outside: int, kernel: tuple[int, int], stride: tuple[int, int], padding: tuple[int, int]) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inside, outside, kernel, stride, padding, bias=False), nn.BatchNorm2d(outside), nn.SiLU(inplace=True))


class Along(nn.Module):
    """Looks `reach` steps to both sides of each step, then mixes the channels."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.look = nn.Conv1d(channels, channels, 2 * reach + 1, padding=reach, groups=channels, bias=False)
        self.norm = nn.BatchNorm1d(channels)
        self.mix = nn.Sequential(nn.Conv1d(channels, 2 * channels, 1), nn.SiLU(inplace=True), nn.Conv1d(2 * channels, channels, 1))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.mix(self.norm(self.look(x)))


class Recogniser(nn.Module):
    """Strips (lines, 1, 40, columns), 0 paper to 1 ink, to log-probabilities (lines, columns / 2, classes)."""

    def __init__(self, width: int = 192, blocks: int = 6) -> None:
        super().__init__()
        self.down = nn.Sequential(
            _conv(1, 32, (5, 5), (2, 2), (2, 2)),
            _conv(32, 64, (3, 3), (2, 2), (1, 1)),
            _conv(64, 96, (3, 3), (2, 1), (1, 1)),
            _conv(96, width, (5, 3), (1, 1), (0, 1)),
        )
        self.along = nn.Sequential(*[Along(width, 5) for _ in range(blocks)])
        self.head = nn.Sequential(nn.BatchNorm1d(width), nn.Conv1d(width, 2 * CLASSES, 1))

    def forward(self, strips: Tensor) -> Tensor:
        lines = strips.shape[0]
        out = self.head(self.along(self.down(strips).squeeze(2)))
        steps = out.reshape(lines, 2, CLASSES, -1).permute(0, 3, 1, 2).reshape(lines, -1, CLASSES)
        return torch.log_softmax(steps, dim=2)

    def matrices(self) -> list[nn.Parameter]:
        """The weights between the first and the last layer that mix channels: those that Muon trains."""
        inner = [self.down[1], self.down[2], self.down[3], *(block.mix for block in self.along)]
        return [weight for part in inner for weight in part.parameters() if weight.ndim > 1]
