"""What lies where in the weights of Keras's own files, as h5py lists it: groups, datasets, shapes, types, in the file's order; and of one compiled model what the optimizer keeps.

The files are those of keras_models.py, which Keras 3 wrote. Needs h5py only: python3 tools/oracles/keras_structure.py
Writes tests/Fathom.Tests/Fixtures/keras_structure.json.
"""
import io
import json
import pathlib
import zipfile

import h5py

FIXTURES = pathlib.Path(__file__).parents[2] / "tests/Fathom.Tests/Fixtures"
cases = {}
for path in sorted((FIXTURES / "keras").glob("*.keras")):
    with zipfile.ZipFile(path) as archive, h5py.File(io.BytesIO(archive.read("model.weights.h5")), "r") as file:
        entries = []

        def visit(name, item):
            # Keras counts steps in int32 with PyTorch and in int64 otherwise: both are whole numbers.
            entries.append([name] if isinstance(item, h5py.Group) else [name, list(item.shape), item.dtype.kind])

        file.visititems(visit)
        cases[path.stem] = {"entries": sorted(archive.namelist()), "weights": entries}
(FIXTURES / "keras_structure.json").write_text('{"made_by": "tools/oracles/keras_structure.py", "cases": {\n' + ",\n".join(f' "{name}": {json.dumps(case)}' for name, case in cases.items()) + "\n}}\n")
print(len(cases), "files")
