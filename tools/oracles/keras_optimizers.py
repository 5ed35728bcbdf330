"""Traces of Keras 3's published update rules in NumPy double precision, and of PyTorch where its rule coincides.

Rules: keras/src/optimizers/{base_optimizer,sgd,rmsprop,adam,adamw,adadelta,adagrad,adamax,adafactor,nadam,ftrl,lion,lamb,muon}.py. PyTorch's RMSprop,
Adam, Adagrad, Adadelta and Adamax coincide with Keras's once epsilon is negligible or chosen to fit. The learning rates per weight are PyTorch's parameter groups.
Run: python3 tools/oracles/keras_optimizers.py > tests/Fathom.Tests/Fixtures/keras_optimizers.json
"""
import json

import numpy as np
import torch

STEPS = 20
SHAPES = {"kernel": (2, 3), "bias": (3,), "recurrent_kernel": (4, 2), "filters": (2, 2, 2), "embeddings": (2, 2)}
NAMES = list(SHAPES)
random = np.random.RandomState(7)
start = [random.normal(size=s).astype(np.float32).astype(float) for s in SHAPES.values()]
gradients = [[(random.normal(size=s) * (1 + (t % 5))).astype(np.float32).astype(float) for s in SHAPES.values()] for t in range(STEPS)]


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


def adadelta(w, g, s, lr, t, c):
    rho, eps = c.get("rho", 0.95), c.get("epsilon", 1e-7)
    s["a"] = rho * s.get("a", 0) + (1 - rho) * g * g
    delta = -np.sqrt(s.get("d", 0) + eps) * g / np.sqrt(s["a"] + eps)
    s["d"] = rho * s.get("d", 0) + (1 - rho) * delta ** 2
    return w + lr * delta


def adagrad(w, g, s, lr, t, c):
    s["a"] = s.get("a", c.get("initial_accumulator_value", 0.1)) + g * g
    return w - lr * g / np.sqrt(s["a"] + c.get("epsilon", 1e-7))


def adamax(w, g, s, lr, t, c):
    b1, b2 = c.get("beta_1", 0.9), c.get("beta_2", 0.999)
    s["m"] = s.get("m", 0) + (g - s.get("m", 0)) * (1 - b1)
    s["u"] = np.maximum(b2 * s.get("u", 0), np.abs(g))
    return w - lr * s["m"] / ((1 - b1 ** t) * (s["u"] + c.get("epsilon", 1e-7)))


def adafactor(w, g, s, lr, t, c):
    rms = lambda x: np.sqrt(np.mean(x ** 2))
    bound = min(lr, 1 / np.sqrt(t))  # With and without relative_step.
    alpha = max(c.get("epsilon_2", 1e-3), rms(w)) * bound
    square = g * g + c.get("epsilon_1", 1e-30)
    beta = 1 - t ** c.get("beta_2_decay", -0.8)
    if w.ndim >= 2:
        s["r"] = beta * s.get("r", 0) + (1 - beta) * square.mean(-1)
        s["c"] = beta * s.get("c", 0) + (1 - beta) * square.mean(-2)
        v = (s["r"] / s["r"].mean(-1, keepdims=True))[..., None] * s["c"][..., None, :]
    else:
        s["v"] = v = beta * s.get("v", 0) + (1 - beta) * square
    u = g / np.sqrt(v)
    return w - alpha * u / max(1, rms(u) / c.get("clip_threshold", 1))


def nadam(w, g, s, lr, t, c):
    b1, b2 = c.get("beta_1", 0.9), c.get("beta_2", 0.999)
    now, after = b1 * (1 - 0.5 * 0.96 ** t), b1 * (1 - 0.5 * 0.96 ** (t + 1))
    s["p"] = s.get("p", 1) * now
    s["m"] = s.get("m", 0) + (g - s.get("m", 0)) * (1 - b1)
    s["v"] = s.get("v", 0) + (g * g - s.get("v", 0)) * (1 - b2)
    mean = after * s["m"] / (1 - s["p"] * after) + (1 - now) * g / (1 - s["p"])
    return w - mean * lr / (np.sqrt(s["v"] / (1 - b2 ** t)) + c.get("epsilon", 1e-7))


def ftrl(w, g, s, lr, t, c):
    p, l1 = -c.get("learning_rate_power", -0.5), c.get("l1_regularization_strength", 0)
    l2 = c.get("l2_regularization_strength", 0) + c.get("beta", 0) / (2 * lr)
    n = s.get("n", c.get("initial_accumulator_value", 0.1))
    n_new = n + g * g
    s["z"] = s.get("z", 0) + g + 2 * c.get("l2_shrinkage_regularization_strength", 0) * w - (n_new ** p - n ** p) / lr * w
    s["n"] = n_new
    return (np.clip(s["z"], -l1, l1) - s["z"]) / (n_new ** p / lr + 2 * l2)


def lion(w, g, s, lr, t, c):
    b1, b2, m = c.get("beta_1", 0.9), c.get("beta_2", 0.99), s.get("m", 0)
    s["m"] = m * b2 + g * (1 - b2)
    return w - lr * np.sign(m * b1 + g * (1 - b1))


def lamb(w, g, s, lr, t, c):
    b1, b2 = c.get("beta_1", 0.9), c.get("beta_2", 0.999)
    s["m"] = s.get("m", 0) + (g - s.get("m", 0)) * (1 - b1)
    s["v"] = s.get("v", 0) + (g * g - s.get("v", 0)) * (1 - b2)
    update = s["m"] / (1 - b1 ** t) / (np.sqrt(s["v"] / (1 - b2 ** t)) + c.get("epsilon", 1e-7))
    weight, length = np.sqrt((w ** 2).sum()), np.sqrt((update ** 2).sum())
    return w - (weight / length if weight > 0 and length > 0 else 1) * lr * update


def muon_by_adam(name, c):
    return len(SHAPES[name]) != 2 or (c.get("exclude_embeddings", True) and "embedding" in name) or any(x in name for x in c.get("exclude_layers", []))


def muon(w, g, s, lr, t, c):
    if muon_by_adam(s["name"], c):
        betas = {"beta_1": c.get("adam_beta_1", 0.9), "beta_2": c.get("adam_beta_2", 0.999), "epsilon": c.get("epsilon", 1e-7)}
        return adam(w, g, s, lr * c.get("adam_lr_ratio", 1), t, betas)
    mu = c.get("momentum", 0.95)
    s["m"] = mu * s.get("m", 0) + g
    x = g + mu * s["m"] if c.get("nesterov", True) else s["m"]
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (np.sqrt((x ** 2).sum()) + 1e-7)
    for _ in range(c.get("ns_steps", 5)):
        a = x @ x.T
        x = c.get("muon_a", 3.4445) * x + (c.get("muon_b", -4.775) * a + c.get("muon_c", 2.0315) * a @ a) @ x
    x = x.T if tall else x
    rate = c.get("rms_rate", 0.2)
    return w - lr * x * (1 if rate is None else np.sqrt(max(x.shape)) * rate)


RULES = {"SGD": sgd, "RMSprop": rmsprop, "Adam": adam, "AdamW": adam, "Adadelta": adadelta, "Adagrad": adagrad, "Adamax": adamax,
         "Adafactor": adafactor, "Nadam": nadam, "Ftrl": ftrl, "Lion": lion, "Lamb": lamb, "Muon": muon}


def decay_of(cls, name, c, exclude):
    if name in exclude:
        return 0
    if cls == "Muon" and muon_by_adam(name, c):
        return c.get("adam_weight_decay", 0.004) or 0
    return c.get("weight_decay", 0.004 if cls in ("AdamW", "Muon") else None) or 0


def keras(cls, c, exclude, multipliers):
    w, states, average, trace = [x.copy() for x in start], [{"name": n} for n in NAMES], None, []
    every = c.get("gradient_accumulation_steps", 1)
    gathered, t = [0 for _ in w], 0
    for batch in range(STEPS):
        gathered = [a + g / c.get("loss_scale_factor", 1) for a, g in zip(gathered, gradients[batch])]
        if (batch + 1) % every == 0:
            t += 1
            grads = clip([g / every for g in gathered], c)
            gathered = [0 for _ in w]
            for i, name in enumerate(NAMES):
                lr = c["learning_rate"] * multipliers.get(name, 1)
                w[i] = w[i] - w[i] * decay_of(cls, name, c, exclude) * lr
                w[i] = RULES[cls](w[i], grads[i], states[i], lr, t, c)
            if c.get("use_ema"):
                mu = c.get("ema_momentum", 0.99) if t > 1 else 0
                average = [mu * (0 if average is None else average[i]) + (1 - mu) * w[i] for i in range(len(w))]
                if c.get("ema_overwrite_frequency") and t % c["ema_overwrite_frequency"] == 0:
                    w = [a.copy() for a in average]
        trace.append(np.concatenate([x.ravel() for x in w]).tolist())
    final = average if c.get("use_ema") else w
    return trace, np.concatenate([x.ravel() for x in final]).tolist()


def pytorch(make, rate, multipliers):
    w = [torch.nn.Parameter(torch.tensor(x, dtype=torch.float64)) for x in start]
    optimizer, trace = make([{"params": [p], "lr": rate * multipliers.get(n, 1)} for n, p in zip(NAMES, w)]), []
    for t in range(STEPS):
        for p, g in zip(w, gradients[t]):
            p.grad = torch.tensor(g)
        optimizer.step()
        trace.append(np.concatenate([p.detach().numpy().ravel() for p in w]).tolist())
    return trace, trace[-1]


cases = []


def add(cls, config, exclude=(), multipliers={}, peer=None):
    common = {"class": cls, "config": config, "exclude": list(exclude), "multipliers": multipliers}
    trace, final = keras(cls, config, exclude, multipliers)
    if peer:
        theirs, last = pytorch(peer, config["learning_rate"], multipliers)
        assert np.allclose(trace, theirs, rtol=1e-9, atol=1e-12), (cls, config, np.abs(np.subtract(trace, theirs)).max())
        cases.append({**common, "source": f"torch {torch.__version__}", "trace": theirs, "final": last})
    else:
        cases.append({**common, "source": "numpy", "trace": trace, "final": final})


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

slow = {"kernel": 0.1, "recurrent_kernel": 0.5}
add("SGD", {"learning_rate": 0.05, "momentum": 0.9}, multipliers=slow, peer=lambda w: o.SGD(w, 0.05, momentum=0.9))
add("AdamW", {"learning_rate": 0.02, "weight_decay": 0.2, "epsilon": 1e-30}, multipliers=slow, peer=lambda w: o.AdamW(w, 0.02, eps=1e-30, weight_decay=0.2))
add("Adadelta", {"learning_rate": 0.5})
add("Adadelta", {"learning_rate": 1.0, "rho": 0.9, "epsilon": 1e-6}, peer=lambda w: o.Adadelta(w, 1.0, rho=0.9, eps=1e-6))
add("Adagrad", {"learning_rate": 0.05})
add("Adagrad", {"learning_rate": 0.05, "initial_accumulator_value": 0.3, "epsilon": 1e-30},
    peer=lambda w: o.Adagrad(w, 0.05, initial_accumulator_value=0.3, eps=1e-30))
add("Adamax", {"learning_rate": 0.02})
# PyTorch adds its epsilon to |g| before the maximum.
add("Adamax", {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-30}, peer=lambda w: o.Adamax(w, 0.02, betas=(0.8, 0.9), eps=1e-30))
add("Adafactor", {"learning_rate": 0.05})
add("Adafactor", {"learning_rate": 0.3, "beta_2_decay": -0.5, "epsilon_1": 0.01, "epsilon_2": 2.0, "clip_threshold": 0.7, "relative_step": False})
add("Nadam", {"learning_rate": 0.02})
add("Nadam", {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 0.01})  # PyTorch 1.13's NAdam counts one factor of its product twice.
add("Ftrl", {"learning_rate": 0.05})
add("Ftrl", {"learning_rate": 0.1, "l1_regularization_strength": 2.0, "l2_regularization_strength": 0.3, "l2_shrinkage_regularization_strength": 0.02,
             "beta": 0.5, "initial_accumulator_value": 0.0})
add("Ftrl", {"learning_rate": 0.1, "learning_rate_power": -0.7, "l1_regularization_strength": 0.5})
add("Lion", {"learning_rate": 0.01})
add("Lion", {"learning_rate": 0.01, "beta_1": 0.7, "beta_2": 0.9, "weight_decay": 0.5}, exclude=["bias"])
add("Lamb", {"learning_rate": 0.02})
add("Lamb", {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 0.01, "weight_decay": 0.1}, exclude=["bias"])
add("Muon", {"learning_rate": 0.01})
add("Muon", {"learning_rate": 0.01, "nesterov": False, "momentum": 0.8, "rms_rate": None, "exclude_layers": ["recurrent"], "adam_lr_ratio": 0.5, "weight_decay": 0.1,
             "adam_weight_decay": 0.2, "ns_steps": 3})
# What all have in common, with every rule.
for cls in RULES:
    rate = {"Adadelta": 0.5, "Muon": 0.01}.get(cls, 0.02)
    add(cls, {"learning_rate": rate, "weight_decay": 0.1, "global_clipnorm": 2.5, "use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 4,
              "gradient_accumulation_steps": 2, "loss_scale_factor": 4.0}, exclude=["bias"], multipliers=slow)

flat = lambda arrays: np.concatenate([a.ravel() for a in arrays]).tolist()
shorten = lambda x: [shorten(y) for y in x] if isinstance(x, list) else float(f"{x:.9g}")
for case in cases:
    case["trace"], case["final"] = shorten(case["trace"]), shorten(case["final"])
print(json.dumps({"script": "tools/oracles/keras_optimizers.py", "start": flat(start), "gradients": [flat(g) for g in gradients], "cases": cases}))
