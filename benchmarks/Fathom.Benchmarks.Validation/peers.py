"""The Python side of the benchmark: says ready, reads a workload's name per line, runs it once, prints seconds. Needs NumPy and statsmodels."""
import sys
import time
import warnings

import numpy as np
from statsmodels.tsa.stattools import adfuller

warnings.simplefilter("ignore")
rng = np.random.default_rng(1)
returns = 0.0004 + 0.01 * rng.standard_normal(5000)
walk = np.cumsum(rng.standard_normal(5000))
places = np.arange(len(returns))


def sharpe():
    """10,000 stationary replications (mean block 10) of the Sharpe ratio, indices and statistic vectorised."""
    n = len(returns)
    ratios = np.empty(10_000)
    for r in range(len(ratios)):
        fresh = rng.random(n) < 0.1
        fresh[0] = True
        since = np.maximum.accumulate(np.where(fresh, places, 0))
        sample = returns[(rng.integers(0, n, n)[since] + places - since) % n]
        ratios[r] = sample.mean() / sample.std()
    return ratios


def adf():
    return adfuller(walk, autolag="AIC")


print("ready", flush=True)
for line in sys.stdin:
    work = {"sharpe": sharpe, "adf": adf}[line.strip()]
    start = time.perf_counter()
    work()
    print(time.perf_counter() - start, flush=True)
