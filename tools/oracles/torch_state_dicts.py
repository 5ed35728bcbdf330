"""Weights as torch.save writes them, in both of its formats, with the values they hold and what modules with them give.

Run: python3 tools/oracles/torch_state_dicts.py   (PyTorch 1.13)
Writes tests/Fathom.Tests/Fixtures/torch_state_*.pt and torch_state_dicts.json.
"""
import json
import pathlib
from collections import OrderedDict

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parents[2] / "tests/Fathom.Tests/Fixtures"
torch.manual_seed(5)
CASES = {}


def array(tensor):
    return {"shape": list(tensor.shape), "values": [float(f"{v:.9g}") for v in tensor.detach().double().contiguous().flatten().tolist()]}


def save(name, contents):
    torch.save(contents, FOLDER / f"torch_state_{name}.pt")
    torch.save(contents, FOLDER / f"torch_state_{name}_legacy.pt", _use_new_zipfile_serialization=False)


# Views into one storage, an offset, a transposition, every type.
base = torch.randn(4, 6)
views = OrderedDict(
    whole=base, transposed=base.t(), rows=base[1:3], columns=base[:, 2:4], every_second=base[::2, 1::2], scalar=base[2, 3], parameter=nn.Parameter(torch.randn(3)),
    double=torch.randn(3, dtype=torch.float64), half=torch.randn(2, 3).half(), bfloat16=torch.randn(2, 3).bfloat16(), int64=torch.tensor([-5, 2**40]),
    int32=torch.tensor([-7, 9], dtype=torch.int32), int16=torch.tensor([-300, 300], dtype=torch.int16), int8=torch.tensor([-8, 8], dtype=torch.int8),
    uint8=torch.tensor([0, 200], dtype=torch.uint8), flags=torch.tensor([True, False]), empty=torch.zeros(0, 3))
CASES["views"] = {name: array(tensor) for name, tensor in views.items()}
save("views", {"state_dict": views, "best": 91.5, "epoch": 7, "arch": "small", "shape": torch.Size([2, 3]), "nothing": None})


class Images(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, (3, 2))
        self.bn1 = nn.BatchNorm2d(4, eps=1e-3)
        self.depthwise = nn.Conv2d(4, 8, 2, groups=4)
        self.up = nn.ConvTranspose2d(8, 3, 3, stride=2)
        self.act = nn.PReLU(3)
        self.fc = nn.Linear(3 * 7 * 9, 5)

    def forward(self, x):
        return self.fc(torch.flatten(self.act(self.up(self.depthwise(torch.relu(self.bn1(self.conv1(x)))))), 1))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(11, 4)
        self.lstm = nn.LSTM(4, 3, batch_first=True, bidirectional=True, num_layers=2)
        self.gru = nn.GRU(6, 5, batch_first=True)
        self.rnn = nn.RNN(5, 4, batch_first=True)
        self.out = nn.Linear(4, 2)

    def forward(self, ids):
        x = self.lstm(self.embed(ids))[0]
        return self.out(self.rnn(self.gru(x)[0])[0][:, -1])


class Attending(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2, batch_first=True)
        self.norm = nn.LayerNorm(6, eps=1e-3)
        self.conv = nn.Conv1d(6, 3, 2)

    def forward(self, x):
        return self.conv(self.norm(x + self.attn(x, x, x)[0]).transpose(1, 2)).transpose(1, 2)


def module(name, made, x, seen):
    with torch.no_grad():
        for tensor in made.state_dict().values():
            if tensor.is_floating_point():
                tensor.copy_(torch.rand_like(tensor) + 0.5 if tensor.ndim == 1 else torch.randn_like(tensor) * 0.5)
    made.eval()
    CASES[name] = {"x": array(seen), "y": array(made(x))}
    torch.save(made.state_dict(), FOLDER / f"torch_state_{name}.pt")


images = torch.randn(2, 2, 6, 6)
module("images", Images(), images, images.permute(0, 2, 3, 1))
ids = torch.randint(0, 11, (3, 5))
module("words", Words(), ids, ids)
sequence = torch.randn(2, 4, 6)
module("attending", Attending(), sequence, sequence)
(FOLDER / "torch_state_dicts.json").write_text(json.dumps({"made_by": "tools/oracles/torch_state_dicts.py", "cases": CASES}))
