#!/usr/bin/python3
"""XGBoost's exact splits after 20 trees of depth 6, for tests/Fathom.Trees.Tests: writes Fixtures/xgboost_exact.json.

The rows are those of trees_xgboost.py's generator, with the values below 0.15 of columns 4 and 5 missing in training. Held-out rows are
complete: where a node of the training rows lacks no value, XGBoost leaves the way of a missing one to rounding. Only scores are stored.
"""
import json
import os

import numpy as np
import xgboost as xgb
from sklearn.metrics import log_loss, roc_auc_score

from trees_xgboost import FIXTURES, rows


def holed(x):
    x = x.copy()
    for column in (4, 5):
        x[x[:, column] < np.float32(0.15), column] = np.nan
    return x


if __name__ == "__main__":
    x, _, y = rows(4000, 11)
    tx, _, ty = rows(4000, 12)
    options = {"objective": "binary:logistic", "tree_method": "exact", "max_depth": 6, "eta": 0.3, "lambda": 1, "min_child_weight": 1, "nthread": 1, "base_score": 0.5}
    margin = np.log(y.mean() / (1 - y.mean()))
    train = xgb.DMatrix(holed(x), label=y, base_margin=np.full(len(y), margin))
    test = xgb.DMatrix(tx, base_margin=np.full(len(ty), margin))
    model = xgb.train(options, train, 20)
    p = model.predict(test).astype(float)
    fixture = {
        "script": "tools/oracles/trees_xgboost_exact.py", "library": "xgboost " + xgb.__version__, "options": options, "rounds": 20,
        "auc": float(roc_auc_score(ty, p)), "log_loss": float(log_loss(ty, p)),
        "leaves": sum(tree.count('"leaf"') for tree in model.get_dump(dump_format="json")),
    }
    with open(os.path.join(FIXTURES, "xgboost_exact.json"), "w") as file:
        json.dump(fixture, file)
        file.write("\n")
