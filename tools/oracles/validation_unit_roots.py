"""Phillips–Perron, DF-GLS and variance ratio on random series, from their published formulas over statsmodels' regressions, for tests/Fathom.Validation.Tests.

Run with a Python that has statsmodels:  python3 tools/oracles/validation_unit_roots.py
Writes tests/Fathom.Validation.Tests/Fixtures/unit_roots.json.
"""
import json
import pathlib

import numpy as np
import scipy.stats
import statsmodels
import statsmodels.api as sm
from statsmodels.tsa.adfvalues import mackinnonp
from statsmodels.tsa.stattools import adfuller

rng = np.random.RandomState(41)


def trend_terms(n, trend):
    return np.column_stack([np.arange(1, n + 1.0) ** j for j in range({"n": 0, "c": 1, "ct": 2}[trend])] or [np.empty((n, 0))])


def phillips_perron(y, trend, lags):
    """Hamilton (1994), equations 17.6.8 and 17.6.12, with Newey and West's variance."""
    fit = sm.OLS(y[1:], np.column_stack([y[:-1], trend_terms(len(y) - 1, trend)])).fit()
    u, n = fit.resid, len(y) - 1
    gamma = [u[k:] @ u[:n - k] / n for k in range(lags + 1)]
    long_run = gamma[0] + 2 * sum((1 - k / (lags + 1)) * gamma[k] for k in range(1, lags + 1))
    rho, error, s2 = fit.params[0], fit.bse[0], fit.ssr / fit.df_resid
    tau = np.sqrt(gamma[0] / long_run) * (rho - 1) / error - 0.5 * (long_run - gamma[0]) / np.sqrt(long_run) * n * error / np.sqrt(s2)
    return float(tau), float(n * (rho - 1) - 0.5 * n ** 2 * error ** 2 / s2 * (long_run - gamma[0]))


def dickey_fuller_gls(y, trend, lags):
    """Elliott, Rothenberg and Stock (1996), section 3."""
    n = len(y)
    alpha = 1 + (-7 if trend == "c" else -13.5) / n
    z = trend_terms(n, trend)
    quasi = lambda x: np.concatenate([x[:1], x[1:] - alpha * x[:-1]])
    beta = np.linalg.lstsq(quasi(z), quasi(y), rcond=None)[0]
    return adfuller(y - z @ beta, maxlag=lags, regression="n", autolag=None)[0]


def variance_ratio(y, q):
    """Campbell, Lo and MacKinlay (1997), equations 2.4.37 to 2.4.44."""
    n = len(y) - 1
    drift = (y[-1] - y[0]) / n
    short = (np.diff(y) - drift) ** 2
    longer = np.sum((y[q:] - y[:-q] - q * drift) ** 2) / (q * (n - q + 1) * (1 - q / n))
    ratio = longer / (short.sum() / (n - 1))
    theta = sum((2 * (1 - k / q)) ** 2 * n * (short[k:] @ short[:n - k]) / short.sum() ** 2 for k in range(1, q))
    statistic = np.sqrt(n) * (ratio - 1) / np.sqrt(theta)
    return float(ratio), float(statistic), float(2 * scipy.stats.norm.sf(abs(statistic)))


cases = []
for number in range(60):
    n = int(rng.randint(40, 200))
    e = rng.standard_normal(n)
    y = np.cumsum(e)
    if number % 3 == 1:
        for t in range(1, n):
            y[t] = 0.1 + 0.8 * y[t - 1] + e[t]
    y = np.round(y + (0.05 * np.arange(n) if number % 3 == 2 else 0), 5)
    lags, q = int(rng.randint(0, 9)), int(rng.randint(2, 9))
    case = {"series": y.tolist(), "lags": lags, "periods": q, "variance_ratio": variance_ratio(y, q)}
    for trend in ("n", "c", "ct"):
        tau, rho = phillips_perron(y, trend, lags)
        case[f"pp_{trend}"] = [tau, rho, float(mackinnonp(tau, regression=trend, N=1))]
    for trend in ("c", "ct"):
        case[f"gls_{trend}"] = dickey_fuller_gls(y, trend, lags)
    cases.append(case)

target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Validation.Tests/Fixtures/unit_roots.json"
target.write_text(json.dumps({
    "script": "tools/oracles/validation_unit_roots.py",
    "versions": {"statsmodels": statsmodels.__version__, "numpy": np.__version__, "scipy": scipy.__version__}, "cases": cases,
}) + "\n")
print(target, target.stat().st_size)
