"""PyTorch's OneCycleLR, step by step.

Run: python3 tools/oracles/torch_one_cycle.py > tests/Fathom.Tests/Fixtures/torch_one_cycle.json
"""
import json

import torch

cases = []
for total, options in [(50, {}), (37, {"pct_start": 0.25, "div_factor": 10.0, "final_div_factor": 100.0}), (10, {"pct_start": 0.5}), (200, {"pct_start": 0.013})]:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 1.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.4, total_steps=total, cycle_momentum=False, **options)
    rates = []
    for _ in range(total):
        rates.append(float(f"{schedule.get_last_lr()[0]:.12g}"))
        optimizer.step()
        if len(rates) < total:
            schedule.step()
    cases.append({"total_steps": total, "config": options, "rates": rates})
print(json.dumps({"script": "tools/oracles/torch_one_cycle.py", "peer": f"torch {torch.__version__}", "max_learning_rate": 0.4, "cases": cases}))
