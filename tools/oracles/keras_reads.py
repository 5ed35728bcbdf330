"""Opens the files that Fathom wrote with Keras 3 itself and compares what Keras predicts: the counterpart of keras_models.py.

    FATHOM_KERAS_OUT=/tmp/out dotnet test --project tests/Fathom.Tests --filter-class '*KerasFileTests'
    python3 tools/oracles/keras_reads.py /tmp/out        (where Keras 3 is installed)
Prints each file that Keras does not open or that predicts something else, and ends with a count.
"""
import json
import pathlib
import sys

import keras
import numpy as np

expected = json.loads((pathlib.Path(__file__).parents[2] / "tests/Fathom.Tests/Fixtures/keras/predictions.json").read_text())["cases"]
good = bad = 0
for name, case in expected.items():
    try:
        model = keras.saving.load_model(pathlib.Path(sys.argv[1]) / f"{name}.keras")
        inputs = [np.array(i["values"], "float32").reshape(i["shape"]) for i in case["inputs"]]
        outputs = model(inputs[0] if len(inputs) == 1 else inputs, training=False)
        outputs = keras.tree.flatten(outputs)
        worst = max(np.abs(keras.ops.convert_to_numpy(o) - np.array(w["values"]).reshape(w["shape"])).max() for o, w in zip(outputs, case["outputs"]))
        assert worst < 1e-4, f"off by {worst:.3g}"
        good += 1
    except Exception as e:  # noqa: BLE001  every failure is a finding
        bad += 1
        print(f"{name}: {type(e).__name__}: {str(e).strip().splitlines()[0][:200] if str(e).strip() else ''}")
print(f"{good} agree, {bad} do not")
sys.exit(bad > 0)
