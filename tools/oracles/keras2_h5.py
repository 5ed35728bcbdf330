"""Whole models as Keras 2 saved them in HDF5, built with h5py from the documented layout (tf.keras 2.x: saving/hdf5_format.py), and what they predict by NumPy.

The layout: attributes model_config (JSON), keras_version and backend; a group model_weights with layer_names; in it a group per layer with weight_names, each of
which leads to a dataset. Predictions are computed here in double precision from the formulas, and one file is Keras 3's own writing of that layout.

Run: KERAS_BACKEND=torch python3 tools/oracles/keras2_h5.py   (h5py 3.7, Keras 3.12)
Three files and a folder of TensorFlow.js hold what an optimizer keeps too, in the three ways its variables were named; how training goes on from there is computed here
from the published update rules.
Writes tests/Fathom.Tests/Fixtures/keras2_*.h5, tfjs_trained and keras2_h5.json.
"""
import json
import pathlib

import h5py
import numpy as np

FOLDER = pathlib.Path(__file__).parents[2] / "tests/Fathom.Tests/Fixtures"
random = np.random.default_rng(8)
CASES = {}


def draw(*shape):
    return (random.standard_normal(shape) * 0.7).astype("float32")


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def write(name, config, groups, x, y, optimizer=None, **training):
    with h5py.File(FOLDER / f"keras2_{name}.h5", "w") as file:
        file.attrs["keras_version"], file.attrs["backend"] = "2.11.0", "tensorflow"
        file.attrs["model_config"] = json.dumps(config).encode("utf8")
        for key, value in training.items():
            file.attrs[key] = json.dumps(value).encode("utf8")
        root = file.create_group("model_weights")
        root.attrs["layer_names"] = [layer.encode("utf8") for layer in groups]
        root.attrs["backend"], root.attrs["keras_version"] = b"tensorflow", b"2.11.0"
        for layer, weights in groups.items():
            group = root.create_group(layer)
            group.attrs["weight_names"] = [weight.encode("utf8") for weight in weights]
            for weight, values in weights.items():
                group.create_dataset(weight, values.shape, dtype=values.dtype)[...] = values
        if optimizer:
            group = file.create_group("optimizer_weights")
            group.attrs["weight_names"] = [weight.encode("utf8") for weight in optimizer]
            for weight, values in optimizer.items():
                group.create_dataset(weight, values.shape, dtype=values.dtype)[...] = values
    CASES[name] = {"x": [{"shape": list(v.shape), "values": v.astype("float64").flatten().tolist()} for v in x], "y": np.asarray(y, "float64").flatten().tolist()}


def layer(kind, name, **options):
    return {"class_name": kind, "config": {"name": name, "trainable": True, "dtype": "float32", **options}}


def dense(name, units, activation="linear", **options):
    return layer("Dense", name, units=units, activation=activation, use_bias=True, kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}},
                 bias_initializer={"class_name": "Zeros", "config": {}}, kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **options)


def node(described, *calls):
    # Within a functional graph the name stands beside the class, and every call lists [layer, call, output, arguments].
    return {**described, "name": described["config"]["name"], "inbound_nodes": [list(call) for call in calls]}


# 1. Sequential: no InputLayer (the first layer has the shape), LSTM, batch normalization, leaky ReLU.
k, r, b = draw(3, 16), draw(4, 16), draw(16)
gamma, beta, mean, variance = draw(4), draw(4), draw(4), np.abs(draw(4)) + 0.3
w1, b1 = draw(4, 2), draw(2)
x = draw(3, 5, 3)
h, c = np.zeros((3, 4)), np.zeros((3, 4))
for t in range(5):
    i, f, g, o = np.split(x[:, t].astype("float64") @ k + h @ r + b, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
normal = (h - mean) / np.sqrt(variance + 1e-3) * gamma + beta
leaky = np.where(normal > 0, normal, 0.3 * normal)
config = {"class_name": "Sequential", "config": {"name": "sequential_4", "layers": [
    layer("LSTM", "lstm_2", batch_input_shape=[None, 5, 3], return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False, time_major=False,
          units=4, activation="tanh", recurrent_activation="sigmoid", use_bias=True, unit_forget_bias=True, dropout=0.0, recurrent_dropout=0.0, implementation=2),
    layer("BatchNormalization", "batch_normalization", axis=[1], momentum=0.99, epsilon=0.001, center=True, scale=True),
    layer("LeakyReLU", "leaky_re_lu", alpha=0.3),
    dense("dense_7", 2)]}}
groups = {
    "lstm_2": {"lstm_2/lstm_cell/kernel:0": k, "lstm_2/lstm_cell/recurrent_kernel:0": r, "lstm_2/lstm_cell/bias:0": b},
    "batch_normalization": {f"batch_normalization/{n}:0": v for n, v in (("gamma", gamma), ("beta", beta), ("moving_mean", mean), ("moving_variance", variance))},
    "leaky_re_lu": {}, "dense_7": {"dense_7/kernel:0": w1, "dense_7/bias:0": b1}}
write("sequential", config, groups, [x], leaky @ w1 + b1, training_config={"loss": "mse", "metrics": None, "optimizer_config": {"class_name": "Adam", "config": {"name": "Adam", "learning_rate": 0.001, "decay": 0.0, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": False}}})

# 2. Functional: two inputs, a nested model that is called twice (its calls count from 1), a frozen layer, weights of which are listed after the others.
w2, b2, w3, b3, w4, b4 = draw(3, 4), draw(4), draw(4, 3), draw(3), draw(6, 2), draw(2)
first, second = draw(4, 3), draw(4, 3)


def nested(v):
    hidden = np.maximum(v.astype("float64") @ w2 + b2, 0)
    mu, sigma = hidden.mean(1, keepdims=True), hidden.var(1, keepdims=True)
    return ((hidden - mu) / np.sqrt(sigma + 1e-3) * g2 + be2) @ w3 + b3


g2, be2 = draw(4), draw(4)
inner = {"class_name": "Functional", "config": {"name": "encoder", "layers": [
    node(layer("InputLayer", "input_3", batch_input_shape=[None, 3], sparse=False, ragged=False)),
    node({"class_name": "Dense", "config": {**dense("dense", 4, "relu")["config"], "trainable": False}}, [["input_3", 0, 0, {}]]),
    node(layer("LayerNormalization", "layer_normalization", axis=[1], epsilon=0.001, center=True, scale=True), [["dense", 0, 0, {}]]),
    node(dense("dense_1", 3), [["layer_normalization", 0, 0, {}]])],
    "input_layers": [["input_3", 0, 0]], "output_layers": [["dense_1", 0, 0]]}}
config = {"class_name": "Functional", "config": {"name": "model", "layers": [
    node(layer("InputLayer", "input_1", batch_input_shape=[None, 3], sparse=False, ragged=False)),
    node(layer("InputLayer", "input_2", batch_input_shape=[None, 3], sparse=False, ragged=False)),
    node(inner, [["input_1", 0, 0, {}]], [["input_2", 0, 0, {}]]),
    node(layer("Concatenate", "concatenate", axis=-1), [["encoder", 1, 0, {}], ["encoder", 2, 0, {}]]),
    node(dense("dense_2", 2, "tanh"), [["concatenate", 0, 0, {}]])],
    "input_layers": [["input_1", 0, 0], ["input_2", 0, 0]], "output_layers": [["dense_2", 0, 0]]}}
groups = {
    "input_1": {}, "input_2": {},
    "encoder": {"layer_normalization/gamma:0": g2, "layer_normalization/beta:0": be2, "dense_1/kernel:0": w3, "dense_1/bias:0": b3, "dense/kernel:0": w2, "dense/bias:0": b2},
    "concatenate": {}, "dense_2": {"dense_2/kernel:0": w4, "dense_2/bias:0": b4}}
write("functional", config, groups, [first, second], np.tanh(np.concatenate([nested(first), nested(second)], 1) @ w4 + b4))

# 3. The first form of Sequential, a list, as Keras before 2.2.3 wrote it; double precision.
w5, b5 = draw(3, 2).astype("float64"), draw(2).astype("float64")
x = draw(2, 3)
write("first_form", {"class_name": "Sequential", "config": [dense("dense_1", 2, "sigmoid", batch_input_shape=[None, 3])]}, {"dense_1": {"dense_1/kernel:0": w5, "dense_1/bias:0": b5}},
      [x], sigmoid(x.astype("float64") @ w5 + b5))

# 4. Trained models: three more steps over the whole of the data, as SGD with momentum and decay, Adam and RMSprop take them.
def steps(rule, w, x, y, count):
    w, losses = [v.astype("float64") for v in w], []
    for _ in range(count):
        hidden = np.tanh(x @ w[0] + w[1])
        error = hidden @ w[2] + w[3] - y
        losses.append([float(np.mean(error ** 2)), float(np.mean(np.abs(error)))])
        out = 2 * error / error.size
        back = out @ w[2].T * (1 - hidden ** 2)
        rule(w, [x.T @ back, back.sum(0), hidden.T @ out, out.sum(0)])
    return w, losses


def sgd(state, start, rate=0.05, momentum=0.9, decay=0.01):
    at = [start]

    def rule(w, g):
        eta = rate / (1 + decay * at[0])
        at[0] += 1
        for i in range(4):
            state[0][i] = momentum * state[0][i] - eta * g[i]
            w[i] += state[0][i]
    return rule


def adam(state, start, rate=0.01, one=0.9, two=0.999, epsilon=1e-7):
    at = [start]

    def rule(w, g):
        at[0] += 1
        eta = rate * np.sqrt(1 - two ** at[0]) / (1 - one ** at[0])
        for i in range(4):
            state[0][i] = one * state[0][i] + (1 - one) * g[i]
            state[1][i] = two * state[1][i] + (1 - two) * g[i] ** 2
            w[i] -= eta * state[0][i] / (np.sqrt(state[1][i]) + epsilon)
    return rule


def rmsprop(state, start, rate=0.002, rho=0.9, epsilon=1e-7):
    def rule(w, g):
        for i in range(4):
            state[0][i] = rho * state[0][i] + (1 - rho) * g[i] ** 2
            w[i] -= rate * g[i] / np.sqrt(state[0][i] + epsilon)
    return rule


NAMES = ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]
w, x, y = [draw(3, 4), draw(4), draw(4, 1), draw(1)], draw(8, 3), draw(8, 1)
config = {"class_name": "Sequential", "config": {"name": "sequential", "layers": [dense("dense", 4, "tanh", batch_input_shape=[None, 3]), dense("dense_1", 1)]}}
groups = {"dense": {f"{n}:0": v for n, v in zip(NAMES[:2], w[:2])}, "dense_1": {f"{n}:0": v for n, v in zip(NAMES[2:], w[2:])}}
mae = {"class_name": "MeanMetricWrapper", "config": {"name": "mae", "dtype": "float32", "fn": "mean_absolute_error"}}
first, second = [draw(*v.shape) * 0.1 for v in w], [np.abs(draw(*v.shape)) * 0.05 for v in w]
count = np.array(7, "int64")
predicted = np.tanh(x.astype("float64") @ w[0] + w[1]) @ w[2] + w[3]


def trained(name, rule, state, described, variables, loss="mse", metrics=[[mae]]):
    after, losses = steps(rule([[v.astype("float64") for v in part] for part in state], 7), w, x.astype("float64"), y.astype("float64"), 3)
    training = {"loss": loss, "metrics": metrics, "weighted_metrics": None, "loss_weights": None, "optimizer_config": described}
    if variables is not None:
        write(name, config, groups, [x], predicted, variables, training_config=training)
    else:
        CASES[name] = {"x": CASES["adam"]["x"], "y": CASES["adam"]["y"]}
    CASES[name]["goes_on"] = {"targets": y.astype("float64").flatten().tolist(), "losses": losses, "weights": [v.flatten().tolist() for v in after]}
    return training


# Keras before it was TensorFlow's: variables by order.
trained("momentum", sgd, [first], {"class_name": "SGD", "config": {"lr": 0.05, "momentum": 0.9, "decay": 0.01, "nesterov": False}},
        {"SGD/iterations:0": count, **{f"training/SGD/Variable{f'_{i}' if i else ''}:0": v for i, v in enumerate(first)}}, loss="mean_squared_error", metrics=["mae"])
# TensorFlow 2 up to 2.10: all first, then all second moments, each behind the name of its weight.
described = {"name": "Adam", "learning_rate": 0.01, "decay": 0.0, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": False}
trained("adam", adam, [first, second], {"class_name": "Adam", "config": described},
        {"Adam/iter:0": count, **{f"Adam/{n}/m:0": v for n, v in zip(NAMES, first)}, **{f"Adam/{n}/v:0": v for n, v in zip(NAMES, second)}},
        loss={"class_name": "MeanSquaredError", "config": {"reduction": "auto", "name": "mean_squared_error"}})
# Keras 2.11 to 2.15: the kind before the weight.
described = {"name": "RMSprop", "weight_decay": None, "clipnorm": None, "global_clipnorm": None, "clipvalue": None, "use_ema": False, "ema_momentum": 0.99, "ema_overwrite_frequency": 100,
             "jit_compile": False, "is_legacy_optimizer": False, "learning_rate": 0.002, "rho": 0.9, "momentum": 0.0, "epsilon": 1e-07, "centered": False}
trained("rmsprop", rmsprop, [second], {"class_name": "Custom>RMSprop", "config": described},
        {"iteration:0": count, "learning_rate:0": np.array(0.002, "float32"), **{f"RMSprop/velocity/{n}:0": v for n, v in zip(NAMES, second)}})
# TensorFlow.js: the same Adam, its variables among the weights as a group of their own.
training = trained("tfjs", adam, [first, second], {"class_name": "Adam", "config": {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-07}}, None,
                   loss="mean_squared_error", metrics=["mean_absolute_error"])
specs = [(n, v, None) for n, v in zip(NAMES, w)] + [("iter", np.array(7, "int32"), "optimizer")]
specs += [(f"{n}/{s}", v, "optimizer") for s, part in (("m", first), ("v", second)) for n, v in zip(NAMES, part)]
folder = FOLDER / "tfjs_trained"
folder.mkdir(exist_ok=True)
(folder / "weights.bin").write_bytes(b"".join(v.tobytes() for _, v, _ in specs))
(folder / "model.json").write_text(json.dumps({
    "format": "layers-model", "modelTopology": config, "trainingConfig": training,
    "weightsManifest": [{"paths": ["weights.bin"], "weights": [{"name": n, "shape": list(v.shape), "dtype": str(v.dtype), **({"group": g} if g else {})} for n, v, g in specs]}]}))

# 5. Keras 3's own writing of this layout.
import keras  # noqa: E402  (the files above need none)

keras.utils.set_random_seed(4)
image = keras.Input((6, 6, 1))
v = keras.layers.Conv2D(2, 3, padding="same", activation="relu")(image)
v = keras.layers.Add()([v, keras.layers.DepthwiseConv2D(3, padding="same")(v)])
model = keras.Model(image, keras.layers.Dense(2)(keras.layers.GlobalAveragePooling2D()(v)))
model.compile("adam", "mse")
model.save(FOLDER / "keras2_by_keras3.h5")
x = draw(2, 6, 6, 1)
CASES["by_keras3"] = {"x": [{"shape": list(x.shape), "values": x.astype("float64").flatten().tolist()}], "y": np.asarray(model.predict(x, verbose=0), "float64").flatten().tolist()}

(FOLDER / "keras2_h5.json").write_text(json.dumps({"made_by": "tools/oracles/keras2_h5.py", "cases": CASES}))
