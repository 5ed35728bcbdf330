#!/usr/bin/python3
"""Reference trees, prunings, forests and boosting of scikit-learn for tests/Fathom.Trees.Tests. Writes Fixtures/sklearn_trees.json and sklearn_data.json beside the tests.

scikit-learn visits the columns of a node in random order and keeps the first of equally good cuts. To make its trees comparable, each node is split by
scikit-learn's own stumps on one column at a time, and the lowest column among the best wins ("ties to the lower column"). Every such tree is then checked
against the tree that scikit-learn grows by itself: from the root down they must be the same until two columns tie (see agree).

The data: iris, wine, breast cancer, digits and diabetes come with scikit-learn (UCI repository, CC BY 4.0; diabetes: Efron et al. 2004), as does linnerud
(A. C. Linnerud, in public use since SAS/STAT); two sets are synthetic. Digits are thinned to every third row.
"""
import heapq
import json
import os
import warnings

import numpy as np
import sklearn
from sklearn import datasets, ensemble
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, export_text
from sklearn.tree._tree import Tree, ccp_pruning_path

FIXTURES = os.path.join(os.path.dirname(__file__), "../../tests/Fathom.Trees.Tests/Fixtures")
TIE = 1e-12
SEEDS = 20
warnings.filterwarnings("ignore")


def load():
    rng = np.random.default_rng(0)
    sets = {}
    for name in ("iris", "wine", "breast_cancer", "digits"):
        data = getattr(datasets, "load_" + name)()
        step = 3 if name == "digits" else 1
        sets[name] = (data.data[::step], data.target[::step], True)
    diabetes = datasets.load_diabetes()
    sets["diabetes"] = (diabetes.data, diabetes.target, False)
    linnerud = datasets.load_linnerud()
    sets["linnerud"] = (linnerud.data, linnerud.target[:, 0], False)
    x = np.round(rng.standard_normal((300, 5)), 3)
    signal = x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2])
    sets["classes"] = (x, np.digitize(signal + 0.4 * rng.standard_normal(300), [-0.5, 0.5]), True)
    x = np.round(rng.uniform(-2, 2, (300, 5)), 3)
    sets["counts"] = (x, rng.poisson(np.exp(0.8 * x[:, 0] + 0.5 * np.abs(x[:, 1]))).astype(float), False)
    return {name: (x.astype(np.float32), y, classes) for name, (x, y, classes) in sets.items()}


class Canonical:
    """A tree whose every cut is a scikit-learn stump's; ties go to the lower column."""

    def __init__(self, x, y, weights, classes, max_depth=None, min_samples_split=2, min_samples_leaf=1, min_weight_fraction_leaf=0.0,
                 max_leaf_nodes=None, min_impurity_decrease=0.0, **stump):
        self.x, self.y, self.w = x, np.ascontiguousarray(y, dtype=np.float64), weights
        self.kind = DecisionTreeClassifier if classes else DecisionTreeRegressor
        self.classes = int(y.max()) + 1 if classes else 1
        self.stump, self.leaf, self.total = stump, min_samples_leaf, weights.sum()
        self.min_weight = min_weight_fraction_leaf * self.total
        self.rules = (max_depth or 10**9, min_samples_split, min_impurity_decrease)
        self.nodes, self.rows, self.depths = [], [], []
        if max_leaf_nodes is None:
            self.depth_first()
        else:
            self.best_first(max_leaf_nodes)

    def depth_first(self):
        stack = [(np.arange(len(self.y)), 0, -1, None)]
        while stack:
            rows, depth, parent, side = stack.pop()
            node, cut = self.add(rows, depth, parent, side)
            if cut is not None:
                left = self.ask(node, cut)
                stack.append((rows[~left], depth + 1, node, "right"))
                stack.append((rows[left], depth + 1, node, "left"))

    def best_first(self, leaves):
        frontier = []

        def consider(rows, depth, parent, side):
            node, cut = self.add(rows, depth, parent, side)
            if cut is not None:
                heapq.heappush(frontier, (-cut[2], node, rows, depth, cut))

        consider(np.arange(len(self.y)), 0, -1, None)
        for _ in range(leaves - 1):
            if not frontier:
                break
            _, node, rows, depth, cut = heapq.heappop(frontier)
            left = self.ask(node, cut)
            consider(rows[left], depth + 1, node, "left")
            consider(rows[~left], depth + 1, node, "right")

    def add(self, rows, depth, parent, side):
        model = self.fit(rows, self.x[:, :1], max_depth=1)
        node = len(self.nodes)
        value = np.zeros(self.classes)
        if self.classes > 1:
            value[model.classes_.astype(int)] = model.tree_.value[0, 0]
        else:
            value[:] = model.tree_.value[0, 0]
        self.nodes.append({"feature": -1, "threshold": -2.0, "left": -1, "right": -1, "impurity": model.tree_.impurity[0], "samples": len(rows),
                           "weight": float(self.w[rows].sum()), "value": value})
        self.rows.append(rows)
        self.depths.append(depth)
        if parent >= 0:
            self.nodes[parent][side] = node
        return node, self.cut(node, rows, depth)

    def fit(self, rows, columns, **options):
        model = self.kind(random_state=0, min_samples_leaf=self.leaf, **options, **self.stump)
        return model.fit(columns[rows], self.y[rows].astype(int) if self.classes > 1 else self.y[rows], self.w[rows], check_input=True)

    def cut(self, node, rows, depth):
        at = self.nodes[node]
        if depth >= self.rules[0] or len(rows) < self.rules[1] or len(rows) < 2 * self.leaf or at["weight"] < 2 * self.min_weight or np.ptp(self.y[rows]) == 0:
            return None
        best = None
        for column in range(self.x.shape[1]):
            tree = self.fit(rows, self.x[:, column:column + 1], max_depth=1, min_weight_fraction_leaf=min(0.5, self.min_weight / at["weight"])).tree_
            if tree.node_count == 1:
                continue
            gain = tree.weighted_n_node_samples[0] * tree.impurity[0] - tree.weighted_n_node_samples[1:] @ tree.impurity[1:]
            if best is None or gain > best[3] + TIE * at["weight"] * at["impurity"]:
                threshold = tree.threshold[0] if self.stump["criterion"] != "absolute_error" else self.first_tie(rows, column, tree.threshold[0], gain, at)
                best = (column, threshold, gain / self.total, gain)
        return None if best is None or best[2] + 2.3e-16 < self.rules[2] else best

    def first_tie(self, rows, column, threshold, gain, at):
        """Among equally good thresholds of one column scikit-learn takes the first, up to rounding, which under absolute error decides often."""
        values, y = self.x[rows, column].astype(np.float64), self.y[rows]
        distinct = np.unique(values)
        for below, above in zip(distinct, distinct[1:]):
            middle = below / 2 + above / 2
            left = values <= middle
            if middle >= threshold:
                break
            if left.sum() >= self.leaf and (~left).sum() >= self.leaf:
                deviation = sum(np.abs(part - np.median(part)).sum() for part in (y[left], y[~left]))
                if at["weight"] * at["impurity"] - deviation >= gain - TIE * at["weight"] * at["impurity"]:
                    return middle
        return threshold

    def ask(self, node, cut):
        self.nodes[node]["feature"], self.nodes[node]["threshold"] = cut[0], cut[1]
        self.nodes[node]["gain"] = cut[3]
        return self.x[self.rows[node], cut[0]].astype(np.float64) <= cut[1]

    def agree(self, real):
        """The nodes that scikit-learn's own tree shares from the root down; where it asks otherwise, its question must be as good as ours."""
        same, waiting = 0, [(0, 0)]
        while waiting:
            ours, theirs = waiting.pop()
            node = self.nodes[ours]
            assert node["samples"] == real.n_node_samples[theirs] and np.isclose(node["impurity"], real.impurity[theirs], rtol=1e-9, atol=1e-12)
            same += 1
            if real.children_left[theirs] < 0 or node["left"] < 0:
                # scikit-learn may split a pure node whose impurity rounding keeps above zero.
                assert real.children_left[theirs] < 0 and node["left"] < 0 or node["impurity"] < 1e-15
                continue
            if real.feature[theirs] == node["feature"] and real.threshold[theirs] == node["threshold"]:
                waiting += [(node["left"], real.children_left[theirs]), (node["right"], real.children_right[theirs])]
                continue
            left, right = real.children_left[theirs], real.children_right[theirs]
            gain = node["weight"] * node["impurity"] - sum(real.weighted_n_node_samples[child] * real.impurity[child] for child in (left, right))
            assert abs(gain - node["gain"]) <= 1e-9 * node["weight"] * node["impurity"], (gain, node["gain"])
        return same

    def to_sklearn(self, model):
        """Puts the tree into a fitted scikit-learn model, for what scikit-learn does with trees."""
        state = model.tree_.__getstate__()
        state["node_count"], state["max_depth"] = len(self.nodes), max(self.depths)
        state["nodes"] = np.zeros(len(self.nodes), state["nodes"].dtype)
        for i, node in enumerate(self.nodes):
            state["nodes"][i] = (node["left"], node["right"], node["feature"] if node["left"] >= 0 else -2, node["threshold"], node["impurity"], node["samples"], node["weight"])
        state["values"] = np.array([node["value"] for node in self.nodes]).reshape(len(self.nodes), 1, self.classes)
        model.tree_ = Tree(self.x.shape[1], np.array([self.classes], dtype=np.intp), 1)
        model.tree_.__setstate__(state)
        return model


def number(value):
    """The shortest digits that a double comes back from."""
    value = float(value)
    return int(value) if value == int(value) else value


def tree_case(name, x, y, classes, weights=None, text=False, prune=False, **options):
    w = np.ones(len(y)) if weights is None else weights
    grow = dict(options)
    if options.get("class_weight") == "balanced":
        grow.pop("class_weight")
        counts = np.bincount(y)
        w = w * (len(y) / (len(counts) * counts))[y]
    tree = Canonical(x, y, w, classes, **grow)
    model = tree.kind(random_state=0, **options).fit(x, y, weights)
    shared = tree.agree(model.tree_)
    tree.to_sklearn(model)
    case = {"data": name, "options": options, "weighted": weights is not None, "shared_with_sklearn": [shared, int(model.tree_.node_count)]}
    for key in ("feature", "threshold", "left", "right", "samples", "weight", "impurity"):
        case[key] = [number(node[key]) for node in tree.nodes]
    case["value"] = [[number(v) for v in node["value"]] for node in tree.nodes]
    case["importance"] = [number(v) for v in model.tree_.compute_feature_importances()]
    if text:
        case["text"] = export_text(model, feature_names=["f%d" % i for i in range(x.shape[1])])
    if prune:
        path = ccp_pruning_path(model.tree_)
        case["alphas"], case["impurities"] = [number(v) for v in path["ccp_alphas"]], [number(v) for v in path["impurities"]]
    return case


def row_weights(sets):
    rng = np.random.default_rng(1)
    return {name: rng.integers(1, 9, len(y)) / 4 for name, (_, y, _) in sets.items()}


def trees(sets, weights_of):
    cases = []
    for name, (x, y, classes) in sets.items():
        weights = weights_of[name]
        for criterion in ("gini", "entropy") if classes else ("squared_error", "absolute_error", "poisson"):
            cases.append(tree_case(name, x, y, classes, criterion=criterion, max_depth=3, text=True))
            cases.append(tree_case(name, x, y, classes, criterion=criterion, prune=True))
            # Under absolute error with weights, scikit-learn 1.2.1 gives children another impurity in the parent's split than as nodes of their own.
            if criterion != "absolute_error":
                cases.append(tree_case(name, x, y, classes, weights, criterion=criterion, max_depth=6, min_samples_leaf=3))
        plain = {"criterion": "gini" if classes else "squared_error"}
        cases.append(tree_case(name, x, y, classes, **plain, max_leaf_nodes=8))
        cases.append(tree_case(name, x, y, classes, weights, **plain, min_weight_fraction_leaf=0.05, min_samples_split=12))
        cases.append(tree_case(name, x, y, classes, **plain, min_impurity_decrease=0.01 * (1 if classes else float(np.var(y)))))
        if classes:
            cases.append(tree_case(name, x, y, classes, **plain, class_weight="balanced", max_depth=4, min_samples_leaf=5))
        print(name, len(cases), flush=True)
    return cases


def spread(values):
    return {"mean": float(np.mean(values)), "deviation": float(np.std(values, ddof=1)), "seeds": len(values)}


def forests(sets):
    cases = []
    for name, (x, y, classes) in sets.items():
        test = np.arange(len(y)) % 4 == 0
        kinds = (("bagging", ensemble.BaggingClassifier), ("random forest", ensemble.RandomForestClassifier), ("extra trees", ensemble.ExtraTreesClassifier)) if classes else (
            ("bagging", ensemble.BaggingRegressor), ("random forest", ensemble.RandomForestRegressor), ("extra trees", ensemble.ExtraTreesRegressor))
        for kind, make in kinds:
            options = {"max_features": 0.34} if kind == "random forest" and not classes else {}
            scores, out_of_bag = [], []
            for seed in range(SEEDS):
                bag = {} if kind == "extra trees" else {"oob_score": True}
                model = make(n_estimators=30, random_state=seed, **bag, **options).fit(x[~test], y[~test])
                scores.append(model.score(x[test], y[test]))
                out_of_bag += [model.oob_score_] if bag else []
            cases.append({"data": name, "kind": kind, "trees": 30, "score": spread(scores), "out_of_bag": spread(out_of_bag) if out_of_bag else None})
        print(name, flush=True)
    return cases


class Stump(ClassifierMixin, BaseEstimator):
    """The best of scikit-learn's stumps on one column each; ties go to the lower column."""

    def __init__(self, random_state=None):
        self.random_state = random_state

    def fit(self, x, y, sample_weight=None):
        self.classes_, best = np.unique(y), None
        for column in range(x.shape[1]):
            model = DecisionTreeClassifier(max_depth=1, random_state=0).fit(x[:, column:column + 1], y, sample_weight)
            tree = model.tree_
            gain = tree.weighted_n_node_samples[0] * tree.impurity[0] - tree.weighted_n_node_samples[1:] @ tree.impurity[1:] if tree.node_count > 1 else -1
            if best is None or gain > best + TIE * tree.weighted_n_node_samples[0] * tree.impurity[0]:
                best, self.model, self.column = gain, model, column
        return self

    def predict(self, x):
        return self.model.predict(x[:, self.column:self.column + 1])


def adaboost(sets):
    cases = []
    for name, (x, y, classes) in sets.items():
        if not classes:
            continue
        model = ensemble.AdaBoostClassifier(Stump(), n_estimators=20, learning_rate=0.8, algorithm="SAMME").fit(x, y)
        cases.append({
            "data": name, "trees": 20, "learning_rate": 0.8, "columns": [int(e.column) for e in model.estimators_],
            "errors": model.estimator_errors_[:len(model.estimators_)].tolist(), "tree_weights": model.estimator_weights_[:len(model.estimators_)].tolist(),
            "staged_accuracy": [float(np.mean(p == y)) for p in model.staged_predict(x)],
            "probability": np.round(model.predict_proba(x)[::10], 12).tolist()})
    return cases


def isolation(sets):
    x = sets["breast_cancer"][0]
    scores = np.array([-ensemble.IsolationForest(random_state=seed).fit(x).score_samples(x) for seed in range(SEEDS)])
    lengths = [float(ensemble._iforest._average_path_length([n])[0]) for n in (1, 2, 3, 10, 256, 1000)]
    model = ensemble.IsolationForest(random_state=0, contamination=0.1).fit(x)
    return {"data": "breast_cancer", "seeds": SEEDS, "mean": np.round(scores.mean(0), 6).tolist(), "deviation": np.round(scores.std(0, ddof=1), 6).tolist(),
            "path_length": {"rows": [1, 2, 3, 10, 256, 1000], "mean": lengths}, "outliers_at_0.1": int((model.predict(x) < 0).sum())}


if __name__ == "__main__":
    sets = load()
    head = {"script": "tools/oracles/sklearn_trees.py", "library": "scikit-learn " + sklearn.__version__}
    source = "iris, wine, breast_cancer, digits (every third row): UCI repository, CC BY 4.0; diabetes: Efron et al. 2004; linnerud: A. C. Linnerud; classes, counts: synthetic"
    with open(os.path.join(FIXTURES, "sklearn_data.json"), "w") as file:
        json.dump({**head, "source": source, "sets": {name: {"x": [[number(np.format_float_positional(v)) for v in row] for row in x], "y": [number(v) for v in y], "classes": classes}
                                                      for name, (x, y, classes) in sets.items()}}, file, separators=(",", ":"))
        file.write("\n")
    weights = row_weights(sets)
    fixture = {**head, "weights": {name: [number(v) for v in w] for name, w in weights.items()}, "adaboost": adaboost(sets), "isolation": isolation(sets), "trees": trees(sets, weights), "forests": forests(sets)}
    with open(os.path.join(FIXTURES, "sklearn_trees.json"), "w") as file:
        json.dump(fixture, file, separators=(",", ":"))
        file.write("\n")
