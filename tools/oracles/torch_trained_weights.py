"""What PyTorch gives by trained weights under FATHOM_DATA: ResNet-20 for CIFAR-10 (https://github.com/akamaster/pytorch_resnet_cifar10) for two images that are
sin(i / 10), i counting values with channels last; a network of digits (two trainings of it, mnist.pt and mnist.safetensors) for the first 1000 of MNIST's test images.

Run: FATHOM_DATA=... python3 tools/oracles/torch_trained_weights.py   (PyTorch 1.13)
Writes tests/Fathom.Tests/Fixtures/torch_trained_weights.json.
"""
import gzip
import json
import os
import pathlib
import struct

import numpy as np
import torch
import torch.nn.functional as F

saved = torch.load(os.path.join(os.environ["FATHOM_DATA"], "weights/cifar10_resnet/resnet20-12fca82f.th"), map_location="cpu")
w = {name.removeprefix("module."): tensor.double() for name, tensor in saved["state_dict"].items()}


def conv_bn(x, conv, bn, stride=1):
    x = F.conv2d(x, w[f"{conv}.weight"], stride=stride, padding=1)
    return F.batch_norm(x, w[f"{bn}.running_mean"], w[f"{bn}.running_var"], w[f"{bn}.weight"], w[f"{bn}.bias"])


x = torch.from_numpy(np.sin(np.arange(2 * 32 * 32 * 3) / 10).astype("float32")).reshape(2, 32, 32, 3).permute(0, 3, 1, 2).double()
out = F.relu(conv_bn(x, "conv1", "bn1"))
for stage in (1, 2, 3):
    for block in range(3):
        name, stride = f"layer{stage}.{block}", 2 if stage > 1 and block == 0 else 1
        inner = F.relu(conv_bn(out, f"{name}.conv1", f"{name}.bn1", stride))
        inner = conv_bn(inner, f"{name}.conv2", f"{name}.bn2")
        if stride == 2:
            planes = inner.shape[1]
            out = F.pad(out[:, :, ::2, ::2], (0, 0, 0, 0, planes // 4, planes // 4))
        out = F.relu(inner + out)
y = F.linear(out.mean((2, 3)), w["linear.weight"], w["linear.bias"])
resnet = [float(f"{v:.9g}") for v in y.flatten().tolist()]

data = os.environ["FATHOM_DATA"]
pixels = np.frombuffer(gzip.open(f"{data}/mnist/t10k-images-idx3-ubyte.gz").read(), np.uint8)[16:16 + 784 * 1000].reshape(-1, 1, 28, 28)
labels = np.frombuffer(gzip.open(f"{data}/mnist/t10k-labels-idx1-ubyte.gz").read(), np.uint8)[8:1008]
images = torch.from_numpy((pixels / 255 - 0.1307) / 0.3081)


def safetensors(path):
    raw = open(path, "rb").read()
    start = 8 + struct.unpack("<Q", raw[:8])[0]
    for name, entry in json.loads(raw[8:start]).items():
        first, last = entry["data_offsets"]
        values = np.frombuffer(raw[start + first:start + last], {"F32": "<f4", "I64": "<i8"}[entry["dtype"]]).reshape(entry["shape"])
        yield name, torch.from_numpy(values.copy())


def digits(weights):
    v = {name: tensor.double() for name, tensor in weights.items()}

    def norm(t, name):
        return F.batch_norm(t, v[f"{name}.running_mean"], v[f"{name}.running_var"], v[f"{name}.weight"], v[f"{name}.bias"])

    t = images
    for name in ("conv1", "conv2", "conv3"):
        t = F.relu(F.conv2d(t, v[f"{name}.weight"], v[f"{name}.bias"]))
    t = F.relu(F.linear(norm(t, "norm1").flatten(1), v["fc1.weight"], v["fc1.bias"]))
    out = F.softmax(norm(F.linear(t, v["fc2.weight"], v["fc2.bias"]), "norm2"), 1)
    return {"right": int((out.argmax(1).numpy() == labels).sum()), "first": [float(f"{p:.9g}") for p in out[:5].flatten().tolist()]}


target = pathlib.Path(__file__).parents[2] / "tests/Fathom.Tests/Fixtures/torch_trained_weights.json"
target.write_text(json.dumps({
    "made_by": "tools/oracles/torch_trained_weights.py", "resnet20": {"best": saved["best_prec1"], "y": resnet},
    "digits": {"pt": digits(torch.load(f"{data}/weights/mnist/mnist.pt", map_location="cpu")), "safetensors": digits(dict(safetensors(f"{data}/weights/mnist/mnist.safetensors")))}}))
