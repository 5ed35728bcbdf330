"""Models with recurrent layers as Keras 3 saves them, and what they predict: masks, both directions, cells, carried states.

Run: KERAS_BACKEND=numpy python3 tools/oracles/keras_recurrent.py   (Keras 3.16)
Writes tests/Fathom.Tests/Fixtures/keras_recurrent_*.keras and keras_recurrent.json, the inputs and predictions.
"""
import json
import pathlib

import keras
import numpy as np
from keras import layers

FOLDER = pathlib.Path(__file__).parents[2] / "tests/Fathom.Tests/Fixtures"
keras.utils.set_random_seed(3)
random = np.random.default_rng(3)
CASES = []


def case(name, inputs, outputs, x, calls=1):
    model = keras.Model(inputs, outputs, name=name)
    model.set_weights([(random.standard_normal(w.shape) * 0.6).astype("float32") for w in model.get_weights()])
    model.save(FOLDER / f"keras_recurrent_{name}.keras")
    predictions = [np.asarray(model(x)) for _ in range(calls)]
    CASES.append({"name": name, "x": [i.tolist() for i in (x if isinstance(x, list) else [x])], "predictions": [p.tolist() for p in predictions], "parameters": model.count_params()})


def text(name, layer):
    ids = keras.Input((6,))
    masked = layers.Embedding(12, 4, mask_zero=True)(ids)
    x = np.array([[3, 7, 1, 0, 0, 0], [0, 0, 5, 11, 2, 9], [4, 0, 0, 6, 0, 8], [1, 2, 3, 4, 5, 6]], "float32")
    case(name, ids, layer(masked), x)


text("lstm", layers.LSTM(5))
text("lstm_zero", layers.LSTM(5, return_sequences=True, zero_output_for_mask=True))
text("gru_backwards", layers.GRU(5, return_sequences=True, go_backwards=True))
text("simple_rnn", layers.SimpleRNN(5, return_sequences=True))
text("bidirectional", layers.Bidirectional(layers.LSTM(3, return_sequences=True)))
text("bidirectional_ave", layers.Bidirectional(layers.GRU(3), merge_mode="ave"))
text("stacked", layers.RNN([layers.LSTMCell(4), layers.GRUCell(3)], return_sequences=True))

start = keras.Input((4, 3))
case("time_distributed", start, layers.TimeDistributed(layers.Dense(2, activation="tanh"))(layers.LSTM(3, return_sequences=True)(start)), random.standard_normal((2, 4, 3)).astype("float32"))
start, state = keras.Input((4, 3)), keras.Input((4, 3))
_, h, c = layers.LSTM(4, return_state=True)(state)
x = random.standard_normal((2, 4, 3)).astype("float32")
case("initial_state", [start, state], layers.LSTM(4)(start, initial_state=[h, c]), [x, x[:, ::-1]])
start = keras.Input((5, 3))
case("masking", start, layers.GRU(4)(layers.Masking()(start)), np.concatenate([x, np.zeros((2, 1, 3), "float32")], 1))
start = keras.Input((4, 3), batch_size=2)
case("stateful", start, layers.Dense(2)(layers.GRU(4, stateful=True)(start)), random.standard_normal((2, 4, 3)).astype("float32"), calls=3)

FOLDER.joinpath("keras_recurrent.json").write_text(json.dumps({"script": "tools/oracles/keras_recurrent.py", "keras": keras.__version__, "cases": CASES}) + "\n")
