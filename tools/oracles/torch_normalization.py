"""Reference values and gradients of normalization layers, from PyTorch in double precision.

Run: /usr/bin/python3 tools/oracles/torch_normalization.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_normalization.json.
"""
import torch
import torch.nn.functional as F

from layer_cases import case, draw, write


def statistics(length):
    return dict(moving_mean=draw(length).detach(), moving_variance=(draw(length).detach() ** 2 + 0.5).float().double())


def batch(axis, mean=None, variance=None, training=True):
    def run(x, gamma=None, beta=None):
        return F.batch_norm(x.movedim(axis, 1), mean, variance, gamma, beta, training, 0.1, 1e-3).movedim(1, axis)
    return run


torch.manual_seed(1)
case("batch_normalization", [draw(6, 4)], dict(gamma=draw(4), beta=draw(4)), batch(1), statistics=statistics(4))
case("batch_normalization_sequence", [draw(3, 5, 4)], dict(gamma=draw(4), beta=draw(4)), batch(-1), statistics=statistics(4))
case("batch_normalization_image", [draw(2, 3, 4, 5)], dict(gamma=draw(5), beta=draw(5)), batch(-1), statistics=statistics(5))
case("batch_normalization_axis_1", [draw(3, 4, 5)], dict(gamma=draw(4), beta=draw(4)), batch(1), statistics=statistics(4))
case("batch_normalization_axis_2", [draw(3, 2, 4, 2)], dict(gamma=draw(4), beta=draw(4)), batch(2), statistics=statistics(4))
case("batch_normalization_plain", [draw(6, 4)], {}, batch(1), statistics=statistics(4))
kept = statistics(4)
case("batch_normalization_frozen", [draw(3, 5, 4)], dict(gamma=draw(4), beta=draw(4)),
     batch(-1, kept["moving_mean"], kept["moving_variance"], training=False), statistics=kept)
mask = torch.tensor([[1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [1, 1, 1, 1, 0]]).bool()


def masked(x, gamma, beta):
    present = x[mask]
    mean, variance = present.mean(0), present.var(0, unbiased=False)
    return (x - mean) / torch.sqrt(variance + 1e-3) * gamma + beta


case("batch_normalization_masked", [draw(3, 5, 4)], dict(gamma=draw(4), beta=draw(4)), masked, mask=mask, statistics=statistics(4))

torch.manual_seed(4)
case("layer_normalization", [draw(3, 4, 5)], dict(gamma=draw(5), beta=draw(5)), lambda x, gamma, beta: F.layer_norm(x, [5], gamma, beta, 1e-3))
case("layer_normalization_axis_1", [draw(3, 4, 5)], dict(gamma=draw(4), beta=draw(4)),
     lambda x, gamma, beta: F.layer_norm(x.transpose(1, 2), [4], gamma, beta, 1e-3).transpose(1, 2))
case("layer_normalization_axes", [draw(3, 4, 5)], dict(gamma=draw(4, 5), beta=draw(4, 5)), lambda x, gamma, beta: F.layer_norm(x, [4, 5], gamma, beta, 1e-3))
case("layer_normalization_axes_apart", [draw(3, 4, 5, 2)], dict(gamma=draw(4, 2), beta=draw(4, 2)),
     lambda x, gamma, beta: F.layer_norm(x.transpose(1, 2), [4, 2], gamma, beta, 1e-3).transpose(1, 2))
case("layer_normalization_plain", [draw(3, 5)], {}, lambda x: F.layer_norm(x, [5], None, None, 1e-5))
case("layer_normalization_rms", [draw(3, 5)], dict(gamma=draw(5)), lambda x, gamma: x / torch.sqrt(x.var(-1, unbiased=False, keepdim=True) + 1e-3) * gamma)

torch.manual_seed(5)
case("group_normalization", [draw(2, 3, 4, 6)], dict(gamma=draw(6), beta=draw(6)),
     lambda x, gamma, beta: F.group_norm(x.movedim(-1, 1), 2, gamma, beta, 1e-3).movedim(1, -1))
case("group_normalization_axis_1", [draw(3, 6, 5)], dict(gamma=draw(6), beta=draw(6)), lambda x, gamma, beta: F.group_norm(x, 3, gamma, beta, 1e-3))
case("group_normalization_features", [draw(4, 6)], dict(gamma=draw(6), beta=draw(6)), lambda x, gamma, beta: F.group_norm(x, 2, gamma, beta, 1e-3))
case("group_normalization_instances", [draw(3, 5, 4)], dict(gamma=draw(4), beta=draw(4)),
     lambda x, gamma, beta: F.instance_norm(x.movedim(-1, 1), weight=gamma, bias=beta, eps=1e-3).movedim(1, -1))

torch.manual_seed(6)
case("rms_normalization", [draw(3, 4, 5)], dict(scale=draw(5)), lambda x, scale: x / torch.sqrt((x ** 2).mean(-1, keepdim=True) + 1e-6) * scale)
case("rms_normalization_axes", [draw(3, 4, 5)], dict(scale=draw(4, 5)), lambda x, scale: x / torch.sqrt((x ** 2).mean((1, 2), keepdim=True) + 1e-2) * scale)
case("unit_normalization", [draw(3, 4, 5)], {}, lambda x: F.normalize(x, dim=-1))
case("unit_normalization_axes", [draw(3, 4, 5)], {}, lambda x: F.normalize(x.flatten(1), dim=-1).reshape(x.shape))

torch.manual_seed(7)
mean, variance = torch.tensor([1.0, -2.0, 0.5]), torch.tensor([4.0, 0.25, 1.5])
case("normalization_given", [draw(4, 5, 3)], {}, lambda x: (x - mean) / variance.sqrt())
case("normalization_inverted", [draw(4, 5, 3)], {}, lambda x: x * variance.sqrt() + mean)
case("normalization_adapted", [draw(4, 3)], {}, lambda x: (x - mean) / variance.sqrt(), statistics=dict(mean=mean, variance=variance, count=torch.tensor(0.0)))
wide, spread = draw(5, 3).detach(), (draw(5, 3).detach() ** 2 + 0.5).float().double()
case("normalization_adapted_axes", [draw(4, 5, 3)], {}, lambda x: (x - wide) / spread.sqrt(), statistics=dict(mean=wide, variance=spread, count=torch.tensor(0.0)))

write("layers_normalization", "torch_normalization")
