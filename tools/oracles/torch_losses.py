"""Losses, their weighted means and gradients in double precision, from PyTorch; figures of merit from scikit-learn.

Run: python3 tools/oracles/torch_losses.py > tests/Fathom.Tests/Fixtures/torch_losses.json
"""
import json

import numpy as np
import sklearn
import torch
from sklearn import metrics as skm
from torch.nn import functional as F

random = np.random.RandomState(11)
f32 = lambda x: np.asarray(x, dtype=np.float32).astype(float)
cases = []


def add(cls, config, target, prediction, loss):
    target, prediction = f32(target), f32(prediction)
    weight = f32(random.uniform(0, 2, size=len(target)))
    p = torch.tensor(prediction, requires_grad=True)
    values = loss(torch.tensor(target), p)
    values = values.reshape(len(target), -1).mean(1)
    weighted = (values * torch.tensor(weight)).mean()
    weighted.backward()
    cases.append({
        "class": cls, "config": config, "target_shape": list(target.shape), "target": target.ravel().tolist(),
        "prediction_shape": list(prediction.shape), "prediction": prediction.ravel().tolist(), "weight": weight.tolist(),
        "per_sample": values.tolist(), "mean": float(values.mean()), "weighted": float(weighted), "gradient": p.grad.ravel().tolist()})


real, near = random.normal(size=(6, 3)) * 2, random.normal(size=(6, 3)) * 2
add("MeanSquaredError", {}, real, near, lambda t, p: F.mse_loss(p, t, reduction="none"))
add("MeanAbsoluteError", {}, real, near, lambda t, p: F.l1_loss(p, t, reduction="none"))
add("MeanAbsoluteError", {}, real[:, 0], near[:, :1], lambda t, p: F.l1_loss(p, t[:, None], reduction="none"))
for delta in (1.0, 0.5):
    add("Huber", {"delta": delta}, real, near, lambda t, p: F.huber_loss(p, t, reduction="none", delta=delta))
add("LogCosh", {}, real, near, lambda t, p: torch.log(torch.cosh(p - t)))
add("Quantile", {"level": 0.1}, real, near, lambda t, p: torch.maximum(0.1 * (t - p), -0.9 * (t - p)))

yes = random.randint(0, 2, size=(8, 2))
logits = random.normal(size=(8, 2)) * 3
add("BinaryCrossentropy", {"from_logits": True}, yes, logits, lambda t, p: F.binary_cross_entropy_with_logits(p, t, reduction="none"))
add("BinaryCrossentropy", {}, yes, 1 / (1 + np.exp(-logits)), lambda t, p: F.binary_cross_entropy(p, t, reduction="none"))
add("BinaryCrossentropy", {"label_smoothing": 0.2}, yes, 1 / (1 + np.exp(-logits)),
    lambda t, p: F.binary_cross_entropy(p, t * 0.8 + 0.1, reduction="none"))

classes = random.randint(0, 4, size=7)
scores = random.normal(size=(7, 4)) * 2
shares = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
onehot = np.eye(4)[classes]
logs = lambda p: torch.log(p / p.sum(-1, keepdim=True))
add("CategoricalCrossentropy", {"from_logits": True}, onehot, scores, lambda t, p: F.cross_entropy(p, t, reduction="none"))
add("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, onehot, scores,
    lambda t, p: F.cross_entropy(p, t, reduction="none", label_smoothing=0.1))
add("CategoricalCrossentropy", {}, onehot, shares, lambda t, p: -(t * logs(p)).sum(-1))
add("SparseCategoricalCrossentropy", {"from_logits": True}, classes, scores, lambda t, p: F.cross_entropy(p, t.long(), reduction="none"))
add("SparseCategoricalCrossentropy", {}, classes[:, None], shares, lambda t, p: F.nll_loss(logs(p), t.long()[:, 0], reduction="none"))
steps = random.normal(size=(3, 5, 4))
add("SparseCategoricalCrossentropy", {"from_logits": True}, random.randint(0, 4, size=(3, 5)), steps,
    lambda t, p: F.cross_entropy(p.permute(0, 2, 1), t.long(), reduction="none"))

n = 400
truth = random.randint(0, 2, size=n)
chance = f32(np.clip(truth * 0.25 + random.uniform(0, 0.75, size=n), 0, 1))
grid = np.floor(chance * 199) / 199  # Probabilities on Keras's own 200 thresholds: then its approximation is exact.
grid = f32(np.clip(grid + 0.5 / 199, 0, 1))
weights = f32(random.uniform(0.1, 2, size=n))
sure = (chance > 0.5).astype(int)
y, q = f32(random.normal(size=n) + 3), f32(random.normal(size=n) + 3)
scores = {
    "truth": truth.tolist(), "chance": chance.tolist(), "grid": grid.tolist(), "weights": weights.tolist(), "y": y.tolist(), "q": q.tolist(),
    "unweighted": {
        "BinaryAccuracy": skm.accuracy_score(truth, sure), "Precision": skm.precision_score(truth, sure), "Recall": skm.recall_score(truth, sure),
        "AUC": skm.roc_auc_score(truth, grid), "MeanAbsoluteError": skm.mean_absolute_error(y, q), "MeanSquaredError": skm.mean_squared_error(y, q),
        "RootMeanSquaredError": skm.mean_squared_error(y, q, squared=False),
        "MeanAbsolutePercentageError": 100 * skm.mean_absolute_percentage_error(y, q)},
    "weighted": {
        "BinaryAccuracy": skm.accuracy_score(truth, sure, sample_weight=weights),
        "Precision": skm.precision_score(truth, sure, sample_weight=weights), "Recall": skm.recall_score(truth, sure, sample_weight=weights),
        "AUC": skm.roc_auc_score(truth, grid, sample_weight=weights), "MeanAbsoluteError": skm.mean_absolute_error(y, q, sample_weight=weights),
        "MeanSquaredError": skm.mean_squared_error(y, q, sample_weight=weights),
        "RootMeanSquaredError": skm.mean_squared_error(y, q, squared=False, sample_weight=weights),
        "MeanAbsolutePercentageError": 100 * skm.mean_absolute_percentage_error(y, q, sample_weight=weights)},
}
print(json.dumps({"script": "tools/oracles/torch_losses.py", "torch": torch.__version__, "sklearn": sklearn.__version__, "cases": cases, "scores": scores}))
