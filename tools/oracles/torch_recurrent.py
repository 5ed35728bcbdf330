"""Reference values and gradients of masked, wrapped and convolutional recurrent layers, from explicit loops in double precision.

Run: /usr/bin/python3 tools/oracles/torch_recurrent.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_recurrent.json. What a mask leaves out: states stay; the output is the one before again, zero where there is none
before, or zero everywhere where asked for. Where PyTorch has packed sequences, a case uses them instead of the loop.
"""
import torch
import torch.nn.functional as F

from layer_cases import case, draw, write

B, T, I, U = 3, 6, 4, 5


def lstm(x, states, kernel, recurrent_kernel, bias, activation=torch.tanh):
    h, c = states
    i, f, g, o = (x @ kernel + h @ recurrent_kernel + bias).chunk(4, -1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * activation(g)
    h = torch.sigmoid(o) * activation(c)
    return h, [h, c]


def gru(x, states, kernel, recurrent_kernel, bias):
    h, = states
    xz, xr, xh = (x @ kernel + bias[0]).chunk(3, -1)
    hz, hr, hh = (h @ recurrent_kernel + bias[1]).chunk(3, -1)
    z, r = torch.sigmoid(xz + hz), torch.sigmoid(xr + hr)
    h = z * h + (1 - z) * torch.tanh(xh + r * hh)
    return h, [h]


def gru_reset_before(x, states, kernel, recurrent_kernel, bias):
    h, = states
    u = h.shape[1]
    xz, xr, xh = (x @ kernel + bias).chunk(3, -1)
    z = torch.sigmoid(xz + h @ recurrent_kernel[:, :u])
    r = torch.sigmoid(xr + h @ recurrent_kernel[:, u:2 * u])
    h = z * h + (1 - z) * torch.tanh(xh + (r * h) @ recurrent_kernel[:, 2 * u:])
    return h, [h]


def rnn(x, states, kernel, recurrent_kernel, bias):
    h = torch.tanh(x @ kernel + states[0] @ recurrent_kernel + bias)
    return h, [h]


COUNT = {lstm: 2, gru: 1, gru_reset_before: 1, rnn: 1}


def loop(step, x, states, mask=None, zero=False, backwards=False):
    order = range(x.shape[1])
    outputs = []
    for t in reversed(order) if backwards else order:
        output, after = step(x[:, t], states)
        if mask is not None:
            here = mask[:, t].reshape(-1, *[1] * (output.ndim - 1))
            before = torch.zeros_like(output) if zero or not outputs else outputs[-1]
            output, after = torch.where(here, output, before), [torch.where(here, a, s) for a, s in zip(after, states)]
        outputs.append(output)
        states = after
    return torch.stack(outputs, 1), states


def layer(cell, x, initial=None, mask=None, sequences=False, states=False, zero=False, backwards=False, **weights):
    initial = initial or [torch.zeros(x.shape[0], weights["recurrent_kernel"].shape[0])] * COUNT[cell]
    outputs, last = loop(lambda i, s: cell(i, s, **weights), x, list(initial), mask, zero, backwards)
    output = outputs if sequences else outputs[:, -1]
    return [output, *last] if states else output


def weights(cell, features=I, units=U, prefix=""):
    gates = {lstm: 4, gru: 3, gru_reset_before: 3, rnn: 1}[cell]
    bias = (2, gates * units) if cell is gru else (gates * units,)
    return {
        prefix + "kernel": draw(features, gates * units, scale=0.6), prefix + "recurrent_kernel": draw(units, gates * units, scale=0.6),
        prefix + "bias": draw(*bias, scale=0.6)}


def of(prefix, named):
    return {name[len(prefix):]: value for name, value in named.items() if name.startswith(prefix)}


def mask(*rows):
    return torch.tensor([[letter == "x" for letter in row] for row in rows])


RIGHT, LEFT, MIDDLE = mask("xxxxxx", "xxx...", "x....."), mask("xxxxxx", "...xxx", ".....x"), mask("x.xx.x", ".xx..x", "xx..x.")

torch.manual_seed(21)
for name, cell, options in (
        ("lstm_right_padding", lstm, dict(mask=RIGHT, sequences=True)),
        ("lstm_left_padding", lstm, dict(mask=LEFT)),
        ("lstm_middle_padding", lstm, dict(mask=MIDDLE, sequences=True, states=True)),
        ("lstm_zero_output", lstm, dict(mask=MIDDLE, sequences=True, states=True, zero=True)),
        ("lstm_zero_last_output", lstm, dict(mask=RIGHT, zero=True)),
        ("lstm_backwards_mask", lstm, dict(mask=RIGHT, sequences=True, backwards=True)),
        ("gru_right_padding", gru, dict(mask=RIGHT, states=True)),
        ("gru_left_padding", gru, dict(mask=LEFT, sequences=True)),
        ("gru_zero_output", gru, dict(mask=MIDDLE, sequences=True, zero=True)),
        ("gru_reset_before_mask", gru_reset_before, dict(mask=MIDDLE, sequences=True)),
        ("simple_rnn_right_padding", rnn, dict(mask=RIGHT, sequences=True)),
        ("simple_rnn_middle_padding", rnn, dict(mask=MIDDLE)),
        ("rnn_lstm_cell", lstm, dict(sequences=True)),
        ("rnn_gru_cell_backwards", gru, dict(mask=LEFT, sequences=True, backwards=True)),
        ("rnn_simple_cell_states", rnn, dict(states=True))):
    case(name, [draw(B, T, I)], weights(cell), lambda x, cell=cell, options=options, **w: layer(cell, x, **options, **w), options.get("mask"))

torch.manual_seed(22)
for name, cell, m in (("lstm_start_and_mask", lstm, mask("..xxxx", "......", "xx.x..")), ("gru_start_and_mask", gru, LEFT), ("simple_rnn_start_and_mask", rnn, MIDDLE)):
    case(name, [draw(B, T, I)] + [draw(B, U) for _ in range(COUNT[cell])], weights(cell),
         lambda x, *start, cell=cell, m=m, **w: layer(cell, x, start, mask=m, sequences=True, states=True, **w), m)
case("lstm_relu_mask", [draw(B, T, I)], weights(lstm),
     lambda x, **w: loop(lambda i, s: lstm(i, s, activation=torch.relu, **w), x, [torch.zeros(B, U)] * 2, MIDDLE)[0][:, -1], MIDDLE)


def packed(x, kernel, recurrent_kernel, bias):
    data = torch.nn.utils.rnn.pack_padded_sequence(x, torch.tensor([6, 3, 1]), batch_first=True)
    zero = torch.zeros(1, B, U)
    _, h, _ = torch.lstm(data.data, data.batch_sizes, (zero, zero), [kernel.T, recurrent_kernel.T, bias, torch.zeros_like(bias)], True, 1, 0.0, False, False)
    return h[0]


case("lstm_packed", [draw(B, T, I)], weights(lstm), packed, RIGHT)


def stacked(x, **w):
    one, two = of("lstm_cell/", w), of("gru_cell/", w)
    def step(i, s):
        y, first = lstm(i, s[:2], **one)
        y, second = gru(y, s[2:], **two)
        return y, first + second
    outputs, states = loop(step, x, [torch.zeros(B, U)] * 2 + [torch.zeros(B, 3)], MIDDLE)
    return [outputs, *states]


case("rnn_stacked", [draw(B, T, I)], weights(lstm, prefix="lstm_cell/") | weights(gru, U, 3, "gru_cell/"), stacked, MIDDLE)


# Both directions
def bidirectional(cell, merge, other=None, mask=None, sequences=False, states=False):
    def run(x, *start, **w):
        half = len(start) // 2
        options = dict(mask=mask, sequences=sequences, states=True, zero=sequences)
        one, *first = layer(cell, x, start[:half], **options, **of("forward/", w))
        two, *second = layer(other or cell, x, start[half:], backwards=True, **options, **of("backward/", w))
        merged = merge(one, two.flip(1) if sequences else two)
        merged = list(merged) if isinstance(merged, tuple) else [merged]
        return merged + first + second if states else merged
    return run


def concat(a, b):
    return torch.cat([a, b], -1)


torch.manual_seed(23)
for name, cell, merge, options in (
        ("bidirectional_concat", lstm, concat, {}),
        ("bidirectional_sum", gru, lambda a, b: a + b, {}),
        ("bidirectional_mul", rnn, lambda a, b: a * b, dict(sequences=True)),
        ("bidirectional_ave", lstm, lambda a, b: (a + b) / 2, dict(sequences=True)),
        ("bidirectional_apart", gru, lambda a, b: (a, b), dict(sequences=True)),
        ("bidirectional_mask", lstm, concat, dict(mask=MIDDLE, sequences=True)),
        ("bidirectional_mask_last", gru, concat, dict(mask=RIGHT)),
        ("bidirectional_other", lstm, concat, dict(other=gru, sequences=True))):
    case(name, [draw(B, T, I)], weights(cell, prefix="forward/") | weights(options.get("other", cell), prefix="backward/"),
         bidirectional(cell, merge, **options), options.get("mask"))
case("bidirectional_states", [draw(B, T, I)] + [draw(B, U) for _ in range(4)], weights(lstm, prefix="forward/") | weights(lstm, prefix="backward/"),
     bidirectional(lstm, concat, mask=LEFT, sequences=True, states=True), LEFT)

# Every timestep by itself
torch.manual_seed(24)
case("time_distributed_dense", [draw(2, 3, 4)], {"dense/kernel": draw(4, 5), "dense/bias": draw(5)}, lambda x, **w: torch.tanh(x @ w["dense/kernel"] + w["dense/bias"]))
case("time_distributed_conv", [draw(2, 3, 6, 2)], {"conv/kernel": draw(3, 2, 4), "conv/bias": draw(4)},
     lambda x, **w: torch.stack([F.conv1d(x[:, t].transpose(1, 2), w["conv/kernel"].permute(2, 1, 0), w["conv/bias"]).transpose(1, 2) for t in range(3)], 1))
case("time_distributed_lstm", [draw(2, 3, 4, I)], weights(lstm, prefix="lstm/"),
     lambda x, **w: torch.stack([layer(lstm, x[:, t], **of("lstm/", w)) for t in range(3)], 1))


# Convolutional; "same" as TensorFlow defines it
def convolve(x, kernel, bias=None, stride=1, dilation=1, same=False):
    rank = x.ndim - 2
    if same:
        pads = []
        for length, window in zip(reversed(x.shape[1:-1]), reversed(kernel.shape[:rank])):
            total = max((-(-length // stride) - 1) * stride + (window - 1) * dilation + 1 - length, 0)
            pads += [total // 2, total - total // 2]
        x = F.pad(x, [0, 0] + pads)
    function = (F.conv1d, F.conv2d, F.conv3d)[rank - 1]
    y = function(x.permute(0, rank + 1, *range(1, rank + 1)), kernel.permute(rank + 1, rank, *range(rank)), bias, stride=stride, dilation=dilation)
    return y.permute(0, *range(2, rank + 2), 1)


def conv_lstm(x, states, kernel, recurrent_kernel, bias, **options):
    h, c = states
    i, f, g, o = (convolve(x, kernel, bias, **options) + convolve(h, recurrent_kernel, same=True)).chunk(4, -1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
    return h, [h, c]


def conv_case(name, shape, window, filters, start=False, mask=None, sequences=False, states=False, backwards=False, **options):
    kernels = dict(
        kernel=draw(*window, shape[-1], 4 * filters, scale=0.4), recurrent_kernel=draw(*window, filters, 4 * filters, scale=0.4), bias=draw(4 * filters, scale=0.4))
    state = list(convolve(torch.zeros(shape[0], *shape[2:]), kernels["kernel"], **options).shape[:-1]) + [filters]

    def run(x, *given, **w):
        outputs, last = loop(lambda i, s: conv_lstm(i, s, **w, **options), x, list(given) or [torch.zeros(state)] * 2, mask, False, backwards)
        output = outputs if sequences else outputs[:, -1]
        return [output, *last] if states else output

    case(name, [draw(*shape)] + ([draw(*state), draw(*state)] if start else []), kernels, run, mask)


torch.manual_seed(25)
conv_case("conv_lstm1d", (2, 4, 6, 2), (3,), 3)
conv_case("conv_lstm1d_dilation", (2, 3, 7, 2), (3,), 2, sequences=True, dilation=2)
conv_case("conv_lstm2d", (2, 3, 5, 4, 2), (3, 2), 2)
conv_case("conv_lstm2d_same_strides", (2, 3, 5, 4, 2), (3, 2), 2, sequences=True, stride=2, same=True)
conv_case("conv_lstm2d_states", (2, 3, 4, 4, 2), (2, 2), 2, start=True, sequences=True, states=True, same=True)
conv_case("conv_lstm2d_mask", (2, 3, 4, 4, 1), (2, 2), 2, mask=mask("x.x", ".x."), sequences=True, backwards=True)
conv_case("conv_lstm3d", (2, 2, 3, 3, 3, 1), (2, 2, 2), 2)

write("layers_recurrent", "torch_recurrent")
