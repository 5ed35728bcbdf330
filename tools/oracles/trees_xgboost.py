#!/usr/bin/python3
"""Reference numbers of XGBoost for tests/Fathom.Trees.Tests. Writes Fixtures/xgboost.json beside the tests.

"exact": few distinct values, exact splits: every engine that tries all cuts grows the same trees; predictions on the training rows are compared.
"binned": continuous values, histogram splits at several bin counts: how far cuts alone move the test metrics. The rows come from a generator that
the tests repeat (see SplitMix), so that only results need to be stored.
"""
import json
import os

import numpy as np
import xgboost as xgb
from sklearn.metrics import log_loss, roc_auc_score

FIXTURES = os.path.join(os.path.dirname(__file__), "../../tests/Fathom.Trees.Tests/Fixtures")


def train(x, y, weights, margin, objective, rounds, **options):
    data = xgb.DMatrix(x, label=y, weight=weights, base_margin=margin)
    parameters = {"objective": objective, "nthread": 1, "verbosity": 0, "seed": 0, **options}
    return xgb.train(parameters, data, rounds), data


def exact():
    cases = []
    for seed, task in enumerate(["squared error", "logistic", "softmax"]):
        rng = np.random.default_rng(seed)
        n = 240
        x = np.round(rng.standard_normal((n, 4)), 1).astype(np.float32)
        signal = x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) + 0.5 * rng.standard_normal(n)
        x[rng.random((n, 4)) < 0.1] = np.nan
        weights = np.round(rng.uniform(0.5, 2, n), 2).astype(np.float32)
        if task == "squared error":
            y = np.round(signal, 3)
            base = np.average(y, weights=weights)
            margin, objective, extra = np.full(n, base), "reg:squarederror", {}
        elif task == "logistic":
            y = (signal > 0.3).astype(float)
            share = np.average(y, weights=weights)
            margin, objective, extra = np.full(n, np.log(share / (1 - share))), "binary:logistic", {}
        else:
            y = np.digitize(signal, [-0.5, 0.5]).astype(float)
            shares = np.array([weights[y == c].sum() for c in range(3)]) / weights.sum()
            margin, objective, extra = np.tile(np.log(shares), (n, 1)), "multi:softprob", {"num_class": 3}
        options = {"max_depth": 4, "eta": 0.3, "lambda": 1.5, "gamma": 0.1, "min_child_weight": 2}
        model, data = train(x, y, weights, margin, objective, 20, tree_method="exact", base_score=0.5, **options, **extra)
        cases.append({
            "task": task, "options": options, "rounds": 20,
            "x": [[None if np.isnan(v) else round(float(v), 1) for v in row] for row in x],
            "y": y.tolist(), "weights": [round(float(w), 2) for w in weights],
            "predictions": np.round(model.predict(data).reshape(n, -1).astype(float), 7).tolist(),
        })
    return cases


class SplitMix:
    """SplitMix64 (Steele, Lea & Flood 2014); a uniform number is the upper 24 bits over 2²⁴."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        mask = 2**64 - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) >> 40) / 2**24


def rows(count, seed):
    draw = SplitMix(seed)
    x, target, label = [], [], []
    for _ in range(count):
        row = [draw.uniform() for _ in range(6)]
        signal = 2 * row[0] + 2 * row[1] * row[2] + row[3] * row[3] - 2
        noise = draw.uniform() + draw.uniform() - 1
        x.append(row)
        target.append(signal + 0.5 * noise)
        label.append(1.0 if draw.uniform() < 0.5 + 0.45 * max(-1.0, min(1.0, signal)) else 0.0)
    return np.array(x, np.float32), np.array(target), np.array(label)


def binned():
    x, target, label = rows(3000, 1)
    tx, ttarget, tlabel = rows(3000, 2)
    options = {"max_depth": 5, "eta": 0.1, "lambda": 1, "gamma": 0, "min_child_weight": 1, "tree_method": "hist"}
    results = {"options": options, "rounds": 60, "max_bin": list(range(201, 257, 5)), "mse": [], "log_loss": [], "auc": []}
    for bins in results["max_bin"]:
        model, _ = train(x, target, None, None, "reg:squarederror", 60, max_bin=bins, base_score=float(target.mean()), **options)
        results["mse"].append(float(np.mean((model.predict(xgb.DMatrix(tx)) - ttarget) ** 2)))
        model, _ = train(x, label, None, None, "binary:logistic", 60, max_bin=bins, base_score=float(label.mean()), **options)
        p = model.predict(xgb.DMatrix(tx)).astype(float)
        results["log_loss"].append(float(log_loss(tlabel, p)))
        results["auc"].append(float(roc_auc_score(tlabel, p)))
    return results


if __name__ == "__main__":
    fixture = {"script": "tools/oracles/trees_xgboost.py", "library": "xgboost " + xgb.__version__, "exact": exact(), "binned": binned()}
    with open(os.path.join(FIXTURES, "xgboost.json"), "w") as file:
        json.dump(fixture, file)
        file.write("\n")
