"""Reference values for tests/Fathom.Validation.Tests from statsmodels, scikit-learn, scipy and, where no peer has them, formulas written out.

Run with a Python that has them:  python3 tools/oracles/validation_models.py
Writes tests/Fathom.Validation.Tests/Fixtures/models.json.
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.stats
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score
from statsmodels.tsa.ar_model import AutoReg
from statsmodels.tsa.seasonal import STL

rng = np.random.RandomState(31)
autoregressions, decompositions, comparisons, areas, calibrations = [], [], [], [], []

for _ in range(40):
    n, order = int(rng.randint(30, 120)), int(rng.randint(1, 5))
    e = rng.standard_normal(n)
    y = np.zeros(n)
    for t in range(1, n):
        y[t] = 0.5 + 0.6 * y[t - 1] + e[t]
    y = np.round(y, 5)
    fit = AutoReg(y, lags=order, trend="c").fit()
    autoregressions.append({
        "series": y.tolist(), "order": order, "params": fit.params.tolist(), "sigma2": float(fit.sigma2),
        "bse": sm.OLS(y[order:], sm.add_constant(np.column_stack([y[order - k:-k] for k in range(1, order + 1)]))).fit().bse.tolist(),
    })

for number in range(40):
    period = (4, 5, 7, 12)[number % 4]
    # With three or four seasons the seasonal smoother interpolates: residuals are rounding errors, and weights made of them mean nothing.
    n = period * int(rng.randint(5, 10)) + int(rng.randint(0, period))
    t = np.arange(n)
    y = 0.05 * t + 2 * np.sin(2 * np.pi * t / period + number) + 0.4 * rng.standard_normal(n)
    y[rng.randint(0, n, 3)] += 5 * rng.standard_normal(3)
    y = np.round(y, 5)
    seasonal = (7, 13, 35)[number % 3]
    degree, robust = int(number % 5 != 0), bool(number % 2)
    trend = None if number % 7 else period * 2 + 1 + period * 2 % 2
    fit = STL(y, period=period, seasonal=seasonal, trend=trend, seasonal_deg=degree, trend_deg=int(number % 11 != 0), robust=robust).fit()
    decompositions.append({
        "series": y.tolist(), "period": period, "seasonal_window": seasonal, "trend_window": trend, "seasonal_degree": degree,
        "trend_degree": int(number % 11 != 0), "robust": robust,
        "trend": fit.trend.tolist(), "seasonal": fit.seasonal.tolist(), "weights": np.asarray(fit.weights).tolist(),
    })


def wald(z, horizon):
    n = len(z)
    omega = z.T @ z / n
    for k in range(1, horizon):
        gamma = z[k:].T @ z[:-k] / n
        omega = omega + (1 - k / horizon) * (gamma + gamma.T)
    mean = z.mean(axis=0)
    return n * mean @ np.linalg.solve(omega, mean)


for _ in range(40):
    n, horizon = int(rng.randint(20, 120)), int(rng.randint(1, 4))
    a, b = np.round(rng.standard_normal(n) ** 2, 4), np.round(rng.standard_normal(n) ** 2 + 0.2, 4)
    d = a - b
    z = np.column_stack([d[horizon:], d[:-horizon] * d[horizon:]])
    conditional, unconditional = wald(z, horizon), wald(d[:, None], horizon)
    if horizon == 1:
        # The paper's n R² of the regression of one on the products, uncentred.
        assert abs(conditional - len(z) * sm.OLS(np.ones(len(z)), z).fit().rsquared) < 1e-8
    comparisons.append({
        "first": a.tolist(), "second": b.tolist(), "horizon": horizon,
        "conditional": [conditional, float(scipy.stats.chi2.sf(conditional, 2))],
        "unconditional": [unconditional, float(scipy.stats.chi2.sf(unconditional, 1))],
    })

for _ in range(40):
    label = np.concatenate([[0, 0, 1, 1], rng.randint(0, 2, rng.randint(10, 60))])
    score = np.round(rng.standard_normal(len(label)) + 0.8 * label, 1)
    x, y = score[label == 1], score[label == 0]
    # DeLong, DeLong and Clarke-Pearson (1988), equations 3 to 6, pair by pair.
    psi = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    auc = psi.mean()
    assert abs(auc - roc_auc_score(label, score)) < 1e-12
    variance = psi.mean(axis=1).var(ddof=1) / len(x) + psi.mean(axis=0).var(ddof=1) / len(y)
    areas.append({"label": label.tolist(), "score": score.tolist(), "auc": auc, "error": float(np.sqrt(variance))})

for _ in range(20):
    # Sizes whose quantiles fall between cases: on a case, scikit-learn's rounding decides its bin.
    n, bins = 1, 2
    while any((n - 1) * i % bins == 0 for i in range(1, bins)):
        n, bins = int(rng.randint(30, 200)), int(rng.randint(2, 12))
    p = rng.uniform(size=n) ** 1.5
    label = (rng.uniform(size=n) < p).astype(int)
    case = {"label": label.tolist(), "probability": p.tolist(), "bins": bins}
    for strategy in ("uniform", "quantile"):
        share, mean = calibration_curve(label, p, n_bins=bins, strategy=strategy)
        case[strategy] = [mean.tolist(), share.tolist()]
    calibrations.append(case)

target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Validation.Tests/Fixtures/models.json"
target.write_text(json.dumps({
    "script": "tools/oracles/validation_models.py",
    "versions": {"statsmodels": statsmodels.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "autoregressions": autoregressions, "decompositions": decompositions, "comparisons": comparisons, "areas": areas, "calibrations": calibrations,
}) + "\n")
print(target, target.stat().st_size)
