"""Reference values and gradients of layers, from PyTorch in double precision, weights in Keras's layout.

Run: /usr/bin/python3 tools/oracles/torch_layers.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers.json: for each case inputs, weights, outputs, the gradients that come down on the outputs, and
the gradients of inputs and weights that follow from them.
"""
import math

import torch
import torch.nn.functional as F

from layer_cases import case, draw, write

# Core
torch.manual_seed(1)
case("dense", [draw(5, 4)], dict(kernel=draw(4, 3), bias=draw(3)), lambda x, kernel, bias: torch.tanh(x @ kernel + bias))
case("dense_sequence", [draw(2, 3, 4)], dict(kernel=draw(4, 3), bias=draw(3)), lambda x, kernel, bias: x @ kernel + bias)
case("dense_no_bias", [draw(5, 4)], dict(kernel=draw(4, 3)), lambda x, kernel: torch.sigmoid(x @ kernel))

# Reshaping and merging
torch.manual_seed(2)
case("flatten", [draw(2, 3, 4)], {}, lambda x: x.flatten(1) * 1.0)
case("reshape", [draw(2, 3, 4)], {}, lambda x: x.reshape(2, 6, 2) * 1.0)
case("permute", [draw(2, 3, 4)], {}, lambda x: x.permute(0, 2, 1) * 1.0)
case("add", [draw(2, 3), draw(2, 3), draw(2, 1)], {}, lambda a, b, c: a + b + c)
case("concatenate", [draw(2, 3), draw(2, 4)], {}, lambda a, b: torch.cat([a, b], -1))
case("concatenate_axis_1", [draw(2, 3, 2), draw(2, 4, 2)], {}, lambda a, b: torch.cat([a, b], 1))


# Convolution and pooling; "same" as TensorFlow defines it
def same(length, window, stride, dilation=1):
    total = max((math.ceil(length / stride) - 1) * stride + (window - 1) * dilation + 1 - length, 0)
    return total // 2, total - total // 2


def conv1d(pads=(0, 0), **options):
    def run(x, kernel, bias):
        return F.conv1d(F.pad(x.transpose(1, 2), pads), kernel.permute(2, 1, 0), bias, **options).transpose(1, 2)
    return run


def conv2d(pads=(0, 0, 0, 0), **options):
    def run(x, kernel, bias):
        return F.conv2d(F.pad(x.permute(0, 3, 1, 2), pads), kernel.permute(3, 2, 0, 1), bias, **options).permute(0, 2, 3, 1)
    return run


torch.manual_seed(3)
case("conv1d_valid", [draw(2, 9, 3)], dict(kernel=draw(4, 3, 5), bias=draw(5)), lambda x, kernel, bias: torch.tanh(conv1d()(x, kernel, bias)))
case("conv1d_same_strides", [draw(2, 9, 3)], dict(kernel=draw(4, 3, 5), bias=draw(5)), conv1d(same(9, 4, 2), stride=2))
case("conv1d_causal_dilation", [draw(2, 9, 3)], dict(kernel=draw(3, 3, 5), bias=draw(5)), conv1d((4, 0), dilation=2))
case("conv1d_groups", [draw(2, 6, 4)], dict(kernel=draw(2, 2, 6), bias=draw(6)), conv1d(groups=2))
case("conv2d_valid", [draw(2, 6, 5, 3)], dict(kernel=draw(3, 2, 3, 4), bias=draw(4)), conv2d())
case("conv2d_same_strides", [draw(2, 6, 5, 2)], dict(kernel=draw(3, 2, 2, 4), bias=draw(4)), conv2d(same(5, 2, 2) + same(6, 3, 2), stride=2))
case("max_pooling1d", [draw(2, 7, 3)], {}, lambda x: F.max_pool1d(x.transpose(1, 2), 2).transpose(1, 2))
case("max_pooling1d_same", [draw(2, 7, 3)], {}, lambda x: F.max_pool1d(F.pad(x.transpose(1, 2), same(7, 3, 2), value=-1e9), 3, 2).transpose(1, 2))
case("average_pooling1d", [draw(2, 7, 3)], {}, lambda x: F.avg_pool1d(x.transpose(1, 2), 3, 2).transpose(1, 2))
case("average_pooling1d_same", [draw(2, 7, 3)], {}, lambda x: torch.stack([x[:, a:b].mean(1) for a, b in ((0, 2), (1, 4), (3, 6), (5, 7))], 1))
case("max_pooling2d", [draw(2, 6, 5, 2)], {}, lambda x: F.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1))
case("global_average_pooling1d", [draw(2, 7, 3)], {}, lambda x: x.mean(1))
case("global_max_pooling1d", [draw(2, 7, 3)], {}, lambda x: x.max(1).values)


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
