"""Coverage of 95 % bootstrap intervals for the mean of an AR(1), simulated with NumPy alone, for tests/Fathom.Validation.Tests.

Run with a Python that has NumPy:  python3 tools/oracles/validation_coverage.py
Writes tests/Fathom.Validation.Tests/Fixtures/coverage.json. Percentile intervals of 300 replications of 200 observations; 4,000 series each.
"""
import json
import pathlib

import numpy as np

N, REPLICATIONS, WORLDS = 200, 300, 4000
rng = np.random.RandomState(77)


def series(rho):
    e = rng.standard_normal(N + 200)
    for t in range(1, N + 200):
        e[t] += rho * e[t - 1]
    return e[200:]


def stationary(y, length):
    fresh = rng.uniform(size=(N, REPLICATIONS)) < 1 / length
    fresh[0] = True
    start = rng.randint(0, N, (N, REPLICATIONS))
    t = np.arange(N)[:, None]
    since = np.maximum.accumulate(np.where(fresh, t, 0), axis=0)
    return y[(np.take_along_axis(start, since, 0) + t - since) % N].mean(axis=0)


def circular(y, length):
    sums = np.concatenate([[0], np.cumsum(np.concatenate([y, y]))])
    starts = rng.randint(0, N, (N // length, REPLICATIONS))
    return (sums[starts + length] - sums[starts]).sum(axis=0) / N


def residual(y, _):
    x = np.column_stack([np.ones(N - 1), y[:-1]])
    c, phi = np.linalg.lstsq(x, y[1:], rcond=None)[0]
    e = y[1:] - c - phi * y[:-1]
    drawn = (e - e.mean())[rng.randint(0, N - 1, (N - 1, REPLICATIONS))]
    state, total = np.full(REPLICATIONS, y[0]), np.full(REPLICATIONS, y[0])
    for innovation in drawn:
        state = c + phi * state + innovation
        total += state
    return total / N


cases = []
for rho, length in ((0.0, 2), (0.5, 10), (0.9, 20)):
    for method in (stationary, circular, residual):
        covered = 0
        for _ in range(WORLDS):
            low, high = np.percentile(method(series(rho), length), [2.5, 97.5])
            covered += low <= 0 <= high
        cases.append({"rho": rho, "length": length, "method": method.__name__, "coverage": covered / WORLDS})
        print(cases[-1])

target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Validation.Tests/Fixtures/coverage.json"
target.write_text(json.dumps({
    "script": "tools/oracles/validation_coverage.py", "versions": {"numpy": np.__version__},
    "observations": N, "replications": REPLICATIONS, "worlds": WORLDS, "cases": cases,
}) + "\n")
