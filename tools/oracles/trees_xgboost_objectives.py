#!/usr/bin/python3
"""Predictions of XGBoost's objectives for tests/Fathom.Trees.Tests. Writes Fixtures/xgboost_objectives.json beside the tests.

Values have few distinct values, so that every engine that tries all cuts grows the same trees. Base margins are given, so that all start from
the same scores. Dart drops every tree every round, so that nothing is left to chance.
"""
import json
import os

import numpy as np
import xgboost as xgb

FIXTURES = os.path.join(os.path.dirname(__file__), "../../tests/Fathom.Trees.Tests/Fixtures")
ROWS = 240


def draw(seed):
    rng = np.random.default_rng(seed)
    x = np.round(rng.standard_normal((ROWS, 4)), 1).astype(np.float32)
    signal = 0.5 * x[:, 0] * x[:, 1] + 0.5 * np.sin(2 * x[:, 2])
    x[rng.random((ROWS, 4)) < 0.1] = np.nan
    weights = np.round(rng.uniform(0.5, 2, ROWS), 2).astype(np.float32)
    return rng, x, signal, weights


def case(name, seed, make, objective, rounds=20, weighted=True, **extra):
    rng, x, signal, weights = draw(seed)
    y, margin = make(rng, signal, weights if weighted else np.ones(ROWS, np.float32))
    options = {"max_depth": 4, "eta": 0.3, "lambda": 1.5, "gamma": 0.01, "min_child_weight": 2}
    data = xgb.DMatrix(x, label=y, weight=weights if weighted else None, base_margin=np.full(ROWS, margin))
    parameters = {"objective": objective, "nthread": 1, "verbosity": 0, "seed": 0, "tree_method": "exact", "base_score": 0.5, **options, **extra}
    model = xgb.train(parameters, data, rounds)
    return {
        "name": name, "options": options, "extra": extra, "rounds": rounds, "margin": float(margin),
        "x": [[None if np.isnan(v) else round(float(v), 1) for v in row] for row in x],
        "y": [float(v) for v in y], "weights": [round(float(w), 2) for w in weights] if weighted else None,
        "predictions": np.round(model.predict(data).astype(float), 7).tolist(),
    }


def median(values, weights):
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order].astype(float))
    return values[order][np.searchsorted(below, below[-1] / 2)]


def absolute(rng, signal, weights):
    y = np.round(signal + 0.5 * rng.standard_normal(ROWS), 3)
    return y, median(y, weights)


def squared(rng, signal, weights):
    y = np.round(signal + 0.3 * rng.standard_normal(ROWS), 3)
    return y, np.average(y, weights=weights)


def counts(rng, signal, weights):
    y = rng.poisson(np.exp(1 + signal)).astype(float)
    return y, np.log(np.average(y, weights=weights))


def amounts(rng, signal, weights):
    y = np.round(rng.gamma(2, np.exp(signal) / 2), 3) + 0.001
    return y, np.log(np.average(y, weights=weights))


def claims(rng, signal, weights):
    y = np.round([rng.gamma(2, 0.5, k).sum() for k in rng.poisson(np.exp(signal))], 3)
    return y, np.log(np.average(y, weights=weights))


def survival(rng, signal, weights):
    times = np.round(rng.exponential(np.exp(-signal)), 3) + 0.001 + np.arange(ROWS) * 1e-6
    return np.where(rng.random(ROWS) < 0.3, -times, times).astype(np.float32), 0.0


def classes(rng, signal, weights):
    return (signal + 0.5 * rng.standard_normal(ROWS) > 0.4).astype(float), -0.5


if __name__ == "__main__":
    cases = [
        # The learning rate of 1.7 does not reach refit leaves; from the second tree on, rows that a leaf met exactly have a gradient by rounding.
        case("absolute error", 1, absolute, "reg:absoluteerror", rounds=1, tree_method="hist", max_bin=512, eta=1.0),
        case("poisson", 2, counts, "count:poisson", max_delta_step=0.7),
        case("gamma", 3, amounts, "reg:gamma"),
        case("tweedie", 4, claims, "reg:tweedie", tweedie_variance_power=1.3),
        case("cox", 5, survival, "survival:cox", weighted=False, min_child_weight=0.5),
        case("scale_pos_weight", 6, classes, "binary:logistic", scale_pos_weight=3.0),
        case("dart tree", 7, squared, "reg:squarederror", booster="dart", rate_drop=1.0, normalize_type="tree"),
        case("dart forest", 8, squared, "reg:squarederror", booster="dart", rate_drop=1.0, normalize_type="forest"),
    ]
    fixture = {"script": "tools/oracles/trees_xgboost_objectives.py", "library": "xgboost " + xgb.__version__, "cases": cases}
    with open(os.path.join(FIXTURES, "xgboost_objectives.json"), "w") as file:
        json.dump(fixture, file)
        file.write("\n")
