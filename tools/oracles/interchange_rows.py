"""The rows that trees_interchange_*.py train on and predict: numbers, zeros, missing values, and codes of two categories."""
import numpy as np

ROWS = 150
CATEGORICAL = [4, 5]
LEVELS = {4: 5, 5: 40}


def draw(seed=11, rows=ROWS):
    rng = np.random.default_rng(seed)
    x = np.round(rng.standard_normal((rows, 6)), 2).astype(np.float32)
    x[:, 2] = np.where(rng.random(rows) < 0.4, 0, x[:, 2])
    x[:, 3] = rng.integers(-3, 4, rows)
    x[:, 4] = rng.integers(0, LEVELS[4], rows)
    x[:, 5] = np.minimum(rng.geometric(0.08, rows) - 1, LEVELS[5] - 1)
    effect = rng.standard_normal(LEVELS[5])
    signal = (x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) + 0.4 * x[:, 3] + (x[:, 4] == 2) - (x[:, 4] == 4)
              + effect[x[:, 5].astype(int)] + 0.3 * rng.standard_normal(rows))
    x[rng.random((rows, 6)) < 0.1] = np.nan
    return x, signal


def labels(task, signal):
    if task == "classes":
        return np.digitize(signal, np.quantile(signal, [0.33, 0.67])).astype(float)
    if task == "two":
        return (signal > np.median(signal)).astype(float)
    if task == "counts":
        return np.floor(np.exp(np.clip(signal, -2, 2))).astype(float)
    if task == "positive":
        return np.round(np.exp(np.clip(signal, -2, 2)), 3)
    if task == "times":
        return np.round(np.exp(np.clip(signal, -2, 2)), 3) * np.where(np.arange(len(signal)) % 5 == 0, -1, 1)
    return np.round(signal, 3)


def plain(matrix, digits=9):
    """Nested lists with null for missing values."""
    if isinstance(matrix, np.ndarray):
        return [plain(item, digits) for item in matrix]
    value = float(matrix)
    return None if np.isnan(value) else float(f"{value:.{digits}g}")
