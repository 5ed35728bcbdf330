"""What the reference scripts of layers share: drawing inputs, computing a case in double precision, writing the fixture.

For each case the fixture holds inputs, weights in Keras's layout, outputs, the gradients that come down on the outputs, and the gradients of inputs and
weights that follow from them. Needs PyTorch 1.13 or newer.
"""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
CASES = []


def draw(*shape, scale=1.0):
    # Single precision values, so that both sides start from the same numbers.
    return (torch.randn(shape) * scale).float().double().requires_grad_(True)


def case(name, inputs, weights, function, mask=None, names=False, statistics=None):
    # names: the inputs are names, such as tokens, along which there are no gradients.
    # statistics: weights that no gradient changes; they follow the others in the file and are not handed to the function.
    outputs = function(*inputs, **weights)
    outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
    upstream = [torch.randn_like(output).float().double() for output in outputs]
    along = [] if names else list(inputs)
    leaves = along + list(weights.values())
    gradients = torch.autograd.grad(sum((o * u).sum() for o, u in zip(outputs, upstream)), leaves) if leaves else []

    def array(tensor):
        return {"shape": list(tensor.shape), "values": [float(f"{v:.9g}") for v in tensor.detach().contiguous().flatten().tolist()]}

    CASES.append({
        "name": name,
        **({} if mask is None else {"mask": {"shape": list(mask.shape), "values": mask.flatten().tolist()}}),
        "inputs": [array(i) for i in inputs],
        "input_gradients": [array(g) for g in gradients[:len(along)]],
        "weights": [{"name": n, **array(w)} for n, w in {**weights, **(statistics or {})}.items()],
        "weight_gradients": [array(g) for g in gradients[len(along):]],
        "outputs": [array(o) for o in outputs],
        "output_gradients": [array(u) for u in upstream],
    })


def write(fixture, script):
    target = pathlib.Path(__file__).parents[2] / f"tests/Fathom.Tests/Fixtures/{fixture}.json"
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in CASES)
    target.write_text(f'{{"script":"tools/oracles/{script}.py","torch":"{torch.__version__}","cases":[\n{lines}\n]}}\n')
    print(f"{len(CASES)} cases, {target.stat().st_size} bytes")
