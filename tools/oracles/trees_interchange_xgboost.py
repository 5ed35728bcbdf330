#!/usr/bin/python3
"""Models trained by XGBoost for tests/Fathom.Trees.Tests: writes Fixtures/interchange/xgboost_*.json (.ubj) and what XGBoost says about
rows in Fixtures/interchange/xgboost.json: predictions, margins, leaves, contributions (pred_contribs) and interactions (pred_interactions)."""
import json
import os

import numpy as np
import xgboost as xgb

from interchange_rows import CATEGORICAL, draw, labels, plain

FIXTURES = os.path.join(os.path.dirname(__file__), "../../tests/Fathom.Trees.Tests/Fixtures/interchange")
EXPLAINED = 12

CASES = {
    "squared_error": ("numbers", {"objective": "reg:squarederror", "base_score": 0.25}),
    "absolute_error": ("numbers", {"objective": "reg:absoluteerror"}),
    "pseudo_huber": ("numbers", {"objective": "reg:pseudohubererror", "huber_slope": 1.5}),
    "logistic": ("two", {"objective": "binary:logistic", "base_score": 0.3}),
    "softmax": ("classes", {"objective": "multi:softprob", "num_class": 3}),
    "softmax_forest": ("classes", {"objective": "multi:softmax", "num_class": 3, "num_parallel_tree": 2, "subsample": 0.7}),
    "poisson": ("counts", {"objective": "count:poisson"}),
    "gamma": ("positive", {"objective": "reg:gamma"}),
    "tweedie": ("counts", {"objective": "reg:tweedie", "tweedie_variance_power": 1.3}),
    "cox": ("times", {"objective": "survival:cox"}),
    "dart": ("numbers", {"objective": "reg:squarederror", "booster": "dart", "rate_drop": 0.3}),
    "leaf_wise": ("two", {"objective": "binary:logistic", "grow_policy": "lossguide", "max_leaves": 12, "max_depth": 0}),
    "categories": ("numbers", {"objective": "reg:squarederror", "max_cat_to_onehot": 6}),
    "categories_two": ("two", {"objective": "binary:logistic", "max_cat_to_onehot": 3}),
    "pruned": ("numbers", {"objective": "reg:squarederror", "tree_method": "exact", "gamma": 4.0}),
}


def main():
    x, signal = draw()
    cases = []
    for name, (task, options) in CASES.items():
        y = labels(task, signal)
        categorical = name.startswith("categories")
        types = ["c" if categorical and i in CATEGORICAL else "q" for i in range(6)]
        names = [f"column {i}" for i in range(6)] if name in ("logistic", "categories") else None
        data = xgb.DMatrix(x, label=y, feature_types=types if categorical else None, feature_names=names, enable_categorical=True)
        parameters = {"tree_method": "hist", "max_depth": 4, "eta": 0.3, "nthread": 1, "verbosity": 0, "seed": 0, **options}
        arguments = {}
        if name == "logistic":
            arguments = {"evals": [(xgb.DMatrix(x, label=1 - y, feature_names=names), "other")], "early_stopping_rounds": 3, "verbose_eval": False}
        model = xgb.train(parameters, data, 5 if name == "softmax_forest" else 8, **arguments)
        formats = ["json", "ubj"] if name in ("softmax", "dart", "categories") else ["json"]
        for extension in formats:
            model.save_model(os.path.join(FIXTURES, f"xgboost_{name}.{extension}"))
        model = xgb.Booster({"nthread": 1}, model_file=os.path.join(FIXTURES, f"xgboost_{name}.json"))
        few = data.slice(list(range(EXPLAINED)))
        case = {"name": name, "formats": formats, "objective": options["objective"], "categorical": CATEGORICAL if categorical else [],
                "best_iteration": model.attributes().get("best_iteration")}
        case["margins"] = plain(model.predict(data, output_margin=True).reshape(len(x), -1))
        if options["objective"] != "multi:softmax":
            case["predictions"] = plain(model.predict(data).reshape(len(x), -1))
        if names and name == "logistic":
            case["best_margins"] = plain(model.predict(data, output_margin=True, iteration_range=(0, model.best_iteration + 1)).reshape(len(x), -1))
        if options.get("booster") != "dart":
            case["contributions"] = plain(model.predict(few, pred_contribs=True).reshape(EXPLAINED, -1, 7), 7)
            case["interactions"] = plain(model.predict(few, pred_interactions=True).reshape(EXPLAINED, -1, 7, 7), 6)
        cases.append(case)
    # Levels that no row of the training had: how the library treats them is part of the format.
    strange = np.repeat(x[:6], 4, axis=0)
    strange[:, 5] = [33, 39, 41, 64] * 6
    for case in cases:
        if case["name"].startswith("categories"):
            model = xgb.Booster({"nthread": 1}, model_file=os.path.join(FIXTURES, f"xgboost_{case['name']}.json"))
            types = ["c" if i in CATEGORICAL else "q" for i in range(6)]
            names = model.feature_names
            case["strange"] = plain(strange)
            case["strange_margins"] = plain(model.predict(xgb.DMatrix(strange, feature_types=types, feature_names=names, enable_categorical=True), output_margin=True).reshape(len(strange), -1))
    fixture = {"script": "tools/oracles/trees_interchange_xgboost.py", "library": "xgboost " + xgb.__version__, "x": plain(x), "cases": cases}
    with open(os.path.join(FIXTURES, "xgboost.json"), "w") as file:
        json.dump(fixture, file)
        file.write("\n")


if __name__ == "__main__":
    main()
