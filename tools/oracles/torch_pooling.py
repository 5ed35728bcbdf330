"""Reference values and gradients of the pooling layers, from PyTorch in double precision.

Run: /usr/bin/python3 tools/oracles/torch_pooling.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_pooling.json. Windows with "same" padding are written out: each takes in what of it lies inside the input.
"""
import itertools
import math

import torch
import torch.nn.functional as F

from layer_cases import case, draw, write


def front(function):
    return lambda x: function(x.movedim(-1, 1)).movedim(1, -1)


def same(reduce, sizes, strides):
    def run(x):
        spans = []
        for length, size, stride in zip(x.shape[1:-1], sizes, strides):
            outputs = math.ceil(length / stride)
            before = max((outputs - 1) * stride + size - length, 0) // 2
            spans.append([slice(max(i * stride - before, 0), min(i * stride - before + size, length)) for i in range(outputs)])
        cells = [reduce(x[(slice(None), *window)].flatten(1, -2)) for window in itertools.product(*spans)]
        return torch.stack(cells, 1).reshape(x.shape[0], *(len(s) for s in spans), x.shape[-1])
    return run


def mean(x):
    return x.mean(1)


def greatest(x):
    return x.max(1).values


def apart(*shape):
    # Values of a fiftieth's distance, so that a small step changes no maximum.
    count = math.prod(shape)
    return ((torch.randperm(count) - count // 2) / 50).reshape(shape).float().double().requires_grad_(True)


torch.manual_seed(3)
SHAPE = {1: (2, 7, 3), 2: (2, 6, 5, 2), 3: (2, 4, 5, 3, 2)}
case("max_pooling1d", [apart(*SHAPE[1])], {}, front(lambda x: F.max_pool1d(x, 2)))
case("max_pooling1d_same", [apart(*SHAPE[1])], {}, same(greatest, [3], [2]))
case("max_pooling1d_same_uneven", [apart(2, 6, 3)], {}, same(greatest, [4], [3]))
case("average_pooling1d", [draw(*SHAPE[1])], {}, front(lambda x: F.avg_pool1d(x, 3, 2)))
case("average_pooling1d_same", [draw(*SHAPE[1])], {}, same(mean, [3], [2]))
case("average_pooling1d_same_uneven", [draw(2, 6, 3)], {}, same(mean, [4], [3]))
case("max_pooling2d", [apart(*SHAPE[2])], {}, front(lambda x: F.max_pool2d(x, 2)))
case("max_pooling2d_same", [apart(*SHAPE[2])], {}, same(greatest, [3, 2], [2, 2]))
case("average_pooling2d", [draw(*SHAPE[2])], {}, front(lambda x: F.avg_pool2d(x, (3, 2), (1, 2))))
case("average_pooling2d_same", [draw(*SHAPE[2])], {}, same(mean, [3, 2], [2, 2]))
case("max_pooling3d", [apart(*SHAPE[3])], {}, front(lambda x: F.max_pool3d(x, 2)))
case("max_pooling3d_same", [apart(*SHAPE[3])], {}, same(greatest, [2, 3, 2], [2, 2, 2]))
case("average_pooling3d", [draw(*SHAPE[3])], {}, front(lambda x: F.avg_pool3d(x, 2)))
case("average_pooling3d_same", [draw(*SHAPE[3])], {}, same(mean, [2, 3, 2], [2, 2, 2]))
for rank, shape in SHAPE.items():
    axes = list(range(1, rank + 1))
    sizes = [3, 2, 2][:rank]
    average, maximum = [getattr(F, f"adaptive_{kind}_pool{rank}d") for kind in ("avg", "max")]
    case(f"global_average_pooling{rank}d", [draw(*shape)], {}, lambda x, axes=axes: x.mean(axes))
    case(f"global_average_pooling{rank}d_keepdims", [draw(*shape)], {}, lambda x, axes=axes: x.mean(axes, keepdim=True))
    case(f"global_max_pooling{rank}d", [apart(*shape)], {}, lambda x, axes=axes: x.amax(axes))
    case(f"global_max_pooling{rank}d_keepdims", [apart(*shape)], {}, lambda x, axes=axes: x.amax(axes, keepdim=True))
    case(f"adaptive_average_pooling{rank}d", [draw(*shape)], {}, front(lambda x, f=average, s=sizes: f(x, s)))
    case(f"adaptive_max_pooling{rank}d", [apart(*shape)], {}, front(lambda x, f=maximum, s=sizes: f(x, s)))

write("layers_pooling", "torch_pooling")
