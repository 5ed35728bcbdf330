"""Losses, what weights, masks and reductions make of them, and gradients, in double precision, from PyTorch: its own losses where it has them, else Keras's published formulas.

Run: python3 tools/oracles/torch_losses.py > tests/Fathom.Tests/Fixtures/torch_losses.json
"""
import json

import numpy as np
import torch
from torch.nn import functional as F

random = np.random.RandomState(11)
f32 = lambda x: np.asarray(x, dtype=np.float32).astype(float)
EPS = 1e-7
cases = []


def add(cls, config, target, prediction, loss, counting=None):
    """loss gives one value per entry (the prediction's axes without the last); counting says which entries count at all."""
    target, prediction = f32(target), f32(prediction)
    weight = torch.tensor(f32(random.uniform(0.1, 2, size=len(target))))
    p, t = torch.tensor(prediction, requires_grad=True), torch.tensor(target)
    values = loss(t, p)
    own = None if counting is None else counting(t, values.detach())
    steps = torch.tensor(random.uniform(size=values.shape[:2]) < 0.7) if values.dim() > 1 else None

    def reduce(weights, mask):
        w = torch.ones_like(values) if weights is None else weights.reshape([-1] + [1] * (values.dim() - 1)).expand_as(values)
        both = mask if own is None else own if mask is None else mask & own
        unscaled = w if both is None else w * both
        scaled = unscaled if both is None else unscaled * (both.numel() / both.sum())
        return {"sum_over_batch_size": (values * scaled).mean(), "sum": (values * unscaled).sum(), "mean_with_sample_weight": (values * unscaled).sum() / unscaled.sum()}

    scalar = values.dim() == 0
    result = {"plain": reduce(None, None)} if not scalar else {"plain": {"sum_over_batch_size": values, "sum": values, "mean_with_sample_weight": values}}
    if not scalar:
        result["weighted"] = reduce(weight, None)
        if steps is not None:
            result["masked"] = reduce(weight, steps)
    list(result.values())[-1]["sum_over_batch_size"].backward()
    cases.append({
        "class": cls, "config": config, "target_shape": list(target.shape), "target": target.ravel().tolist(),
        "prediction_shape": list(prediction.shape), "prediction": prediction.ravel().tolist(), "weight": weight.tolist(),
        "mask": None if steps is None else steps.int().flatten().tolist(),
        "entries_shape": list(values.shape), "entries": values.flatten().tolist(),
        "reduced": {how: {name: float(value) for name, value in values_.items()} for how, values_ in result.items()}, "gradient": p.grad.flatten().tolist()})


last = lambda values: values.mean(-1)
column = lambda t: t[:, None]
real, near = random.normal(size=(6, 3)) * 2, random.normal(size=(6, 3)) * 2
add("MeanSquaredError", {}, real, near, lambda t, p: last(F.mse_loss(p, t, reduction="none")))
add("MeanSquaredError", {}, random.normal(size=(3, 4, 2)), random.normal(size=(3, 4, 2)), lambda t, p: last(F.mse_loss(p, t, reduction="none")))
add("MeanAbsoluteError", {}, real, near, lambda t, p: last(F.l1_loss(p, t, reduction="none")))
add("MeanAbsoluteError", {}, real[:, 0], near[:, :1], lambda t, p: last(F.l1_loss(p, column(t), reduction="none")))
add("MeanAbsolutePercentageError", {}, real, near, lambda t, p: 100 * last((t - p).abs() / t.abs().clamp(min=EPS)))
counts, rates = random.poisson(3, size=(6, 3)), random.uniform(0.2, 5, size=(6, 3))
add("MeanSquaredLogarithmicError", {}, counts, rates, lambda t, p: last((torch.log(1 + p.clamp(min=EPS)) - torch.log(1 + t.clamp(min=EPS))) ** 2))
add("Poisson", {}, counts, rates, lambda t, p: last(F.poisson_nll_loss(p, t, log_input=False, eps=EPS, reduction="none")))
for delta in (1.0, 0.5):
    add("Huber", {"delta": delta}, real, near, lambda t, p: last(F.huber_loss(p, t, reduction="none", delta=delta)))
add("LogCosh", {}, real, near, lambda t, p: last(torch.log(torch.cosh(p - t))))
add("CosineSimilarity", {}, real, near, lambda t, p: -F.cosine_similarity(t, p, dim=-1))
add("CosineSimilarity", {"axis": 1}, random.normal(size=(3, 4, 2)), random.normal(size=(3, 4, 2)), lambda t, p: -F.cosine_similarity(t, p, dim=1))
add("Quantile", {"levels": 0.1}, real, near, lambda t, p: last(torch.maximum(0.1 * (t - p), -0.9 * (t - p))))
levels = [0.05, 0.5, 0.9]
pinball = lambda e: last(torch.stack([torch.where(e[..., i] > 0, q * e[..., i], (q - 1) * e[..., i]) for i, q in enumerate(levels)], -1))
add("Quantile", {"levels": levels}, real[:, 0], near, lambda t, p: pinball(t[:, None] - p))
add("Quantile", {"levels": levels}, random.normal(size=(3, 4, 1)), random.normal(size=(3, 4, 3)), lambda t, p: pinball(t - p))

softplus = lambda x: torch.log1p(torch.exp(x))
add("GaussianLikelihood", {}, real[:, 0], near[:, :2], lambda t, p: -torch.distributions.Normal(p[:, 0], softplus(p[:, 1]) + 1e-6).log_prob(t))
add("GaussianLikelihood", {}, random.normal(size=(3, 4, 2)), random.normal(size=(3, 4, 4)),
    lambda t, p: -last(torch.distributions.Normal(p[..., :2], softplus(p[..., 2:]) + 1e-6).log_prob(t)))
student = lambda t, m, s, n: -torch.distributions.StudentT(2 + softplus(n), m, softplus(s) + 1e-6).log_prob(t)
add("StudentTLikelihood", {}, real[:, :1], near, lambda t, p: student(t[:, 0], p[:, 0], p[:, 1], p[:, 2]))
add("StudentTLikelihood", {}, real[:, :2], random.normal(size=(6, 6)), lambda t, p: last(student(t, p[:, :2], p[:, 2:4], p[:, 4:])))

yes = random.randint(0, 2, size=(8, 2))
logits = random.normal(size=(8, 2)) * 3
sides = 2 * yes - 1
add("Hinge", {}, sides, logits, lambda t, p: last(torch.relu(1 - t * p)))
add("Hinge", {}, yes, logits, lambda t, p: last(torch.relu(1 - (2 * t - 1) * p)))
add("SquaredHinge", {}, yes, logits, lambda t, p: last(torch.relu(1 - (2 * t - 1) * p) ** 2))
bce = lambda t, p: F.binary_cross_entropy(p, t, reduction="none")
chance = 1 / (1 + np.exp(-logits))
add("BinaryCrossentropy", {"from_logits": True}, yes, logits, lambda t, p: last(F.binary_cross_entropy_with_logits(p, t, reduction="none")))
add("BinaryCrossentropy", {}, yes, chance, lambda t, p: last(bce(t, p)))
add("BinaryCrossentropy", {"label_smoothing": 0.2}, yes, chance, lambda t, p: last(bce(t * 0.8 + 0.1, p)))
add("BinaryCrossentropy", {"axis": 1}, random.randint(0, 2, size=(3, 4, 2)), random.uniform(0.1, 0.9, size=(3, 4, 2)), lambda t, p: bce(t, p).mean(1))


def focal(t, p, alpha=None, gamma=2.0):
    truth = t * p + (1 - t) * (1 - p)
    balance = 1 if alpha is None else t * alpha + (1 - t) * (1 - alpha)
    return last(balance * (1 - truth) ** gamma * bce(t, p))


add("BinaryFocalCrossentropy", {}, yes, chance, focal)
add("BinaryFocalCrossentropy", {"from_logits": True, "gamma": 1.5, "apply_class_balancing": True, "alpha": 0.3}, yes, logits,
    lambda t, p: focal(t, torch.sigmoid(p), 0.3, 1.5))
add("BinaryFocalCrossentropy", {"label_smoothing": 0.1}, yes, chance, lambda t, p: focal(t * 0.9 + 0.05, p))

classes = random.randint(0, 4, size=7)
scores = random.normal(size=(7, 4)) * 2
shares = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
onehot = np.eye(4)[classes]
logs = lambda p: torch.log(p / p.sum(-1, keepdim=True))
add("CategoricalHinge", {}, onehot, scores, lambda t, p: torch.relu(1 + ((1 - t) * p).max(-1).values - (t * p).sum(-1)))
add("KLDivergence", {}, shares[::-1], shares, lambda t, p: F.kl_div(torch.log(p), t, reduction="none").sum(-1))
add("CategoricalCrossentropy", {"from_logits": True}, onehot, scores, lambda t, p: F.cross_entropy(p, t, reduction="none"))
add("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, onehot, scores,
    lambda t, p: F.cross_entropy(p, t, reduction="none", label_smoothing=0.1))
add("CategoricalCrossentropy", {}, onehot, shares, lambda t, p: -(t * logs(p)).sum(-1))
first = np.moveaxis(np.eye(4)[random.randint(0, 4, size=(3, 5))], -1, 1)
add("CategoricalCrossentropy", {"from_logits": True, "axis": 1}, first, random.normal(size=(3, 4, 5)), lambda t, p: F.cross_entropy(p, t, reduction="none"))


def categorical_focal(t, p, alpha, gamma):
    p = p / p.sum(-1, keepdim=True)
    return -(alpha * (1 - p) ** gamma * t * torch.log(p)).sum(-1)


add("CategoricalFocalCrossentropy", {}, onehot, shares, lambda t, p: categorical_focal(t, p, 0.25, 2))
add("CategoricalFocalCrossentropy", {"from_logits": True, "alpha": [0.1, 0.2, 0.3, 0.4], "gamma": 1.0, "label_smoothing": 0.1}, onehot, scores,
    lambda t, p: categorical_focal(t * 0.9 + 0.025, torch.softmax(p, -1), torch.tensor([0.1, 0.2, 0.3, 0.4]).double(), 1))
add("SparseCategoricalCrossentropy", {"from_logits": True}, classes, scores, lambda t, p: F.cross_entropy(p, t.long(), reduction="none"))
add("SparseCategoricalCrossentropy", {}, column(classes), shares, lambda t, p: F.nll_loss(logs(p), t.long()[:, 0], reduction="none"))
steps = random.normal(size=(3, 5, 4))
add("SparseCategoricalCrossentropy", {"from_logits": True}, random.randint(0, 4, size=(3, 5)), steps,
    lambda t, p: F.cross_entropy(p.permute(0, 2, 1), t.long(), reduction="none"))
some = random.randint(0, 4, size=(3, 5))
some[0, :2] = some[2, 3] = 255
ignoring = lambda t, p: F.cross_entropy(p, t.long(), reduction="none", ignore_index=255)
add("SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 255}, some, steps, lambda t, p: ignoring(t, p.permute(0, 2, 1)), lambda t, v: t != 255)
add("SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 255, "axis": 1}, some, np.moveaxis(steps, -1, 1), ignoring, lambda t, v: t != 255)
add("CategoricalGeneralizedCrossEntropy", {"q": 0.7}, classes, shares, lambda t, p: (1 - p.gather(1, t.long()[:, None])[:, 0] ** 0.7) / 0.7)

area, guess = random.randint(0, 2, size=(3, 4, 4, 2)), random.uniform(0.05, 0.95, size=(3, 4, 4, 2))


def tversky(t, p, alpha, beta, axis):
    total = lambda x: x.sum() if axis is None else x.sum(axis)
    both = total(t * p)
    return 1 - both / (both + alpha * total((1 - t) * p) + beta * total(t * (1 - p)) + EPS)


def dice(t, p, axis):
    total = lambda x: x.sum() if axis is None else x.sum(axis)
    return 1 - 2 * total(t * p) / (total(t) + total(p) + EPS)


add("Dice", {}, area, guess, lambda t, p: dice(t, p, None))
add("Dice", {"axis": [1, 2, 3]}, area, guess, lambda t, p: dice(t, p, (1, 2, 3)))
add("Tversky", {}, area, guess, lambda t, p: tversky(t, p, 0.5, 0.5, None))
add("Tversky", {"alpha": 0.3, "beta": 0.7, "axis": [1, 2, 3]}, area, guess, lambda t, p: tversky(t, p, 0.3, 0.7, (1, 2, 3)))


def circle(t, p, gamma=80.0, margin=0.4, diagonal=False):
    rows = []
    for i in range(len(t)):
        near, far = [], []
        for j in range(len(t)):
            d = torch.relu(1 - (p[i] * p[j]).sum())
            if t[i] != t[j]:
                far.append(gamma * torch.relu(1 + margin - d) * (1 - margin - d))
            elif i != j or diagonal:
                near.append(-gamma * torch.relu(margin + d) * (margin - d))
        rows.append(F.softplus(torch.logsumexp(torch.stack(near), 0) + torch.logsumexp(torch.stack(far), 0)) if near and far else p.sum() * 0)
    return torch.stack(rows)


vectors = random.normal(size=(7, 5))
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
groups = [0, 0, 1, 1, 1, 2, 0]  # Class 2 has one member, which has no partner.
add("Circle", {"gamma": 4.0, "margin": 0.3}, groups, vectors, lambda t, p: circle(t, p, 4.0, 0.3), lambda t, v: v > 0)
add("Circle", {"gamma": 2.0, "remove_diagonal": False}, groups, vectors, lambda t, p: circle(t, p, 2.0, diagonal=True), lambda t, v: v > 0)

words = np.array([[1, 2, 2, 0], [3, 1, 2, 4], [4, 0, 0, 0]])
add("CTC", {}, words, random.normal(size=(3, 8, 5)), lambda t, p: F.ctc_loss(
    torch.log_softmax(p, -1).transpose(0, 1), t.long(), torch.full((3,), 8), (t != 0).sum(-1), blank=0, reduction="none"))
print(json.dumps({"script": "tools/oracles/torch_losses.py", "torch": torch.__version__, "cases": cases}))
