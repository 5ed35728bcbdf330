"""Reference values and gradients of the convolution layers, from PyTorch in double precision, weights in Keras's layout.

Run: /usr/bin/python3 tools/oracles/torch_convolution.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_convolution.json. "same" is as TensorFlow defines it; the crops of transposed convolutions follow the padding
rule of keras/src/backend/common/backend_utils.py.
"""
import math

import torch
import torch.nn.functional as F

from layer_cases import case, draw, write

CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
TRANSPOSE = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}


def front(x):
    return x.movedim(-1, 1)


def back(x):
    return x.movedim(1, -1)


def same(length, window, stride, dilation=1):
    total = max((math.ceil(length / stride) - 1) * stride + (window - 1) * dilation + 1 - length, 0)
    return total // 2, total - total // 2


def slide(x, kernel, bias=None, strides=1, dilation=1, padding="valid", groups=1):
    rank = x.ndim - 2
    strides, dilation = [[v] * rank if isinstance(v, int) else v for v in (strides, dilation)]
    pads = []
    for axis in reversed(range(rank)):
        window, step, gap = kernel.shape[axis], strides[axis], dilation[axis]
        pads += {"valid": (0, 0), "causal": ((window - 1) * gap, 0), "same": same(x.shape[axis + 1], window, step, gap)}[padding]
    return back(CONV[rank](F.pad(front(x), pads), kernel.movedim(-1, 0).movedim(-1, 1), bias, strides, 0, dilation, groups))


def each(x, kernel, bias=None, **options):
    # Output channel c * multiplier + m is filter m of channel c.
    *window, channels, multiplier = kernel.shape
    return slide(x, kernel.reshape(*window, 1, channels * multiplier), bias, groups=channels, **options)


def spread(x, kernel, bias=None, strides=1, dilation=1, padding="valid", output_padding=None):
    rank = x.ndim - 2
    strides, dilation = [[v] * rank if isinstance(v, int) else v for v in (strides, dilation)]
    output = TRANSPOSE[rank](front(x), kernel.movedim(-1, 0).movedim(-1, 1), None, strides, 0, 0, 1, dilation)
    pads = []
    for axis in reversed(range(rank)):
        span, stride = (kernel.shape[axis] - 1) * dilation[axis] + 1, strides[axis]
        more = None if output_padding is None else output_padding[axis]
        if padding == "valid":
            left, right = span - 1, span - 1 + (max(span, stride) - span if more is None else more)
        else:
            total = stride + span - 2 if more is None else span + span % 2 - 2 + more
            left = min(total // 2 + total % 2, span - 1)
            right = total - left
        pads += [left - (span - 1), right - (span - 1)]
    output = back(F.pad(output, pads))
    return output if bias is None else output + bias


def weights(window, channels, filters):
    return dict(kernel=draw(*window, channels, filters, scale=0.5), bias=draw(filters))


torch.manual_seed(3)
case("conv1d_valid", [draw(2, 9, 3)], weights([4], 3, 5), lambda x, **w: torch.tanh(slide(x, **w)))
case("conv1d_same_strides", [draw(2, 9, 3)], weights([4], 3, 5), lambda x, **w: slide(x, padding="same", strides=2, **w))
case("conv1d_causal_dilation", [draw(2, 9, 3)], weights([3], 3, 5), lambda x, **w: slide(x, padding="causal", dilation=2, **w))
case("conv1d_groups", [draw(2, 6, 4)], weights([2], 2, 6), lambda x, **w: slide(x, groups=2, **w))
case("conv1d_no_bias", [draw(2, 6, 4)], dict(kernel=draw(3, 4, 2)), lambda x, **w: slide(x, padding="same", **w))
case("conv2d_valid", [draw(2, 6, 5, 3)], weights([3, 2], 3, 4), lambda x, **w: slide(x, **w))
case("conv2d_same_strides", [draw(2, 6, 5, 2)], weights([3, 2], 2, 4), lambda x, **w: slide(x, padding="same", strides=2, **w))
case("conv2d_same_dilation_groups", [draw(2, 6, 5, 4)], weights([3, 3], 2, 6), lambda x, **w: slide(x, padding="same", dilation=[2, 1], groups=2, **w))
case("conv3d_valid", [draw(2, 4, 4, 3, 2)], weights([2, 3, 2], 2, 3), lambda x, **w: slide(x, **w))
case("conv3d_same_strides", [draw(2, 4, 5, 3, 2)], weights([2, 3, 2], 2, 3), lambda x, **w: slide(x, padding="same", strides=[1, 2, 2], **w))
case("conv3d_same_dilation", [draw(2, 4, 4, 3, 2)], weights([2, 2, 3], 2, 3), lambda x, **w: slide(x, padding="same", dilation=[2, 1, 1], **w))

case("conv1d_transpose_valid", [draw(2, 5, 3)], weights([4], 2, 3) | dict(bias=draw(2)), lambda x, **w: torch.tanh(spread(x, strides=2, **w)))
case("conv1d_transpose_valid_gaps", [draw(2, 5, 3)], weights([2], 2, 3) | dict(bias=draw(2)), lambda x, **w: spread(x, strides=3, **w))
case("conv1d_transpose_same_odd", [draw(2, 5, 3)], weights([3], 2, 3) | dict(bias=draw(2)), lambda x, **w: spread(x, strides=2, padding="same", **w))
case("conv1d_transpose_same_small", [draw(2, 5, 3)], weights([2], 2, 3) | dict(bias=draw(2)), lambda x, **w: spread(x, strides=3, padding="same", **w))
case("conv1d_transpose_output_padding", [draw(2, 5, 3)], weights([4], 2, 3) | dict(bias=draw(2)),
     lambda x, **w: spread(x, strides=2, padding="same", output_padding=[1], **w))
case("conv1d_transpose_dilation", [draw(2, 5, 3)], dict(kernel=draw(3, 2, 3)), lambda x, **w: spread(x, dilation=2, padding="same", **w))
case("conv2d_transpose_same", [draw(2, 4, 3, 3)], weights([3, 4], 2, 3) | dict(bias=draw(2)), lambda x, **w: spread(x, strides=2, padding="same", **w))
case("conv2d_transpose_valid_strides", [draw(2, 4, 3, 3)], weights([3, 2], 2, 3) | dict(bias=draw(2)), lambda x, **w: spread(x, strides=[1, 3], **w))
case("conv2d_transpose_output_padding", [draw(2, 4, 3, 3)], weights([3, 3], 2, 3) | dict(bias=draw(2)),
     lambda x, **w: spread(x, strides=[2, 3], output_padding=[0, 2], **w))
case("conv3d_transpose_same", [draw(2, 2, 3, 2, 3)], weights([3, 2, 3], 2, 3) | dict(bias=draw(2)),
     lambda x, **w: spread(x, strides=[1, 2, 2], padding="same", **w))
case("conv3d_transpose_valid", [draw(2, 2, 3, 2, 3)], weights([2, 2, 3], 2, 3) | dict(bias=draw(2)), lambda x, **w: spread(x, **w))

case("depthwise_conv1d", [draw(2, 7, 3)], dict(kernel=draw(3, 3, 2), bias=draw(6)), lambda x, **w: torch.tanh(each(x, padding="same", strides=2, **w)))
case("depthwise_conv1d_dilation", [draw(2, 7, 3)], dict(kernel=draw(3, 3, 1)), lambda x, **w: each(x, dilation=2, **w))
case("depthwise_conv2d", [draw(2, 5, 4, 3)], dict(kernel=draw(3, 2, 3, 1), bias=draw(3)), lambda x, **w: each(x, **w))
case("depthwise_conv2d_same", [draw(2, 5, 4, 3)], dict(kernel=draw(2, 3, 3, 2), bias=draw(6)), lambda x, **w: each(x, padding="same", strides=2, **w))


def separable(x, depthwise_kernel, pointwise_kernel, bias=None, **options):
    return slide(each(x, depthwise_kernel, **options), pointwise_kernel, bias)


case("separable_conv1d", [draw(2, 7, 3)], dict(depthwise_kernel=draw(3, 3, 2), pointwise_kernel=draw(1, 6, 4), bias=draw(4)),
     lambda x, **w: separable(x, padding="same", strides=2, **w))
case("separable_conv2d", [draw(2, 5, 4, 3)], dict(depthwise_kernel=draw(3, 2, 3, 1), pointwise_kernel=draw(1, 1, 3, 4), bias=draw(4)), separable)
case("separable_conv2d_dilation", [draw(2, 5, 4, 2)], dict(depthwise_kernel=draw(2, 2, 2, 3), pointwise_kernel=draw(1, 1, 6, 2)),
     lambda x, **w: separable(x, padding="same", dilation=2, **w))

write("layers_convolution", "torch_convolution")
