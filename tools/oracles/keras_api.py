"""The public names of Keras 3, by module: what docs/keras.md compares with.

Run where Keras 3 is installed: python3 tools/oracles/keras_api.py   (any backend)
Writes tests/Fathom.House.Tests/Fixtures/keras_api.json. Classes only, except where a module's names are functions; aliases of one object are listed once.
"""
import importlib
import inspect
import json
import pathlib

import keras

CLASSES = ["layers", "losses", "metrics", "optimizers", "optimizers.schedules", "callbacks", "initializers", "regularizers", "constraints", "dtype_policies", "models"]
FUNCTIONS = ["activations", "utils"]

names = {}
for module in CLASSES + FUNCTIONS:
    found = importlib.import_module(f"keras.{module}")
    seen, listed = set(), []
    # A class's own name first, so that its aliases are the ones left out.
    for name in sorted(dir(found), key=lambda n: (getattr(getattr(found, n), "__name__", n) != n, n)):
        value = getattr(found, name)
        if name.startswith("_") or inspect.ismodule(value) or name in ("deserialize", "serialize", "get"):
            continue
        if module in CLASSES and not inspect.isclass(value):
            continue
        if id(value) in seen:
            continue
        seen.add(id(value))
        listed.append(name)
    names[module] = sorted(listed)

target = pathlib.Path(__file__).parents[2] / "tests/Fathom.House.Tests/Fixtures/keras_api.json"
lines = ",\n".join(f' "{module}": {json.dumps(listed)}' for module, listed in names.items())
target.write_text(f'{{"script": "tools/oracles/keras_api.py", "keras": "{keras.__version__}", "modules": {{\n{lines}\n}}}}\n')
print({module: len(listed) for module, listed in names.items()})
