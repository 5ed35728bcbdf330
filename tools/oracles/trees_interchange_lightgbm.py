#!/usr/bin/python3
"""Models trained by LightGBM for tests/Fathom.Trees.Tests: writes Fixtures/interchange/lightgbm_*.txt and what LightGBM says about rows in
Fixtures/interchange/lightgbm.json: predictions, raw scores and leaves."""
import json
import os

import numpy as np

from interchange_rows import CATEGORICAL, draw, labels, plain
from lightgbm_native import LEAVES, NORMAL, RAW, VERSION, Booster, dataset, set_group

FIXTURES = os.path.join(os.path.dirname(__file__), "../../tests/Fathom.Trees.Tests/Fixtures/interchange")

CASES = {
    "squared_error": ("numbers", "objective=regression"),
    "absolute_error": ("numbers", "objective=regression_l1"),
    "huber": ("numbers", "objective=huber alpha=0.8"),
    "quantile": ("numbers", "objective=quantile alpha=0.2"),
    "logistic": ("two", "objective=binary"),
    "logistic_steep": ("two", "objective=binary sigmoid=1.7"),
    "cross_entropy": ("two", "objective=cross_entropy"),
    "softmax": ("classes", "objective=multiclass num_class=3"),
    "poisson": ("counts", "objective=poisson"),
    "gamma": ("positive", "objective=gamma"),
    "tweedie": ("counts", "objective=tweedie tweedie_variance_power=1.3"),
    "ranking": ("ranks", "objective=lambdarank"),
    "dart": ("numbers", "objective=regression boosting=dart drop_rate=0.4"),
    "random_forest": ("numbers", "objective=regression boosting=rf bagging_freq=1 bagging_fraction=0.7"),
    "zero_as_missing": ("numbers", "objective=regression zero_as_missing=true"),
    "no_missing": ("numbers", "objective=regression use_missing=false"),
    "categories": ("numbers", "objective=regression min_data_per_group=2 cat_smooth=1"),
    "categories_two": ("two", "objective=binary min_data_per_group=2 cat_smooth=1 max_cat_to_onehot=2"),
    "linear": ("numbers", "objective=regression linear_tree=true"),
}


def main():
    x, signal = draw()
    cases = []
    for name, (task, options) in CASES.items():
        y = np.clip(np.round(signal + 2), 0, 4) if task == "ranks" else labels(task, signal)
        categorical = CATEGORICAL if name.startswith("categories") else []
        common = f"{options} num_leaves=11 min_data_in_leaf=4 learning_rate=0.3 num_threads=1 verbose=-1 seed=1 deterministic=true"
        if categorical:
            common += " categorical_feature=" + ",".join(map(str, categorical))
        data = dataset(x, y, common)
        if task == "ranks":
            set_group(data, [15] * 10)
        model = Booster.train(data, common, 7)
        with open(os.path.join(FIXTURES, f"lightgbm_{name}.txt"), "w") as file:
            file.write(model.text())
        strange = np.repeat(x[:6], 4, axis=0)
        strange[:, 5] = [33, 39, 41, 64] * 6
        cases.append({"name": name, "options": options, "categorical": categorical,
                      "scores": plain(model.predict(x, RAW), 12), "predictions": plain(model.predict(x, NORMAL), 12),
                      "leaves": model.predict(x, LEAVES).astype(int).tolist()[:20],
                      "strange": plain(strange) if categorical else None,
                      "strange_scores": plain(model.predict(strange, RAW), 12) if categorical else None})
    fixture = {"script": "tools/oracles/trees_interchange_lightgbm.py", "library": VERSION, "x": plain(x), "cases": cases}
    with open(os.path.join(FIXTURES, "lightgbm.json"), "w") as file:
        json.dump(fixture, file)
        file.write("\n")


if __name__ == "__main__":
    main()
