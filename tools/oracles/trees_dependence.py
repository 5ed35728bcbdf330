#!/usr/bin/python3
"""scikit-learn's partial dependence of a known function, for tests/Fathom.Trees.Tests: writes Fixtures/dependence.json."""
import json
import os

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence

FIXTURES = os.path.join(os.path.dirname(__file__), "../../tests/Fathom.Trees.Tests/Fixtures")


class Known(BaseEstimator, RegressorMixin):
    def fit(self, x, y):
        self.fitted_ = True
        return self

    def predict(self, x):
        return x[:, 0] * x[:, 1] + np.sin(x[:, 2])


def main():
    rng = np.random.default_rng(3)
    x = np.round(rng.standard_normal((60, 3)), 3)
    x[:, 2] = np.round(x[:, 2] * 2)
    model = Known().fit(x, x[:, 0])
    curves = []
    for column in range(3):
        result = partial_dependence(model, x, [column], kind="both", grid_resolution=11, method="brute")
        curves.append({"column": column, "values": result["values"][0].tolist(), "average": result["average"][0].tolist(), "individual": result["individual"][0].tolist()})
    result = partial_dependence(model, x, [0, 2], kind="average", grid_resolution=7, method="brute")
    surface = {"columns": [0, 2], "first": result["values"][0].tolist(), "second": result["values"][1].tolist(), "average": result["average"][0].tolist()}
    with open(os.path.join(FIXTURES, "dependence.json"), "w") as file:
        json.dump({"script": "tools/oracles/trees_dependence.py", "library": "scikit-learn " + sklearn.__version__, "x": x.tolist(), "curves": curves, "surface": surface}, file)
        file.write("\n")


if __name__ == "__main__":
    main()
