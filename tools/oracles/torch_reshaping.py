"""Reference values and gradients of the reshaping layers, from PyTorch in double precision.

Run: /usr/bin/python3 tools/oracles/torch_reshaping.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_reshaping.json.
"""
import torch
import torch.nn.functional as F

from layer_cases import case, draw, write

torch.manual_seed(2)
SHAPE = {1: (2, 6, 3), 2: (2, 4, 5, 2), 3: (2, 4, 4, 5, 2)}
case("flatten", [draw(2, 3, 4)], {}, lambda x: x.flatten(1) * 1.0)
case("reshape", [draw(2, 3, 4)], {}, lambda x: x.reshape(2, 6, 2) * 1.0)
case("permute", [draw(2, 3, 4)], {}, lambda x: x.permute(0, 2, 1) * 1.0)
case("repeat_vector", [draw(3, 4)], {}, lambda x: x[:, None].repeat(1, 5, 1))
case("cropping1d", [draw(*SHAPE[1])], {}, lambda x: x[:, 1:-2] * 1.0)
case("cropping2d", [draw(*SHAPE[2])], {}, lambda x: x[:, 1:, 2:-1] * 1.0)
case("cropping2d_even", [draw(*SHAPE[2])], {}, lambda x: x[:, 1:-1, 1:-1] * 1.0)
case("cropping3d", [draw(*SHAPE[3])], {}, lambda x: x[:, 1:, :-2, 1:-2] * 1.0)
case("zero_padding1d", [draw(*SHAPE[1])], {}, lambda x: F.pad(x, (0, 0, 2, 1)))
case("zero_padding2d", [draw(*SHAPE[2])], {}, lambda x: F.pad(x, (0, 0, 0, 2, 1, 1)))
case("zero_padding2d_even", [draw(*SHAPE[2])], {}, lambda x: F.pad(x, (0, 0, 1, 1, 1, 1)))
case("zero_padding3d", [draw(*SHAPE[3])], {}, lambda x: F.pad(x, (0, 0, 1, 0, 0, 2, 1, 1)))
case("up_sampling1d", [draw(*SHAPE[1])], {}, lambda x: x.repeat_interleave(3, 1))
case("up_sampling2d", [draw(*SHAPE[2])], {}, lambda x: x.repeat_interleave(2, 1).repeat_interleave(3, 2))
case("up_sampling2d_bilinear", [draw(*SHAPE[2])], {},
     lambda x: F.interpolate(x.movedim(-1, 1), scale_factor=(2, 3), mode="bilinear", align_corners=False).movedim(1, -1))
case("up_sampling3d", [draw(2, 2, 3, 2, 2)], {}, lambda x: x.repeat_interleave(2, 1).repeat_interleave(1, 2).repeat_interleave(3, 3))

write("layers_reshaping", "torch_reshaping")
