"""Unit roots, block lengths, superior models and intervals by the package arch, for tests/Fathom.Validation.Tests.

Run with a Python that has arch (pip install arch):  python3 tools/oracles/validation_arch.py
Writes tests/Fathom.Validation.Tests/Fixtures/arch.json. Takes minutes: the resampled figures come with their own sampling error, from several seeds.
"""
import json
import pathlib
import warnings

import arch
import numpy as np
import statsmodels
from arch.bootstrap import MCS, SPA, CircularBlockBootstrap, IIDBootstrap, StationaryBootstrap, optimal_block_length
from arch.unitroot import ADF, DFGLS, KPSS, PhillipsPerron, VarianceRatio, ZivotAndrews

warnings.simplefilter("ignore")
rng = np.random.RandomState(2018)


def random_series(number):
    n = int(rng.randint(100, 260))
    e = rng.standard_normal(n) if number % 2 else rng.standard_t(5, n)
    y = np.cumsum(e)
    if number % 3 == 1:
        for t in range(1, n):
            y[t] = 0.1 + 0.8 * y[t - 1] + e[t]
    return np.round(y + (0.05 * np.arange(n) if number % 3 == 2 else 0), 5)


def unit_roots(number):
    y = random_series(number)
    lags, periods = int(rng.randint(0, 9)), int(rng.randint(2, 9))
    ratio = VarianceRatio(y, periods, trend="c", debiased=True, robust=True, overlap=True)
    length = optimal_block_length(np.diff(y)).iloc[0]
    case = {
        "series": y.tolist(), "lags": lags, "periods": periods, "variance_ratio": [ratio.vr, ratio.stat, ratio.pvalue],
        "block_length": [length["stationary"], length["circular"]],
    }
    for trend in ("n", "c", "ct"):
        tau, rho = PhillipsPerron(y, lags, trend), PhillipsPerron(y, lags, trend, test_type="rho")
        case[f"pp_{trend}"] = [tau.stat, rho.stat, tau.pvalue, rho.pvalue]
    for trend in ("c", "ct"):
        given, chosen = DFGLS(y, lags, trend), DFGLS(y, None, trend, max_lags=8, method="aic")
        case[f"gls_{trend}"] = [given.stat, given.pvalue, chosen.stat, chosen.lags]
        kpss = KPSS(y, lags, trend)
        case[f"kpss_{trend}"] = [kpss.stat]
    for trend in ("c", "t", "ct"):
        break_test = ZivotAndrews(y, lags, trend)
        case[f"za_{trend}"] = [break_test.stat, break_test.pvalue]
    for method in ("aic", "bic", "t-stat"):
        adf = ADF(y, None, "c", max_lags=10, method=method)
        case[f"adf_{method}"] = [adf.stat, adf.pvalue, adf.lags]
    return {k: v if isinstance(v, int) else [float(x) for x in v] for k, v in case.items()}


def superiority(number):
    n, models, block = int(rng.randint(150, 400)), int(rng.randint(2, 7)), int(rng.randint(3, 12))
    common = rng.standard_normal(n)
    benchmark = np.round((common + 0.5 * rng.standard_normal(n)) ** 2, 5)
    losses = np.round((common[:, None] + 0.5 * rng.standard_normal((n, models))) ** 2 + rng.uniform(-0.2, 0.2, models), 5)
    replications = 10_000
    spa = SPA(benchmark, losses, block_size=block, reps=replications, seed=1)
    spa.compute()
    # arch takes the option to studentize and then compares plain means; Hansen (2005) divides by the deviations, which arch has estimated.
    gains, deviations = spa._loss_diff.mean(0), np.sqrt(spa._loss_diff_var / n)
    scores = spa._simulated_vals / deviations[:, None, None]
    studentized = (np.maximum(0, scores.max(0)) >= max(0, (gains / deviations).max())).mean(0)
    open_models, superior = list(range(models)), []
    while open_models:
        critical = max(0, np.quantile(scores[open_models, :, 1].max(0), 0.95))
        better = [k for k in open_models if gains[k] / deviations[k] > critical]
        if not better:
            break
        superior, open_models = sorted(superior + better), [k for k in open_models if k not in better]
    mcs = MCS(losses, 0.1, reps=2_000, block_size=block, method="R", seed=1)
    mcs.compute()
    return {
        "benchmark": benchmark.tolist(), "losses": losses.T.tolist(), "block": block, "replications": replications,
        "reality_check": float(spa.pvalues["upper"]), "spa": studentized.tolist(),
        "mcs": [float(p) for p in mcs.pvalues.sort_index()["Pvalue"]], "mcs_replications": 2_000, "superior": superior,
    }


def intervals():
    returns = np.round(0.05 + np.where(rng.uniform(size=400) < 0.1, 2.5, 1) * rng.standard_normal(400), 5)
    sharpe = lambda x: x.mean() / x.std()
    result = {"series": returns.tolist(), "replications": 2_000, "cases": []}
    for name, create in (("iid", lambda s: IIDBootstrap(returns, seed=s)), ("circular", lambda s: CircularBlockBootstrap(8, returns, seed=s)),
                         ("stationary", lambda s: StationaryBootstrap(8, returns, seed=s))):
        for method in ("basic", "percentile", "norm", "bc", "bca"):
            runs = np.array([create(seed).conf_int(sharpe, 2_000, method=method, size=0.95).ravel() for seed in range(16)])
            result["cases"].append({
                "bootstrap": name, "method": method, "mean": runs.mean(0).tolist(), "deviation": runs.std(0, ddof=1).tolist(), "runs": len(runs),
            })
    return result


if __name__ == "__main__":
    target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Validation.Tests/Fixtures/arch.json"
    target.write_text(json.dumps({
        "script": "tools/oracles/validation_arch.py",
        "versions": {"arch": arch.__version__, "statsmodels": statsmodels.__version__, "numpy": np.__version__},
        "unit_roots": [unit_roots(k) for k in range(80)], "superiority": [superiority(k) for k in range(12)], "intervals": intervals(),
    }) + "\n")
    print(target, target.stat().st_size)
