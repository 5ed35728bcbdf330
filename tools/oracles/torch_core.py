"""Reference values and gradients of the core layers and of the encoders of categories, from PyTorch in double precision, weights in Keras's layout.

Run: /usr/bin/python3 tools/oracles/torch_core.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_core.json.
"""
import torch
import torch.nn.functional as F

from layer_cases import case, draw, write


def ids(*shape, upto):
    return torch.randint(0, upto, shape).double()


torch.manual_seed(11)
case("embedding", [ids(4, 6, upto=7)], dict(embeddings=draw(7, 5)), lambda x, embeddings: F.embedding(x.long(), embeddings), names=True)
case("embedding_one_token", [ids(4, upto=7)], dict(embeddings=draw(7, 5)), lambda x, embeddings: F.embedding(x.long(), embeddings), names=True)
case("masking", [draw(3, 4, 5)], {}, lambda x: x * 1.0)
case("identity", [draw(3, 4, 5)], {}, lambda x: x * 1.0)

case("einsum_dense", [draw(4, 6)], dict(kernel=draw(6, 3), bias=draw(3)), lambda x, kernel, bias: torch.tanh(x @ kernel + bias))
case("einsum_dense_heads", [draw(2, 4, 6)], dict(kernel=draw(6, 3, 5), bias=draw(3, 5)),
     lambda x, kernel, bias: torch.einsum("abc,cde->abde", x, kernel) + bias)
case("einsum_dense_two_in", [draw(2, 4, 3, 5)], dict(kernel=draw(3, 5, 6), bias=draw(6)),
     lambda x, kernel, bias: torch.einsum("abcd,cde->abe", x, kernel) + bias)
case("einsum_dense_ellipsis", [draw(2, 4, 3, 6)], dict(kernel=draw(6, 5), bias=draw(5)), lambda x, kernel, bias: x @ kernel + bias)
case("einsum_dense_ellipsis_right", [draw(2, 4, 3)], dict(kernel=draw(4, 5), bias=draw(5, 1)),
     lambda x, kernel, bias: torch.einsum("abc,bd->adc", x, kernel) + bias)
case("einsum_dense_middle", [draw(2, 4, 6)], dict(kernel=draw(4, 3), bias=draw(3, 1)),
     lambda x, kernel, bias: torch.einsum("abc,bd->adc", x, kernel) + bias)
case("einsum_dense_no_bias", [draw(2, 4, 6)], dict(kernel=draw(5, 6)), lambda x, kernel: torch.einsum("abc,dc->abd", x, kernel))

case("lambda", [draw(3, 4, 5)], {}, lambda x: x.square().sum(1))

# Categories
case("rescaling", [draw(3, 4)], {}, lambda x: x * 0.5 - 1)
edges = torch.tensor([-0.5, 0.0, 1.25])
values = torch.tensor([[-2.0, -0.5, -0.25, 0.0], [1.0, 1.25, 7.0, -0.75], [0.5, 2.0, -0.1, 0.1]])
case("discretization", [values], {}, lambda x: torch.bucketize(x, edges, right=True).double(), names=True)
case("discretization_one_hot", [values], {}, lambda x: F.one_hot(torch.bucketize(x, edges, right=True), 4).double(), names=True)
case("discretization_one_hot_last_1", [values[:, :1]], {}, lambda x: F.one_hot(torch.bucketize(x[:, 0], edges, right=True), 4).double(), names=True)
case("discretization_multi_hot", [values], {}, lambda x: F.one_hot(torch.bucketize(x, edges, right=True), 4).amax(1).double(), names=True)
case("discretization_count", [values], {}, lambda x: F.one_hot(torch.bucketize(x, edges, right=True), 4).sum(1).double(), names=True)
case("category_encoding_one_hot", [ids(4, 1, upto=5)], {}, lambda x: F.one_hot(x[:, 0].long(), 5).double(), names=True)
case("category_encoding_one_hot_sequence", [ids(4, 3, upto=5)], {}, lambda x: F.one_hot(x.long(), 5).double(), names=True)
case("category_encoding_multi_hot", [ids(4, 3, upto=5)], {}, lambda x: F.one_hot(x.long(), 5).amax(1).double(), names=True)
case("category_encoding_count", [ids(4, 3, upto=5)], {}, lambda x: F.one_hot(x.long(), 5).sum(1).double(), names=True)
case("category_encoding_count_weights", [ids(4, 3, upto=5), draw(4, 3)], {}, lambda x, w: (F.one_hot(x.long(), 5) * w[..., None]).sum(1), names=True)

write("layers_core", "torch_core")
