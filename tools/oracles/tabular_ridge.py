"""Ridge and StandardScaler as scikit-learn computes them. Writes tests/Fathom.Tabular.Tests/Fixtures/ridge.json."""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.preprocessing import StandardScaler

rng = np.random.RandomState(0)
x = rng.standard_normal((40, 5)) * [1, 10, 0.01, 1, 100] + [0, 1000, 0, -5, 3]
x[:, 3] = 0.9 * x[:, 0] + 0.1 * x[:, 3]
y = x @ [1.5, -0.2, 30, 0.7, 0.01] + rng.standard_normal(40)
scaler = StandardScaler().fit(x[:30])
z = scaler.transform(x)
cases = []
for alpha in (0.0, 0.1, 1.0, 25.0):
    model = (LinearRegression() if alpha == 0 else Ridge(alpha=alpha, solver="cholesky")).fit(z[:30], y[:30])
    cases.append({"penalty": alpha, "coefficients": model.coef_.tolist(), "intercept": float(model.intercept_), "predictions": model.predict(z[30:]).tolist()})
out = {"script": "tools/oracles/tabular_ridge.py", "sklearn": sklearn.__version__, "x": x.tolist(), "y": y.tolist(), "trainRows": 30,
       "mean": scaler.mean_.tolist(), "scale": scaler.scale_.tolist(), "cases": cases}
target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Tabular.Tests/Fixtures/ridge.json"
target.write_text(json.dumps(out) + "\n")
