"""Reference values for tests/Fathom.Validation.Tests from statsmodels, scipy and scikit-learn.

Run with a Python that has them:  python3 tools/oracles/validation_statsmodels.py
Writes tests/Fathom.Validation.Tests/Fixtures/statsmodels.json: 200 random series and what the peers say of them.
"""
import json
import pathlib
import warnings

import numpy as np
import scipy
import statsmodels
from statsmodels.stats.diagnostic import acorr_ljungbox, het_arch
from statsmodels.stats.stattools import jarque_bera
from statsmodels.tsa.stattools import acf, adfuller, kpss, pacf, zivot_andrews

warnings.simplefilter("ignore")
rng = np.random.RandomState(20)
cases = []
for number in range(200):
    n = int(rng.randint(40, 160))
    kind = ("walk", "ar", "noise", "garch")[number % 4]
    e = rng.standard_normal(n)
    if kind == "walk":
        y = np.cumsum(e)
    elif kind == "ar":
        y = np.zeros(n)
        for t in range(1, n):
            y[t] = 0.7 * y[t - 1] + e[t]
    elif kind == "garch":
        y, h = np.zeros(n), 1.0
        for t in range(n):
            y[t] = np.sqrt(h) * e[t]
            h = 0.1 + 0.3 * y[t] ** 2 + 0.6 * h
    else:
        y = e
    y = np.round(y, 6)
    case = {"kind": kind, "series": y.tolist()}
    for trend in ("n", "c", "ct", "ctt"):
        for rule in ("aic", "bic", "t-stat"):
            if rule == "t-stat":
                # The rule of the package arch: t statistics with the residual variance's denominator n.
                tried = adfuller(y, regression=trend, autolag=rule, regresults=True)[3].autolag_results
                first = min(tried)
                t = {k - first: fit.tvalues[-1] * np.sqrt(fit.nobs / fit.df_resid) for k, fit in tried.items()}
                chosen = max([0] + [k for k in t if k > 0 and abs(t[k]) >= 1.6448536269514722])
                stat, p, lags, nobs, critical = adfuller(y, regression=trend, maxlag=chosen, autolag=None)
            else:
                stat, p, lags, nobs, critical, _ = adfuller(y, regression=trend, autolag=rule)
            case[f"adf_{trend}_{rule}"] = [stat, p, lags, critical["1%"], critical["5%"], critical["10%"]]
    for trend in ("c", "ct"):
        stat, p, lags, _ = kpss(y, regression=trend, nlags="auto")
        case[f"kpss_{trend}"] = [stat, p, lags]
    if number % 10 < 2:
        for what in ("c", "t", "ct"):
            stat, p, _, lags, at = zivot_andrews(y.copy(), regression=what, maxlag=2, autolag=None)
            case[f"za_{what}"] = [stat, p, lags, int(at)]
    box = acorr_ljungbox(y, lags=[8], model_df=0)
    case["ljung_box"] = [float(box["lb_stat"].iloc[0]), float(box["lb_pvalue"].iloc[0])]
    case["arch_lm"] = list(map(float, het_arch(y, nlags=4)[:2]))
    case["jarque_bera"] = list(map(float, jarque_bera(y)))
    case["acf"] = acf(y, nlags=8, fft=False).tolist()
    case["pacf"] = pacf(y, nlags=8, method="ldb").tolist()
    cases.append(case)

target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Validation.Tests/Fixtures/statsmodels.json"
target.write_text(json.dumps({
    "script": "tools/oracles/validation_statsmodels.py",
    "versions": {"statsmodels": statsmodels.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
}) + "\n")
print(target, target.stat().st_size)
