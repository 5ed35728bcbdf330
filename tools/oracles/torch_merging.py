"""Reference values and gradients of the merging layers, from PyTorch in double precision.

Run: /usr/bin/python3 tools/oracles/torch_merging.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_merging.json.
"""
import torch
import torch.nn.functional as F

from layer_cases import case, draw, write

torch.manual_seed(2)
case("add", [draw(2, 3), draw(2, 3), draw(2, 1)], {}, lambda a, b, c: a + b + c)
case("add_other_rank", [draw(2, 4, 3), draw(2, 3)], {}, lambda a, b: a + b[:, None])
case("subtract", [draw(2, 4, 3), draw(2, 1, 3)], {}, lambda a, b: a - b)
case("multiply", [draw(2, 4, 3), draw(2, 4, 1), draw(2, 4, 3)], {}, lambda a, b, c: a * b * c)
case("average", [draw(2, 4, 3), draw(2, 4, 3), draw(2, 1, 3)], {}, lambda a, b, c: (a + b + c) / 3)
case("maximum", [draw(2, 4, 3), draw(2, 4, 3), draw(2, 1, 3)], {}, lambda a, b, c: torch.maximum(torch.maximum(a, b), c))
case("minimum", [draw(2, 4, 3), draw(2, 4, 3)], {}, torch.minimum)
case("concatenate", [draw(2, 3), draw(2, 4)], {}, lambda a, b: torch.cat([a, b], -1))
case("concatenate_axis_1", [draw(2, 3, 2), draw(2, 4, 2)], {}, lambda a, b: torch.cat([a, b], 1))
case("dot_vectors", [draw(3, 4), draw(3, 4)], {}, lambda a, b: torch.einsum("bi,bi->b", a, b)[:, None])
case("dot_last", [draw(2, 3, 4), draw(2, 5, 4)], {}, lambda a, b: torch.einsum("bij,bkj->bik", a, b))
case("dot_axes", [draw(2, 3, 5), draw(2, 4, 3)], {}, lambda a, b: torch.einsum("bij,bki->bjk", a, b))
case("dot_images", [draw(2, 3, 2, 4), draw(2, 3, 5)], {}, lambda a, b: torch.einsum("bihw,bij->bhwj", a, b))
case("dot_vector_and_matrix", [draw(2, 4), draw(2, 3, 4)], {}, lambda a, b: torch.einsum("bi,bji->bj", a, b))
case("dot_normalize", [draw(2, 3, 4), draw(2, 5, 4)], {}, lambda a, b: torch.einsum("bij,bkj->bik", F.normalize(a, dim=-1), F.normalize(b, dim=-1)))

write("layers_merging", "torch_merging")
