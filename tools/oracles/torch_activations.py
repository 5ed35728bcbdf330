"""Reference values and gradients of activations and activation layers, from PyTorch in double precision.

Run: /usr/bin/python3 tools/oracles/torch_activations.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_activations.json.
"""
import torch
import torch.nn.functional as F

from layer_cases import case, draw, write


def sparsemax(x):
    # The threshold by bisection, unlike the sort the layer uses: sum(max(x - t, 0)) = 1. One exact step at the end carries the gradient.
    low, high = x.detach().max(-1, keepdim=True).values - 1, x.detach().max(-1, keepdim=True).values
    for _ in range(80):
        middle = (low + high) / 2
        above = (x.detach() - middle).clamp(min=0).sum(-1, keepdim=True) >= 1
        low, high = torch.where(above, middle, low), torch.where(above, high, middle)
    support = (x.detach() > low).double()
    threshold = ((x * support).sum(-1, keepdim=True) - 1) / support.sum(-1, keepdim=True)
    return (x - threshold) * support


def pieces(x, *parts):
    result = torch.zeros_like(x)
    for condition, value in parts:
        result = torch.where(condition, value, result)
    return result


# No point of the grid lies on a kink.
grid = torch.linspace(-6.1, 6.2, 24).reshape(4, 6)
small = torch.linspace(-2.05, 2.0, 24).reshape(4, 6)
torch.manual_seed(1)
functions = dict(
    linear=lambda x: x * 1.0, relu=torch.relu, sigmoid=torch.sigmoid, tanh=torch.tanh, softmax=lambda x: torch.softmax(x, -1), softplus=F.softplus,
    elu=F.elu, gelu=F.gelu, silu=F.silu, selu=F.selu, leaky_relu=lambda x: F.leaky_relu(x, 0.2), mish=F.mish, exponential=torch.exp,
    softsign=F.softsign, hard_sigmoid=F.hardsigmoid, log_softmax=lambda x: torch.log_softmax(x, -1), relu6=F.relu6, celu=F.celu,
    gelu_approximate=lambda x: F.gelu(x, approximate="tanh"), hard_silu=F.hardswish, glu=lambda x: F.glu(x, -1), log_sigmoid=F.logsigmoid,
    squareplus=lambda x: (x + torch.sqrt(x ** 2 + 4)) / 2)
for name, function in functions.items():
    case("activation_" + name, [grid.float().double().requires_grad_(True)], {}, function)
narrow = dict(
    hard_tanh=F.hardtanh, hard_shrink=F.hardshrink, soft_shrink=F.softshrink, tanh_shrink=F.tanhshrink, sparsemax=sparsemax,
    sparse_sigmoid=lambda x: pieces(x, (x.abs() < 1, (x + 1) / 2), (x >= 1, torch.ones_like(x))),
    sparse_plus=lambda x: pieces(x, (x.abs() < 1, (x + 1) ** 2 / 4), (x >= 1, x)),
    threshold=lambda x: F.threshold(x, 0.25, -0.5))
for name, function in narrow.items():
    case("activation_" + name, [small.float().double().requires_grad_(True)], {}, function)

torch.manual_seed(2)
case("relu_layer", [draw(4, 6)], {}, torch.relu)
case("relu_layer_maximum", [draw(4, 6, scale=2)], {}, lambda x: x.clamp(0, 1.5))
case("relu_layer_threshold", [draw(4, 6)], {}, lambda x: F.threshold(x, 0.3, 0.0))
case("relu_layer_all", [draw(4, 6, scale=2)], {}, lambda x: pieces(x, (x > 1.5, x * 0 + 1.5), ((x > 0.3) & (x <= 1.5), x), (x <= 0.3, 0.2 * (x - 0.3))))
case("leaky_relu_layer", [draw(4, 6)], {}, lambda x: F.leaky_relu(x, 0.3))
case("elu_layer", [draw(4, 6)], {}, lambda x: F.elu(x, 0.7))
case("softmax_layer", [draw(2, 3, 4)], {}, lambda x: torch.softmax(x, -1))
case("softmax_layer_axis_1", [draw(2, 3, 4)], {}, lambda x: torch.softmax(x, 1))
case("softmax_layer_axes", [draw(2, 3, 4)], {}, lambda x: torch.softmax(x.flatten(1), -1).reshape(x.shape))
case("prelu_layer", [draw(3, 4, 2)], dict(alpha=draw(4, 2)), lambda x, alpha: torch.where(x >= 0, x, alpha * x))
case("prelu_layer_shared", [draw(3, 4, 5, 2)], dict(alpha=draw(1, 1, 2)), lambda x, alpha: F.prelu(x.permute(0, 3, 1, 2), alpha.flatten()).permute(0, 2, 3, 1))

write("layers_activations", "torch_activations")
