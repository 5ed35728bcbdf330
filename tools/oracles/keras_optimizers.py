"""Traces of Keras 3's published update rules in NumPy double precision, and of PyTorch where its rule coincides.

Rules: keras/src/optimizers/{base_optimizer,sgd,rmsprop,adam,adamw}.py. PyTorch's RMSprop and Adam coincide with Keras's once epsilon is negligible.
Run: python3 tools/oracles/keras_optimizers.py > tests/Fathom.Tests/Fixtures/keras_optimizers.json
"""
import json

import numpy as np
import torch

STEPS, SHAPES, NAMES = 20, [(3, 5), (4,)], ["kernel", "bias"]
random = np.random.RandomState(7)
start = [random.normal(size=s).astype(np.float32).astype(float) for s in SHAPES]
gradients = [[(random.normal(size=s) * (1 + (t % 5))).astype(np.float32).astype(float) for s in SHAPES] for t in range(STEPS)]


def clip(grads, c):
    if c.get("clipnorm"):
        return [g * c["clipnorm"] / max(np.sqrt((g * g).sum()), c["clipnorm"]) for g in grads]
    if c.get("global_clipnorm"):
        norm = np.sqrt(sum((g * g).sum() for g in grads))
        return [g * c["global_clipnorm"] * min(1 / norm, 1 / c["global_clipnorm"]) for g in grads]
    if c.get("clipvalue"):
        return [np.clip(g, -c["clipvalue"], c["clipvalue"]) for g in grads]
    return grads


def sgd(w, g, s, lr, t, c):
    mu = c.get("momentum", 0)
    if mu == 0:
        return w - lr * g
    s["m"] = mu * s.get("m", 0) - lr * g
    return w + mu * s["m"] - lr * g if c.get("nesterov") else w + s["m"]


def rmsprop(w, g, s, lr, t, c):
    rho, mu = c.get("rho", 0.9), c.get("momentum", 0)
    s["v"] = rho * s.get("v", 0) + (1 - rho) * g * g
    denominator = s["v"] + c.get("epsilon", 1e-7)
    if c.get("centered"):
        s["a"] = rho * s.get("a", 0) + (1 - rho) * g
        denominator = s["v"] - s["a"] ** 2 + c.get("epsilon", 1e-7)
    step = lr * g / np.sqrt(denominator)
    if mu > 0:
        s["m"] = step = mu * s.get("m", 0) + step
    return w - step


def adam(w, g, s, lr, t, c):
    b1, b2 = c.get("beta_1", 0.9), c.get("beta_2", 0.999)
    alpha = lr * np.sqrt(1 - b2 ** t) / (1 - b1 ** t)
    s["m"] = s.get("m", 0) + (g - s.get("m", 0)) * (1 - b1)
    s["v"] = v = s.get("v", 0) + (g * g - s.get("v", 0)) * (1 - b2)
    if c.get("amsgrad"):
        s["h"] = v = np.maximum(s.get("h", 0), v)
    return w - s["m"] * alpha / (np.sqrt(v) + c.get("epsilon", 1e-7))


RULES = {"SGD": sgd, "RMSprop": rmsprop, "Adam": adam, "AdamW": adam}


def keras(cls, c, exclude):
    w, states, average, trace = [x.copy() for x in start], [{}, {}], None, []
    decay = c.get("weight_decay", 0.004 if cls == "AdamW" else None)
    for t in range(1, STEPS + 1):
        grads = clip(gradients[t - 1], c)
        lr = c["learning_rate"]
        for i in range(len(w)):
            if decay and NAMES[i] not in exclude:
                w[i] = w[i] - w[i] * decay * lr
            w[i] = RULES[cls](w[i], grads[i], states[i], lr, t, c)
        if c.get("use_ema"):
            mu = c.get("ema_momentum", 0.99) if t > 1 else 0
            average = [mu * (0 if average is None else average[i]) + (1 - mu) * w[i] for i in range(len(w))]
            if c.get("ema_overwrite_frequency") and t % c["ema_overwrite_frequency"] == 0:
                w = [a.copy() for a in average]
        trace.append(np.concatenate([x.ravel() for x in w]).tolist())
    final = average if c.get("use_ema") else w
    return trace, np.concatenate([x.ravel() for x in final]).tolist()


def pytorch(make):
    w = [torch.nn.Parameter(torch.tensor(x, dtype=torch.float64)) for x in start]
    optimizer, trace = make(w), []
    for t in range(STEPS):
        for p, g in zip(w, gradients[t]):
            p.grad = torch.tensor(g)
        optimizer.step()
        trace.append(np.concatenate([p.detach().numpy().ravel() for p in w]).tolist())
    return trace, trace[-1]


cases = []


def add(cls, config, exclude=(), peer=None):
    trace, final = keras(cls, config, exclude)
    cases.append({"class": cls, "source": "numpy", "config": config, "exclude": list(exclude), "trace": trace, "final": final})
    if peer:
        theirs, last = pytorch(peer)
        assert np.allclose(trace, theirs, rtol=1e-9, atol=1e-12), (cls, config)
        cases.append({"class": cls, "source": f"torch {torch.__version__}", "config": config, "exclude": list(exclude), "trace": theirs, "final": last})


o = torch.optim
add("SGD", {"learning_rate": 0.05}, peer=lambda w: o.SGD(w, 0.05))
add("SGD", {"learning_rate": 0.05, "momentum": 0.9}, peer=lambda w: o.SGD(w, 0.05, momentum=0.9))
add("SGD", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}, peer=lambda w: o.SGD(w, 0.05, momentum=0.9, nesterov=True))
add("SGD", {"learning_rate": 0.05, "clipnorm": 1.5})
add("SGD", {"learning_rate": 0.05, "global_clipnorm": 2.5})
add("SGD", {"learning_rate": 0.05, "clipvalue": 0.5})
add("SGD", {"learning_rate": 0.05, "weight_decay": 0.1}, exclude=["bias"])
add("RMSprop", {"learning_rate": 0.01})
add("RMSprop", {"learning_rate": 0.01, "epsilon": 1e-30}, peer=lambda w: o.RMSprop(w, 0.01, alpha=0.9, eps=1e-30))
add("RMSprop", {"learning_rate": 0.01, "momentum": 0.8})
add("RMSprop", {"learning_rate": 0.01, "rho": 0.95, "centered": True})
add("RMSprop", {"learning_rate": 0.01, "rho": 0.95, "epsilon": 1e-30, "momentum": 0.8, "centered": True},
    peer=lambda w: o.RMSprop(w, 0.01, alpha=0.95, eps=1e-30, momentum=0.8, centered=True))
add("Adam", {"learning_rate": 0.02})
add("Adam", {"learning_rate": 0.02, "epsilon": 0.1})
add("Adam", {"learning_rate": 0.02, "epsilon": 1e-30}, peer=lambda w: o.Adam(w, 0.02, eps=1e-30))
add("Adam", {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-30, "amsgrad": True},
    peer=lambda w: o.Adam(w, 0.02, betas=(0.8, 0.9), eps=1e-30, amsgrad=True))
add("Adam", {"learning_rate": 0.02, "use_ema": True, "ema_momentum": 0.9})
add("Adam", {"learning_rate": 0.02, "use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 6})
add("AdamW", {"learning_rate": 0.02})
add("AdamW", {"learning_rate": 0.02, "weight_decay": 0.2}, exclude=["bias"])
add("AdamW", {"learning_rate": 0.02, "weight_decay": 0.2, "epsilon": 1e-30}, peer=lambda w: o.AdamW(w, 0.02, eps=1e-30, weight_decay=0.2))

flat = lambda arrays: np.concatenate([a.ravel() for a in arrays]).tolist()
shorten = lambda x: [shorten(y) for y in x] if isinstance(x, list) else float(f"{x:.10g}")
for case in cases:
    case["trace"], case["final"] = shorten(case["trace"]), shorten(case["final"])
print(json.dumps({"script": "tools/oracles/keras_optimizers.py", "start": flat(start), "gradients": [flat(g) for g in gradients], "cases": cases}))
