"""Figures of merit, plain and weighted, from scikit-learn and SciPy; where these have none, from the published formula in double precision.

Run: python3 tools/oracles/sklearn_metrics.py > tests/Fathom.Tests/Fixtures/sklearn_metrics.json
"""
import json

import numpy as np
import sklearn
from scipy import special
from sklearn import metrics as skm

random = np.random.RandomState(12)
f32 = lambda x: np.asarray(x, dtype=np.float32).astype(float)
n, c = 400, 4
truth = random.randint(0, 2, size=n)
chance = f32(np.clip(truth * 0.25 + random.uniform(0, 0.75, size=n), 0, 1))
grid = f32(np.clip(np.floor(chance * 199) / 199 + 0.5 / 199, 0, 1))  # One value between any two of Keras's 200 thresholds: then its curve is exact.
weights = f32(random.uniform(0.1, 2, size=n))
y, q = f32(random.normal(size=n) + 3), f32(random.normal(size=n) + 3)
counts, rates = f32(random.poisson(3, size=n)), f32(random.uniform(0.5, 6, size=n))
labels = random.randint(0, c, size=n)
onehot = np.eye(c)[labels]
logits = f32(random.normal(size=(n, c)) + 1.2 * onehot)
shares = f32(special.softmax(logits, axis=1))
several = (random.uniform(size=(n, c)) < 0.4).astype(int)  # Several labels at once.
many = f32(np.clip(several * 0.3 + random.uniform(0, 0.7, size=(n, c)), 0, 1))
between = f32(np.clip(np.floor(many * 199) / 199 + 0.5 / 199, 0, 1))
vectors, guesses = f32(random.normal(size=(n, c))), f32(random.normal(size=(n, c)))
guesses = f32(vectors + guesses)
found = random.randint(0, c, size=n)
data = {"truth": truth, "sides": 2 * truth - 1, "chance": chance, "grid": grid, "scores": f32(4 * chance - 2), "y": y, "q": q, "counts": counts, "rates": rates,
        "labels": labels, "onehot": onehot, "logits": logits, "shares": shares, "several": several, "many": many, "between": between, "vectors": vectors,
        "guesses": guesses, "found": found}
cases = []


def add(cls, config, target, prediction, figure):
    """figure(t, p, w) gives a number, a list, or a matrix."""
    t, p = np.asarray(data[target], dtype=float), np.asarray(data[prediction], dtype=float)
    cases.append({"class": cls, "config": config, "target": target, "prediction": prediction,
                  "plain": np.asarray(figure(t, p, np.ones(n)), dtype=float).tolist(), "weighted": np.asarray(figure(t, p, weights), dtype=float).tolist()})


def add_mean(cls, config, target, prediction, entries):
    add(cls, config, target, prediction, lambda t, p, w: np.average(entries(t, p), weights=w))


rows = lambda values: values.reshape(n, -1).mean(1)
add("MeanAbsoluteError", {}, "y", "q", lambda t, p, w: skm.mean_absolute_error(t, p, sample_weight=w))
add("MeanSquaredError", {}, "vectors", "guesses", lambda t, p, w: skm.mean_squared_error(t, p, sample_weight=w))
add("RootMeanSquaredError", {}, "y", "q", lambda t, p, w: skm.mean_squared_error(t, p, squared=False, sample_weight=w))
add("MeanAbsolutePercentageError", {}, "y", "q", lambda t, p, w: 100 * skm.mean_absolute_percentage_error(t, p, sample_weight=w))
add("MeanSquaredLogarithmicError", {}, "counts", "rates", lambda t, p, w: skm.mean_squared_log_error(t, p, sample_weight=w))
add_mean("LogCoshError", {}, "y", "q", lambda t, p: np.log(np.cosh(t - p)))
add_mean("CosineSimilarity", {}, "vectors", "guesses", lambda t, p: (t * p).sum(1) / np.linalg.norm(t, axis=1) / np.linalg.norm(p, axis=1))
add("R2Score", {}, "vectors", "guesses", lambda t, p, w: skm.r2_score(t, p, sample_weight=w))
add("R2Score", {"class_aggregation": None}, "vectors", "guesses", lambda t, p, w: skm.r2_score(t, p, sample_weight=w, multioutput="raw_values"))
add("R2Score", {"class_aggregation": "variance_weighted_average"}, "vectors", "guesses", lambda t, p, w: skm.r2_score(t, p, sample_weight=w, multioutput="variance_weighted"))
add("R2Score", {"num_regressors": 3}, "y", "q", lambda t, p, w: 1 - (1 - skm.r2_score(t, p, sample_weight=w)) * (n - 1) / (n - 4))
correlate = lambda t, p, w: (np.average((t - np.average(t, weights=w)) * (p - np.average(p, weights=w)), weights=w))
pearson = lambda t, p, w: correlate(t, p, w) / np.sqrt(correlate(t, t, w) * correlate(p, p, w))
concordance = lambda t, p, w: 2 * correlate(t, p, w) / (correlate(t, t, w) + correlate(p, p, w) + (np.average(t, weights=w) - np.average(p, weights=w)) ** 2)
ones = np.ones(c)
add_mean("PearsonCorrelation", {}, "vectors", "guesses", lambda t, p: np.array([pearson(a, b, ones) for a, b in zip(t, p)]))
add_mean("ConcordanceCorrelation", {}, "vectors", "guesses", lambda t, p: np.array([concordance(a, b, ones) for a, b in zip(t, p)]))
add("PearsonCorrelation", {"axis": 0}, "vectors", "guesses", lambda t, p, w: np.mean([pearson(t[:, i], p[:, i], w) for i in range(c)]))
add("ConcordanceCorrelation", {"axis": 0}, "vectors", "guesses", lambda t, p, w: np.mean([concordance(t[:, i], p[:, i], w) for i in range(c)]))

add("Accuracy", {}, "labels", "found", lambda t, p, w: skm.accuracy_score(t, p, sample_weight=w))
add("BinaryAccuracy", {}, "truth", "chance", lambda t, p, w: skm.accuracy_score(t, p > 0.5, sample_weight=w))
add("BinaryAccuracy", {"threshold": 0.3}, "several", "many", lambda t, p, w: np.mean([skm.accuracy_score(t[:, i], p[:, i] > 0.3, sample_weight=w) for i in range(c)]))
add("CategoricalAccuracy", {}, "onehot", "shares", lambda t, p, w: skm.accuracy_score(t.argmax(1), p.argmax(1), sample_weight=w))
add("SparseCategoricalAccuracy", {}, "labels", "logits", lambda t, p, w: skm.accuracy_score(t, p.argmax(1), sample_weight=w))
top = lambda t, p, w: skm.top_k_accuracy_score(t, p, k=2, labels=range(c), sample_weight=w)
add("TopKCategoricalAccuracy", {"k": 2}, "onehot", "logits", lambda t, p, w: top(t.argmax(1), p, w))
add("SparseTopKCategoricalAccuracy", {"k": 2}, "labels", "logits", top)

add_mean("BinaryCrossentropy", {}, "truth", "grid", lambda t, p: -t * np.log(p) - (1 - t) * np.log(1 - p))
add_mean("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.2}, "truth", "scores",
         lambda t, p: -(0.8 * t + 0.1) * np.log(special.expit(p)) - (0.9 - 0.8 * t) * np.log(special.expit(-p)))
add("CategoricalCrossentropy", {}, "onehot", "shares", lambda t, p, w: skm.log_loss(t, p / p.sum(1, keepdims=True), sample_weight=w))
add_mean("SparseCategoricalCrossentropy", {"from_logits": True}, "labels", "logits", lambda t, p: -np.take_along_axis(special.log_softmax(p, axis=1), t.astype(int)[:, None], 1)[:, 0])
add("SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 1}, "labels", "logits", lambda t, p, w: np.average(
    -np.take_along_axis(special.log_softmax(p, axis=1), t.astype(int)[:, None], 1)[:, 0], weights=w * (t != 1)))
add_mean("KLDivergence", {}, "onehot", "shares", lambda t, p: special.rel_entr(np.clip(t, 1e-7, 1), p).sum(1))
add_mean("Poisson", {}, "counts", "rates", lambda t, p: p - t * np.log(p + 1e-7))
add("Hinge", {}, "sides", "scores", lambda t, p, w: skm.hinge_loss(t, p, sample_weight=w))
add_mean("SquaredHinge", {}, "truth", "scores", lambda t, p: np.maximum(0, 1 - (2 * t - 1) * p) ** 2)
add_mean("CategoricalHinge", {}, "onehot", "logits", lambda t, p: np.maximum(0, 1 + ((1 - t) * p).max(1) - (t * p).sum(1)))

add("Precision", {}, "truth", "chance", lambda t, p, w: skm.precision_score(t, p > 0.5, sample_weight=w))
add("Recall", {}, "truth", "chance", lambda t, p, w: skm.recall_score(t, p > 0.5, sample_weight=w))
add("Precision", {"thresholds": [0.7, 0.2]}, "truth", "chance", lambda t, p, w: [skm.precision_score(t, p > np.float32(x), sample_weight=w) for x in (0.7, 0.2)])
add("Recall", {"class_id": 2, "thresholds": 0.4}, "several", "many", lambda t, p, w: skm.recall_score(t[:, 2], p[:, 2] > np.float32(0.4), sample_weight=w))


def highest(p, k):
    return (p.argsort(1).argsort(1) >= c - k).astype(int)


add("Precision", {"top_k": 2}, "several", "many", lambda t, p, w: skm.precision_score(t.ravel(), highest(p, 2).ravel(), sample_weight=w.repeat(c)))
add("Recall", {"top_k": 2, "class_id": 1}, "several", "many", lambda t, p, w: skm.recall_score(t[:, 1], highest(p, 2)[:, 1], sample_weight=w))
count = lambda t, p, w, x: skm.confusion_matrix(t, p > np.float32(x), sample_weight=w)
for name, i, j in (("TruePositives", 1, 1), ("TrueNegatives", 0, 0), ("FalsePositives", 0, 1), ("FalseNegatives", 1, 0)):
    add(name, {"thresholds": [0.25, 0.6]}, "truth", "chance", lambda t, p, w: [count(t, p, w, x)[i, j] for x in (0.25, 0.6)])
add("AUC", {}, "truth", "grid", lambda t, p, w: skm.roc_auc_score(t, p, sample_weight=w))
add("AUC", {"multi_label": True}, "several", "between", lambda t, p, w: skm.roc_auc_score(t, p, average="macro", sample_weight=w))
add("AUC", {}, "several", "between", lambda t, p, w: skm.roc_auc_score(t.ravel(), p.ravel(), sample_weight=w.repeat(c)))


def curve(t, p, w):
    x = np.array([-1e-7] + [(i + 1) / 199 for i in range(198)] + [1 + 1e-7])
    above = p[None, :] > x[:, None].astype(np.float32)
    return (above * (w * t)).sum(1), (above * (w * (1 - t))).sum(1), (w * t).sum(), (w * (1 - t)).sum()


def precision_recall(t, p, w, pick):
    tp, fp, positives, _ = curve(t, p, w)
    precision = np.divide(tp, tp + fp, out=np.zeros_like(tp), where=tp + fp > 0)
    recall = tp / positives
    return ((recall[:-1] - recall[1:]) * pick(precision[:-1], precision[1:])).sum()


def interpolated(t, p, w):
    """Davis and Goadrich 2006: between two points true positives grow linearly with predicted positives."""
    tp, fp, positives, _ = curve(t, p, w)
    area = 0
    for k in range(len(tp) - 1):
        taken, low, high = tp[k] - tp[k + 1], tp[k + 1] + fp[k + 1], tp[k] + fp[k]
        if high == low:
            continue
        slope = taken / (high - low)
        area += slope * (taken + (tp[k + 1] - slope * low) * (np.log(high / low) if low > 0 else 0)) / positives
    return area


def gain(t, p, w):
    tp, fp, positives, negatives = curve(t, p, w)
    ratio = positives / negatives
    share = lambda a: np.divide(a, tp, out=np.zeros_like(tp), where=tp > 0)
    recall = np.maximum(np.where(tp == 0, 0, 1 - ratio * share(positives - tp)), 0)
    precision = np.where(tp == 0, 1, 1 - ratio * share(fp))
    return ((recall[:-1] - recall[1:]) * (precision[:-1] + precision[1:]) / 2).sum()


add("AUC", {"curve": "PR"}, "truth", "grid", interpolated)
add("AUC", {"curve": "PR", "summation_method": "minoring"}, "truth", "grid", lambda t, p, w: precision_recall(t, p, w, np.minimum))
add("AUC", {"curve": "PR", "summation_method": "majoring"}, "truth", "grid", lambda t, p, w: precision_recall(t, p, w, np.maximum))
add("AUC", {"curve": "PRGAIN"}, "truth", "grid", gain)
few = [0.2, 0.4, 0.8]
bins = lambda p: np.searchsorted(np.array(few, dtype=np.float32), p.astype(np.float32))
add("AUC", {"thresholds": few}, "truth", "chance", lambda t, p, w: skm.roc_auc_score(t, bins(p), sample_weight=w))
rate = lambda a, b: np.divide(a, b, out=np.zeros_like(a), where=b > 0)


def at(t, p, w, fixed, wanted, value):
    x = (np.arange(200) / 199).astype(np.float32)
    above = p[None, :] > x[:, None]
    tp, fp = (above * (w * t)).sum(1), (above * (w * (1 - t))).sum(1)
    fn, tn = (w * t).sum() - tp, (w * (1 - t)).sum() - fp
    rates = {"recall": rate(tp, tp + fn), "precision": rate(tp, tp + fp), "specificity": rate(tn, tn + fp)}
    return np.max(np.where(rates[fixed] >= value, rates[wanted], 0))


add("SensitivityAtSpecificity", {"specificity": 0.8}, "truth", "grid", lambda t, p, w: at(t, p, w, "specificity", "recall", 0.8))
add("SpecificityAtSensitivity", {"sensitivity": 0.6}, "truth", "grid", lambda t, p, w: at(t, p, w, "recall", "specificity", 0.6))
add("PrecisionAtRecall", {"recall": 0.55}, "truth", "grid", lambda t, p, w: at(t, p, w, "recall", "precision", 0.55))
add("RecallAtPrecision", {"precision": 0.7, "class_id": 3}, "several", "between", lambda t, p, w: at(t[:, 3], p[:, 3], w, "precision", "recall", 0.7))
for average in (None, "micro", "macro", "weighted"):
    add("F1Score", {"average": average}, "onehot", "shares", lambda t, p, w: skm.f1_score(t.argmax(1), p.argmax(1), average=average, sample_weight=w))
add("F1Score", {"threshold": 0.4}, "several", "many", lambda t, p, w: skm.f1_score(t, p > np.float32(0.4), average=None, sample_weight=w))
add("F1Score", {"threshold": 0.5}, "truth", "chance", lambda t, p, w: skm.f1_score(t, p > 0.5, sample_weight=w))
add("FBetaScore", {"beta": 2.0, "average": "macro"}, "labels", "shares", lambda t, p, w: skm.fbeta_score(t, p.argmax(1), beta=2, average="macro", sample_weight=w))

jaccard = lambda t, p, w: skm.jaccard_score(t, p, average=None, labels=range(c), sample_weight=w)
add("IoU", {"num_classes": c, "target_class_ids": [0, 2]}, "labels", "found", lambda t, p, w: jaccard(t, p, w)[[0, 2]].mean())
add("MeanIoU", {"num_classes": c}, "labels", "found", lambda t, p, w: jaccard(t, p, w).mean())
add("MeanIoU", {"num_classes": c, "ignore_class": 1}, "labels", "found", lambda t, p, w: jaccard(t[t != 1], p[t != 1], w[t != 1]).mean())
add("MeanIoU", {"num_classes": c, "sparse_y_pred": False}, "labels", "shares", lambda t, p, w: jaccard(t, p.argmax(1), w).mean())
add("OneHotIoU", {"num_classes": c, "target_class_ids": [3]}, "onehot", "shares", lambda t, p, w: jaccard(t.argmax(1), p.argmax(1), w)[3])
add("OneHotMeanIoU", {"num_classes": c}, "onehot", "shares", lambda t, p, w: jaccard(t.argmax(1), p.argmax(1), w).mean())
binary = lambda t, p, w: skm.jaccard_score(t, p, average=None, sample_weight=w)
add("BinaryIoU", {}, "truth", "chance", lambda t, p, w: binary(t, p >= 0.5, w).mean())
add("BinaryIoU", {"threshold": 0.3, "target_class_ids": [1]}, "truth", "chance", lambda t, p, w: binary(t, p >= np.float32(0.3), w)[1])
add("ConfusionMatrix", {}, "labels", "logits", lambda t, p, w: skm.confusion_matrix(t, p.argmax(1), sample_weight=w))
add("ConfusionMatrix", {}, "onehot", "logits", lambda t, p, w: skm.confusion_matrix(t.argmax(1), p.argmax(1), sample_weight=w))
add("ConfusionMatrix", {"threshold": 0.4}, "truth", "chance", lambda t, p, w: skm.confusion_matrix(t, p > np.float32(0.4), sample_weight=w))
print(json.dumps({"script": "tools/oracles/sklearn_metrics.py", "sklearn": sklearn.__version__, "weights": weights.tolist(),
                  "data": {name: {"shape": list(np.shape(values)), "values": np.asarray(values, dtype=float).round(9).ravel().tolist()} for name, values in data.items()},
                  "cases": cases}))
