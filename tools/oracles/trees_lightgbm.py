#!/usr/bin/python3
"""Predictions of LightGBM's objectives for tests/Fathom.Trees.Tests. Writes Fixtures/lightgbm.json beside the tests.

Talks to the native library of the NuGet package LightGBM 4.7.0: give the path of lib_lightgbm.so as the argument. Values have few distinct values and every
one has a bin, so that every engine that tries all cuts grows the same trees.
There is no L2, for with it LightGBM does not ask about a column again below a node where no question about it gains; and no leaf is of a few rows where second
derivatives differ, for it estimates numbers of rows bin by bin.
"""
import ctypes
import json
import os
import sys

import numpy as np

FIXTURES = os.path.join(os.path.dirname(__file__), "../../tests/Fathom.Trees.Tests/Fixtures")
ROWS = 400
FLOAT32, FLOAT64, INT32 = 0, 1, 2
library = ctypes.CDLL(sys.argv[1])
library.LGBM_GetLastError.restype = ctypes.c_char_p


def call(name, *arguments):
    if getattr(library, name)(*arguments) != 0:
        raise RuntimeError(library.LGBM_GetLastError().decode())


def pointer(array, kind=ctypes.c_void_p):
    return array.ctypes.data_as(kind)


def train(x, y, weights, groups, rounds, options):
    text = " ".join(f"{key}={value}" for key, value in {
        "min_data_in_bin": 1, "max_bin": 255, "feature_pre_filter": "false", "verbosity": -1, "num_threads": 1, "deterministic": "true", **options}.items()).encode()
    values = np.ascontiguousarray(x, np.float64)
    data, booster = ctypes.c_void_p(), ctypes.c_void_p()
    call("LGBM_DatasetCreateFromMat", pointer(values), FLOAT64, ROWS, x.shape[1], 1, text, None, ctypes.byref(data))
    fields = [(b"label", y.astype(np.float32), FLOAT32)]
    if weights is not None:
        fields.append((b"weight", weights.astype(np.float32), FLOAT32))
    if groups is not None:
        fields.append((b"group", np.array(groups, np.int32), INT32))
    for name, array, kind in fields:
        call("LGBM_DatasetSetField", data, name, pointer(array), len(array), kind)
    call("LGBM_BoosterCreate", data, text, ctypes.byref(booster))
    finished = ctypes.c_int()
    for _ in range(rounds):
        call("LGBM_BoosterUpdateOneIter", booster, ctypes.byref(finished))
    length, result = ctypes.c_int64(), np.zeros(ROWS)
    call("LGBM_BoosterPredictForMat", booster, pointer(values), FLOAT64, ROWS, x.shape[1], 1, 0, 0, -1, b"", ctypes.byref(length), pointer(result))
    return result


def case(name, seed, make, objective, rounds=20, weighted=True, groups=None, depth_wise=True, missing=0, **extra):
    rng = np.random.default_rng(seed)
    x = np.round(rng.standard_normal((ROWS, 4)), 1)
    signal = 0.5 * x[:, 0] * x[:, 1] + 0.5 * np.sin(2 * x[:, 2])
    weights = np.round(rng.uniform(0.11, 0.99, ROWS), 3) if weighted else None
    y = make(rng, signal)
    options = {"learning_rate": 0.2, "max_depth": 4, "num_leaves": 16, "lambda_l2": 0.0, "min_data_in_leaf": 0, "min_sum_hessian_in_leaf": 6.0} if depth_wise else {}
    options = {**options, **extra}
    if missing > 0:
        x[rng.random(x.shape) < missing] = np.nan
    predictions = train(x, y, weights, groups, rounds, {"objective": objective, **options})
    return {
        "name": name, "options": options, "rounds": rounds, "groups": groups,
        "x": [[None if np.isnan(v) else float(v) for v in row] for row in x], "y": [float(np.float32(v)) for v in y],
        "weights": None if weights is None else [float(w) for w in weights], "predictions": np.round(predictions, 7).tolist(),
    }


def numbers(rng, signal):
    return np.round(signal + 0.5 * rng.standard_normal(ROWS), 3)


def amounts(rng, signal):
    return np.round(rng.gamma(2, np.exp(signal) / 2), 3) + 0.001


def claims(rng, signal):
    return np.round([rng.gamma(2, 0.5, k).sum() for k in rng.poisson(np.exp(signal))], 3)


def counts(rng, signal):
    return rng.poisson(np.exp(1 + signal)).astype(float)


def relevances(rng, signal):
    return np.digitize(signal + 0.3 * rng.standard_normal(ROWS), [-0.3, 0.3, 0.8]).astype(float)


def classes(rng, signal):
    return (signal + 0.5 * rng.standard_normal(ROWS) > 0.4).astype(float)


if __name__ == "__main__":
    cases = [
        # Weighted quantiles of LightGBM are the value before the one at which the level is reached: rows that share a leaf of one tree are compared.
        case("absolute error", 1, numbers, "regression_l1", rounds=1),
        case("quantile", 2, numbers, "quantile", rounds=1, alpha=0.2),
        case("poisson", 4, counts, "poisson", min_sum_hessian_in_leaf=40),
        case("gamma", 5, amounts, "gamma"),
        case("tweedie", 6, claims, "tweedie", tweedie_variance_power=1.3),
        case("lambdarank", 7, relevances, "lambdarank", weighted=False, groups=[8] * 25 + [20] * 10, rounds=10, lambdarank_truncation_level=5, min_sum_hessian_in_leaf=2),
        case("defaults, squared error", 8, numbers, "regression", rounds=30, weighted=False, depth_wise=False),
        case("logistic, leaf-wise", 9, classes, "binary", rounds=30, weighted=False, depth_wise=False, min_data_in_leaf=0, min_sum_hessian_in_leaf=3),
        case("linear leaves", 10, numbers, "regression", rounds=20, weighted=False, depth_wise=False, linear_tree="true", linear_lambda=0.5),
        case("linear leaves, missing values", 11, numbers, "regression", rounds=20, weighted=False, depth_wise=False, missing=0.05, linear_tree="true", linear_lambda=0.5),
        case("linear leaves, logistic", 9, classes, "binary", rounds=10, weighted=False, depth_wise=False, min_data_in_leaf=0, min_sum_hessian_in_leaf=3,
             linear_tree="true", linear_lambda=0.01),
    ]
    fixture = {"script": "tools/oracles/trees_lightgbm.py", "library": "LightGBM 4.7.0", "cases": cases}
    with open(os.path.join(FIXTURES, "lightgbm.json"), "w") as file:
        json.dump(fixture, file)
        file.write("\n")
