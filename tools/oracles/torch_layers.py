"""Reference values and gradients of layers, from PyTorch in double precision, weights in Keras's layout.

Run: /usr/bin/python3 tools/oracles/torch_layers.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers.json: for each case inputs, weights, outputs, the gradients that come down on the outputs, and
the gradients of inputs and weights that follow from them.
"""
import torch
import torch.nn.functional as F

from layer_cases import case, draw, write

# Core
torch.manual_seed(1)
case("dense", [draw(5, 4)], dict(kernel=draw(4, 3), bias=draw(3)), lambda x, kernel, bias: torch.tanh(x @ kernel + bias))
case("dense_sequence", [draw(2, 3, 4)], dict(kernel=draw(4, 3), bias=draw(3)), lambda x, kernel, bias: x @ kernel + bias)
case("dense_no_bias", [draw(5, 4)], dict(kernel=draw(4, 3)), lambda x, kernel: torch.sigmoid(x @ kernel))

# Recurrent: PyTorch's own functions, weights turned from Keras's layout into PyTorch's within the graph
def gates(matrix, order):
    parts = matrix.chunk(len(order), -1)
    return torch.cat([parts[i] for i in order], -1)


def lstm(x, h, c, kernel, recurrent_kernel, bias):
    weights = [kernel.T, recurrent_kernel.T, bias, torch.zeros_like(bias)]
    return torch.lstm(x, (h[None], c[None]), weights, True, 1, 0.0, False, False, True)


def gru(x, h, kernel, recurrent_kernel, bias):
    weights = [gates(kernel, [1, 0, 2]).T, gates(recurrent_kernel, [1, 0, 2]).T, gates(bias[0], [1, 0, 2]), gates(bias[1], [1, 0, 2])]
    return torch.gru(x, h[None], weights, True, 1, 0.0, False, False, True)


def rnn(x, h, kernel, recurrent_kernel, bias):
    return torch.rnn_tanh(x, h[None], [kernel.T, recurrent_kernel.T, bias, torch.zeros_like(bias)], True, 1, 0.0, False, False, True)


def gru_reset_before(x, h, kernel, recurrent_kernel, bias):
    u = h.shape[1]
    for t in range(x.shape[1]):
        xz, xr, xh = (x[:, t] @ kernel + bias).chunk(3, -1)
        z = torch.sigmoid(xz + h @ recurrent_kernel[:, :u])
        r = torch.sigmoid(xr + h @ recurrent_kernel[:, u:2 * u])
        h = z * h + (1 - z) * torch.tanh(xh + (r * h) @ recurrent_kernel[:, 2 * u:])
    return h


torch.manual_seed(5)
B, T, I, U = 3, 6, 4, 5
zero = torch.zeros(B, U)


def weights(count, *bias):
    return dict(kernel=draw(I, count * U, scale=0.6), recurrent_kernel=draw(U, count * U, scale=0.6), bias=draw(*bias, scale=0.6))


case("lstm", [draw(B, T, I)], weights(4, 4 * U), lambda x, **w: lstm(x, zero, zero, **w)[0][:, -1])
case("lstm_backwards", [draw(B, T, I)], weights(4, 4 * U), lambda x, **w: lstm(x.flip(1), zero, zero, **w)[0])


def lstm_states(x, h, c, **w):
    sequence, h, c = lstm(x, h, c, **w)
    return sequence, h[0], c[0]


def gru_states(x, h, **w):
    sequence, h = gru(x, h, **w)
    return sequence, h[0]


def rnn_states(x, h, **w):
    sequence, h = rnn(x, h, **w)
    return sequence, h[0]


case("lstm_states", [draw(B, T, I), draw(B, U), draw(B, U)], weights(4, 4 * U), lstm_states)
case("gru", [draw(B, T, I)], weights(3, 2, 3 * U), lambda x, **w: gru(x, zero, **w)[0][:, -1])
case("gru_states", [draw(B, T, I), draw(B, U)], weights(3, 2, 3 * U), gru_states)
case("gru_reset_before", [draw(B, T, I)], weights(3, 3 * U), lambda x, **w: gru_reset_before(x, zero, **w))
case("simple_rnn", [draw(B, T, I)], weights(1, U), lambda x, **w: rnn(x, zero, **w)[0][:, -1])
case("simple_rnn_states", [draw(B, T, I), draw(B, U)], weights(1, U), rnn_states)

write("layers", "torch_layers")
