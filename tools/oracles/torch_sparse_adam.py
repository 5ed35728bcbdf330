"""PyTorch's SparseAdam on a table of which each step reads some rows.

Run: python3 tools/oracles/torch_sparse_adam.py > tests/Fathom.Tests/Fixtures/torch_sparse_adam.json
"""
import json

import torch

torch.manual_seed(3)
ROWS, WIDTH, STEPS = 7, 3, 12
table = torch.nn.Parameter(torch.randn(ROWS, WIDTH))
optimizer = torch.optim.SparseAdam([table], lr=0.05, betas=(0.8, 0.95), eps=1e-6)


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


start, steps = numbers(table), []
for step in range(STEPS):
    rows = torch.randperm(ROWS - 1)[: 1 + step % 3]  # The last row is never read.
    values = torch.randn(len(rows), WIDTH)
    table.grad = torch.sparse_coo_tensor(rows.unsqueeze(0), values, (ROWS, WIDTH))
    optimizer.step()
    steps.append({"gradient": numbers(table.grad.to_dense()), "table": numbers(table)})
print(json.dumps({"script": "tools/oracles/torch_sparse_adam.py", "peer": f"torch {torch.__version__}", "rows": ROWS, "width": WIDTH,
                  "config": {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-6}, "start": start, "steps": steps}))
