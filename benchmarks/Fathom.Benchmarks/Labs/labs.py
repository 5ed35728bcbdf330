"""The Python side of the labs: labs.py THREADS clock|processor. Says ready, reads "net mode steps" per line, trains so many steps, prints seconds. Needs PyTorch."""
import os
import sys
import time

# Some builds of PyTorch leave products of matrices to a library with threads of its own, which it reads when it is loaded.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = sys.argv[1]

try:
    import torch
except ImportError:
    sys.exit("labs.py: no torch in this Python")

from torch import nn
from torch.nn import functional as f

LENGTH, FEATURES, WORDS = 120, 14, 20_000


class Last(nn.Module):
    """A recurrent layer's last output."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0][:, -1]


class RecurrentDropout(nn.Module):
    """An LSTM whose state loses the same units at every step."""

    def __init__(self, units):
        super().__init__()
        self.cell = nn.LSTMCell(FEATURES, units)

    def forward(self, x):
        state = carried = torch.zeros(len(x), self.cell.hidden_size)
        mask = (torch.rand_like(state) > 0.25).float() / 0.75
        for step in x.unbind(1):
            state, carried = self.cell(step, (state * mask, carried))
        return state


class Ends(nn.Module):
    """The last outputs of both directions."""

    def __init__(self, width, units):
        super().__init__()
        self.lstm = nn.LSTM(width, units, batch_first=True, bidirectional=True)

    def forward(self, x):
        sequence = self.lstm(x)[0]
        units = self.lstm.hidden_size
        return torch.cat([sequence[:, -1, :units], sequence[:, 0, units:]], 1)


class Greatest(nn.Module):
    """The greatest value over time."""

    def forward(self, x):
        return x.max(1).values


def dense(*sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def conv1d():
    return nn.Sequential(
        nn.Conv1d(FEATURES, 8, 24), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(8, 8, 12), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(8, 8, 6), nn.ReLU(),
        nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(8, 1))


def mnist():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.5), nn.Linear(1600, 10))


def transformer():
    return nn.Sequential(nn.Embedding(WORDS, 256), nn.TransformerEncoderLayer(256, 2, 32, dropout=0.0, batch_first=True), Greatest(), nn.Linear(256, 1))


REGRESSION = (lambda n: torch.rand(n, 1), f.mse_loss, lambda output, y: (output - y).abs().mean())
BINARY = (lambda n: torch.randint(2, (n, 1)).float(), f.binary_cross_entropy_with_logits, lambda output, y: ((output > 0) == (y > 0.5)).float().mean())
CLASSES = (lambda n: torch.randint(10, (n,)), f.cross_entropy, lambda output, y: (output.argmax(1) == y).float().mean())

# Batch size, shape of a sample, whether it is of words, what is learnt, the net.
LABS = {
    "tiny": (32, (18,), False, BINARY, lambda: dense(18, 20, 8, 1)),
    "mlp": (256, (50,), False, REGRESSION, lambda: dense(50, 256, 256, 1)),
    "wide": (256, (1024,), False, REGRESSION, lambda: dense(1024, 1024, 1024, 1)),
    "lstm16": (256, (LENGTH, FEATURES), False, REGRESSION, lambda: nn.Sequential(Last(nn.LSTM(FEATURES, 16, batch_first=True)), nn.Linear(16, 1))),
    "lstm32dropout": (256, (LENGTH, FEATURES), False, REGRESSION, lambda: nn.Sequential(RecurrentDropout(32), nn.Linear(32, 1))),
    "gru2": (256, (LENGTH, FEATURES), False, REGRESSION, lambda: nn.Sequential(Last(nn.GRU(FEATURES, 32, num_layers=2, batch_first=True)), nn.Linear(32, 1))),
    "bilstm": (32, (600,), True, BINARY, lambda: nn.Sequential(nn.Embedding(WORDS, 256), Ends(256, 32), nn.Linear(64, 1))),
    "conv1d": (256, (FEATURES, LENGTH), False, REGRESSION, conv1d),
    "transformer": (32, (200,), True, BINARY, transformer),
    "mnist": (128, (1, 28, 28), False, CLASSES, mnist),
}


class Lab:
    """A net with its samples."""

    def __init__(self, name, steps):
        self.batch, shape, words, (targets, self.loss, self.metric), net = LABS[name]
        self.steps = steps
        count = self.batch * steps
        self.x = torch.randint(WORDS, (count, *shape)) if words else torch.rand(count, *shape) - 0.5
        self.y = targets(count)
        self.net = net()
        self.optimizer = torch.optim.Adam(self.net.parameters(), 1e-3)

    def train(self, x, y):
        self.optimizer.zero_grad()
        output = self.net(x)
        loss = self.loss(output, y)
        loss.backward()
        self.optimizer.step()
        return output.detach(), loss

    def step(self):
        for i in range(0, len(self.x), self.batch):
            self.train(self.x[i:i + self.batch], self.y[i:i + self.batch])

    def epoch(self):
        loss = metric = 0.0
        order = torch.randperm(len(self.x))
        for i in range(0, len(self.x), self.batch):
            rows = order[i:i + self.batch]
            y = self.y[rows]
            output, value = self.train(self.x[rows], y)
            loss += value.item()
            metric += self.metric(output, y).item()
        return loss / self.steps, metric / self.steps


torch.set_num_threads(int(sys.argv[1]))
clock = time.process_time if sys.argv[2] == "processor" else time.perf_counter
lab, held = None, None
print("ready", flush=True)
for line in sys.stdin:
    name, mode, steps = line.split()
    if held != (name, steps):
        lab, held = Lab(name, int(steps)), (name, steps)
    run = {"step": lab.step, "epoch": lab.epoch}[mode]
    start = clock()
    run()
    print(clock() - start, flush=True)
