"""Reference values for tests/Fathom.Validation.Tests from scikit-learn, scipy and statsmodels.

Run with a Python that has them:  python3 tools/oracles/validation_sklearn.py
Writes tests/Fathom.Validation.Tests/Fixtures/sklearn.json.
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.stats
import sklearn
import sklearn.metrics as m
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit
from statsmodels.stats.multitest import multipletests

rng = np.random.RandomState(5)
splits, pairs, adjusted, classified = [], [], [], []


def tests(splitter, *args):
    return [test.tolist() for _, test in splitter.split(*args)]


for _ in range(30):
    n, folds = int(rng.randint(30, 90)), int(rng.randint(2, 6))
    classes = np.concatenate([np.repeat(np.arange(3), 5), rng.choice(3, n - 15, p=[0.6, 0.3, 0.1])])
    rng.shuffle(classes)
    groups = rng.randint(0, 12, n)
    x = np.zeros((n, 1))
    splits.append({
        "folds": folds, "classes": classes.tolist(), "groups": groups.tolist(),
        "kfold": tests(KFold(folds), x),
        "stratified": tests(StratifiedKFold(folds), x, classes),
        "group": tests(GroupKFold(folds), x, classes, groups),
        "time_series": [[a.tolist(), b.tolist()] for a, b in TimeSeriesSplit(folds).split(x)],
        "time_series_test_size": n // (folds + 1),
    })

for _ in range(20):
    n = int(rng.randint(5, 60))
    a, f = np.round(rng.standard_normal(n), 2), np.round(rng.standard_normal(n), 1)
    a[a == 0] = 0.5
    pairs.append({
        "actual": a.tolist(), "forecast": f.tolist(),
        "mae": m.mean_absolute_error(a, f), "mse": m.mean_squared_error(a, f), "medae": m.median_absolute_error(a, f),
        "mape": m.mean_absolute_percentage_error(a, f), "r2": m.r2_score(a, f),
        "pinball_0.3": m.mean_pinball_loss(a, f, alpha=0.3), "spearman": float(scipy.stats.spearmanr(a, f)[0]),
    })
    p = np.round(rng.uniform(size=n) ** 2, 3)
    adjusted.append({"p": p.tolist(), "holm": multipletests(p, method="holm")[1].tolist(), "bh": multipletests(p, method="fdr_bh")[1].tolist()})
    label, score = np.concatenate([[0, 1], rng.randint(0, 2, n)]), np.round(np.concatenate([[0.3, 0.6], rng.uniform(0.05, 0.95, n)]), 2)
    guess = (score >= 0.5).astype(int)
    classified.append({
        "label": label.tolist(), "score": score.tolist(),
        "auc": m.roc_auc_score(label, score), "average_precision": m.average_precision_score(label, score),
        "brier": m.brier_score_loss(label, score), "log_loss": m.log_loss(label, score),
        "accuracy": m.accuracy_score(label, guess), "balanced_accuracy": m.balanced_accuracy_score(label, guess),
        "precision": m.precision_score(label, guess, zero_division=0), "recall": m.recall_score(label, guess),
        "f1": m.f1_score(label, guess), "mcc": m.matthews_corrcoef(label, guess),
    })

target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Validation.Tests/Fixtures/sklearn.json"
target.write_text(json.dumps({
    "script": "tools/oracles/validation_sklearn.py",
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "splits": splits, "pairs": pairs, "adjusted": adjusted, "classified": classified,
}) + "\n")
print(target, target.stat().st_size)
