"""The scikit-learn side of the forest benchmark: reads the data that the C# side wrote, then one workload a line; answers CPU seconds, seconds by the clock and a test score."""
import sys
import time
import warnings

import numpy as np
from sklearn import ensemble, tree
from sklearn.metrics import roc_auc_score

warnings.filterwarnings("ignore")
path, rows, columns, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
numbers = np.fromfile(path, dtype=np.float32).reshape(2 * rows, columns + 2)
x, classes, targets = np.ascontiguousarray(numbers[:, :columns]), numbers[:, columns].astype(int), numbers[:, columns + 1].astype(float)
jobs = {"n_jobs": threads, "random_state": 0}
forest = ensemble.RandomForestClassifier(100, **jobs)


def timed(action):
    cpu, clock = time.process_time(), time.perf_counter()
    result = action()
    return time.process_time() - cpu, time.perf_counter() - clock, result


def fit(model, labels):
    cpu, clock, _ = timed(lambda: model.fit(x[:rows], labels[:rows]))
    if labels is classes:
        score = roc_auc_score(classes[rows:], model.predict_proba(x[rows:])[:, 1])
    else:
        score = model.score(x[rows:], labels[rows:])
    return cpu, clock, score


def predict():
    cpu, clock, probability = timed(lambda: forest.predict_proba(x[rows:]))
    return cpu, clock, roc_auc_score(classes[rows:], probability[:, 1])


def isolate():
    model = ensemble.IsolationForest(n_estimators=100, **jobs)
    cpu, clock, scores = timed(lambda: model.fit(x[:rows]).score_samples(x[:rows]))
    return cpu, clock, -float(np.mean(scores))


workloads = {
    "decision tree, classes": lambda: fit(tree.DecisionTreeClassifier(random_state=0), classes),
    "decision tree, numbers": lambda: fit(tree.DecisionTreeRegressor(random_state=0), targets),
    "random forest, classes": lambda: fit(forest, classes),
    "random forest, predict": predict,
    "random forest, numbers": lambda: fit(ensemble.RandomForestRegressor(30, max_features=0.34, **jobs), targets),
    "extra trees, classes": lambda: fit(ensemble.ExtraTreesClassifier(100, **jobs), classes),
    "AdaBoost, 50 stumps": lambda: fit(ensemble.AdaBoostClassifier(n_estimators=50, algorithm="SAMME", random_state=0), classes),
    "isolation forest": isolate,
}
print("ready", flush=True)
for line in sys.stdin:
    print(*workloads[line.strip()](), flush=True)
