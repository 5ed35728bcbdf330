#!/usr/bin/python3
"""Asks XGBoost and LightGBM what they predict with the models that Fathom wrote in their formats (Fixtures/interchange/fathom_*), and writes
Fixtures/interchange/reads.json. The files come from the tests: see WritingTests.cs."""
import glob
import json
import os

import numpy as np
import xgboost as xgb

from interchange_rows import plain
from lightgbm_native import NORMAL, RAW, VERSION, Booster

FIXTURES = os.path.join(os.path.dirname(__file__), "../../tests/Fathom.Trees.Tests/Fixtures/interchange")


def main():
    with open(os.path.join(FIXTURES, "xgboost.json")) as file:
        rows = json.load(file)["x"]
    x = np.array([[np.nan if value is None else value for value in row] for row in rows], np.float32)
    cases = {}
    for path in sorted(glob.glob(os.path.join(FIXTURES, "fathom_*.lightgbm.txt"))):
        name = os.path.basename(path)[len("fathom_"):-len(".lightgbm.txt")]
        case = {}
        xgboost = path[:-len("lightgbm.txt")] + "xgboost."
        if os.path.exists(xgboost + "json"):
            for extension in ("json", "ubj"):
                model = xgb.Booster({"nthread": 1}, model_file=xgboost + extension)
                data = xgb.DMatrix(x, feature_names=model.feature_names, feature_types=model.feature_types, enable_categorical=True)
                case["xgboost_" + extension] = plain(model.predict(data, output_margin=True).reshape(len(x), -1))
            case["xgboost_predictions"] = plain(model.predict(data).reshape(len(x), -1))
        with open(path) as file:
            booster = Booster.parse(file.read())
        case["lightgbm"] = plain(booster.predict(x, RAW), 15)
        case["lightgbm_predictions"] = plain(booster.predict(x, NORMAL), 15)
        cases[name] = case
    fixture = {"script": "tools/oracles/trees_interchange_reads.py", "libraries": ["xgboost " + xgb.__version__, VERSION], "cases": cases}
    with open(os.path.join(FIXTURES, "reads.json"), "w") as file:
        json.dump(fixture, file)
        file.write("\n")


if __name__ == "__main__":
    main()
