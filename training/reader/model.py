"""The line recogniser: convolutions down to one row, convolutions along it, CTC. Two time steps for each column that is left."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ocr.alphabet import LETTERS
from ocr.strip import HEIGHT

CLASSES = len(LETTERS) + 1
COLUMNS_A_STEP = 2  # columns of the strip for one time step


def _conv(inside: int, outside: int, kernel: tuple[int, int], stride: tuple[int, int], padding: tuple[int, int]) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inside, outside, kernel, stride, padding, bias=False), nn.BatchNorm2d(outside), nn.SiLU(inplace=True))


class Along(nn.Module):
    """Looks `reach` steps to both sides of each step, then mixes the channels. (lines, steps, channels): CPUs are quick at that."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.look = nn.Conv2d(channels, channels, (1, 2 * reach + 1), padding=(0, reach), groups=channels, bias=False)
        self.norm = nn.BatchNorm1d(channels)
        self.mix = nn.Sequential(nn.Linear(channels, 2 * channels), nn.SiLU(inplace=True), nn.Linear(2 * channels, channels))

    def forward(self, x: Tensor) -> Tensor:
        seen = self.look(x.permute(0, 2, 1).unsqueeze(2)).squeeze(2).permute(0, 2, 1)
        return x + self.mix(_normed(self.norm, seen))


def _normed(norm: nn.BatchNorm1d, x: Tensor) -> Tensor:
    lines, _, channels = x.shape
    out: Tensor = norm(x.reshape(-1, channels))
    return out.reshape(lines, -1, channels)


class Recogniser(nn.Module):
    """Strips (lines, 1, 48, columns), 0 paper to 1 ink, to log-probabilities (lines, columns / 2, classes)."""

    def __init__(self, width: int = 192, blocks: int = 6) -> None:
        super().__init__()
        self.down = nn.Sequential(
            _conv(1, 32, (5, 5), (2, 2), (2, 2)),
            _conv(32, 64, (3, 3), (2, 2), (1, 1)),
            _conv(64, 96, (3, 3), (2, 1), (1, 1)),
            _conv(96, width, (HEIGHT // 8, 3), (1, 1), (0, 1)),
        )
        self.along = nn.Sequential(*[Along(width, 5) for _ in range(blocks)])
        self.norm = nn.BatchNorm1d(width)
        self.head = nn.Linear(width, 2 * CLASSES)
        self.to(memory_format=torch.channels_last)

    def forward(self, strips: Tensor) -> Tensor:
        along = self.along(self.down(strips.contiguous(memory_format=torch.channels_last)).squeeze(2).permute(0, 2, 1))
        steps = self.head(_normed(self.norm, along)).reshape(strips.shape[0], -1, CLASSES)
        return torch.log_softmax(steps, dim=2)

    def matrices(self) -> list[nn.Parameter]:
        """The weights between the first and the last layer that mix channels: those that Muon trains."""
        inner = [self.down[1], self.down[2], self.down[3], *(block.mix for block in self.along)]
        return [weight for part in inner for weight in part.parameters() if weight.ndim > 1]
