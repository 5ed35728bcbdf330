"""A model file laid out as Keras 3 writes it, with the whole numbers it holds: the count of Normalization (signed) and the state of Dropout's generator (unsigned).

Run: /usr/bin/python3 tools/oracles/keras_whole_numbers.py   (h5py)
Writes tests/Fathom.Tests/Fixtures/keras_whole_numbers.json: the file in base 64.
"""
import base64
import io
import json
import pathlib
import zipfile

import h5py
import numpy as np

weights = io.BytesIO()
with h5py.File(weights, "w") as file:
    statistics = file.create_group("layers/normalization/vars")
    statistics["0"], statistics["1"], statistics["2"] = np.array([1, 2], "f4"), np.array([4, 9], "f4"), np.array(3, "i4")
    file.create_group("layers/dropout/vars")
    file.create_group("layers/dropout/seed_generator/vars")["0"] = np.array([3000000000, 5], "u4")


def layer(kind, **config):
    return {"module": "keras.layers", "class_name": kind, "config": {"trainable": True, "dtype": "float32", **config}, "registered_name": None}


config = {
    "module": "keras", "class_name": "Sequential", "registered_name": None, "build_config": {"input_shape": [None, 2]},
    "config": {"name": "sequential", "trainable": True, "dtype": "float32", "build_input_shape": [None, 2], "layers": [
        layer("InputLayer", batch_shape=[None, 2], name="input_layer"),
        layer("Normalization", name="normalization", axis=[-1], invert=False, mean=None, variance=None),
        layer("Dropout", name="dropout", rate=0.5, seed=None, noise_shape=None)]}}
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
    file.writestr("metadata.json", '{"keras_version":"3.5.0"}')
    file.writestr("config.json", json.dumps(config))
    file.writestr("model.weights.h5", weights.getvalue())
target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Tests/Fixtures/keras_whole_numbers.json"
target.write_text(json.dumps({"script": "tools/oracles/keras_whole_numbers.py", "file": base64.b64encode(archive.getvalue()).decode()}) + "\n")
