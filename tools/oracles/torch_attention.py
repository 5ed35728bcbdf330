"""Reference values and gradients of the layers of attention, from PyTorch in double precision, weights in Keras's layout.

Run: /usr/bin/python3 tools/oracles/torch_attention.py   (PyTorch 1.13 or newer)
Writes tests/Fathom.Tests/Fixtures/layers_attention.json. Multi-head attention is PyTorch's own wherever the options are ones it has.
"""
import math

import torch
import torch.nn.functional as F

from layer_cases import case, draw, write

B, T, S, D, V = 3, 4, 5, 6, 7
past = torch.ones(T, S, dtype=torch.bool).tril()


def average(score, causal=False, with_weights=False):
    def run(query, value, key=None, **weights):
        key = value if key is None else key
        scores = score(query, key, **weights)
        if causal:
            scores = scores.masked_fill(~past, -math.inf)
        weights = torch.softmax(scores, -1)
        return (weights @ value, weights) if with_weights else weights @ value
    return run


def dot(query, key, scale=1.0):
    return scale * query @ key.transpose(1, 2)


def summed(query, key):
    return query[:, :, None] + key[:, None]


torch.manual_seed(21)
case("attention_dot", [draw(B, T, D), draw(B, S, D)], {}, average(dot))
case("attention_dot_key_scale", [draw(B, T, D), draw(B, S, V), draw(B, S, D)], dict(scale=draw()), average(dot))
case("attention_dot_causal", [draw(B, T, D), draw(B, S, D)], {}, average(dot, causal=True))
case("attention_dot_scores", [draw(B, T, D), draw(B, S, D)], {}, average(dot, with_weights=True))
torch.manual_seed(23)
case("attention_concat", [draw(B, T, D), draw(B, S, D)], dict(concat_score_weight=draw()),
     average(lambda q, k, concat_score_weight: concat_score_weight * torch.tanh(summed(q, k)).sum(-1)))
case("attention_concat_scale", [draw(B, T, D), draw(B, S, D)], dict(scale=draw(), concat_score_weight=draw()),
     average(lambda q, k, scale, concat_score_weight: concat_score_weight * torch.tanh(scale * summed(q, k)).sum(-1)))
case("attention_scaled_dot", [draw(B, T, D), draw(B, S, D)], {}, average(lambda q, k: q @ k.transpose(1, 2) / math.sqrt(D)))
case("attention_cosine", [draw(B, T, D), draw(B, S, D)], dict(scale=draw()),
     average(lambda q, k, scale: scale * F.cosine_similarity(q[:, :, None], k[:, None], -1)))
case("attention_general", [draw(B, T, D), draw(B, S, V)], dict(kernel=draw(D, V, scale=0.5)),
     average(lambda q, k, kernel: F.bilinear(q[:, :, None].expand(B, T, S, D).contiguous(), k[:, None].expand(B, T, S, V).contiguous(), kernel[None])[..., 0]))
case("attention_additive", [draw(B, T, D), draw(B, S, V)], dict(query_kernel=draw(D, 4), key_kernel=draw(V, 4), score_vector=draw(4)),
     average(lambda q, k, query_kernel, key_kernel, score_vector: torch.tanh(summed(q @ query_kernel, k @ key_kernel)) @ score_vector))
case("attention_location", [draw(B, T, D), draw(B, S, V)], dict(kernel=draw(D, S)), average(lambda q, k, kernel: q @ kernel))
case("additive_attention", [draw(B, T, D), draw(B, S, D)], dict(scale=draw(D)), average(lambda q, k, scale: (scale * torch.tanh(summed(q, k))).sum(-1)))
case("additive_attention_no_scale", [draw(B, T, D), draw(B, S, V), draw(B, S, D)], {}, average(lambda q, k: torch.tanh(summed(q, k)).sum(-1)))

NAMES = ["query", "key", "value", "attention_output"]


def projections(heads, query, key, value, key_dim, value_dim, output, shared=None):
    weights = {}
    for name, kernel, bias in zip(NAMES, [(query, heads, key_dim), (key, shared or heads, key_dim), (value, shared or heads, value_dim), (heads, value_dim, *output)],
                                  [(heads, key_dim), (shared or heads, key_dim), (shared or heads, value_dim), output]):
        weights[name + "/kernel"], weights[name + "/bias"] = draw(*kernel, scale=0.5), draw(*bias)
    return weights


def pytorch(heads, hidden=None, with_weights=False):
    """PyTorch's multi-head attention: the key dimension of all heads together must be the length of the query."""
    def run(query, value, key=None, **w):
        key = value if key is None else key
        matrix = {name: w[name + "/kernel"].flatten(1).T for name in NAMES[:3]}
        output, weights = F.multi_head_attention_forward(
            query.transpose(0, 1), key.transpose(0, 1), value.transpose(0, 1), query.shape[-1], heads, None,
            torch.cat([w[name + "/bias"].flatten() for name in NAMES[:3]]), None, None, False, 0.0, w["attention_output/kernel"].flatten(0, 1).T, w["attention_output/bias"],
            use_separate_proj_weight=True, q_proj_weight=matrix["query"], k_proj_weight=matrix["key"], v_proj_weight=matrix["value"], attn_mask=hidden,
            average_attn_weights=False)
        return (output.transpose(0, 1), weights) if with_weights else output.transpose(0, 1)
    return run


def heads(hidden=None, axes="t", shared=1):
    """Any dimensions; the axes attended over are t (queries) and s (keys), or t, u and s, v."""
    def project(x, w, name):
        return torch.tensordot(x, w[name + "/kernel"], 1) + w[name + "/bias"]

    def run(query, value, key=None, **w):
        q, k, v = project(query, w, "query"), project(value if key is None else key, w, "key"), project(value, w, "value")
        k, v = k.repeat_interleave(shared, -2), v.repeat_interleave(shared, -2)
        equation = {"t": "btnh,bsnh->bnts", "first": "btdnh,bsdnh->bdnts", "both": "btunh,bsvnh->bntusv"}[axes]
        scores = torch.einsum(equation, q, k) / math.sqrt(q.shape[-1])
        if hidden is not None:
            scores = scores.masked_fill(hidden, -math.inf)
        weights = torch.softmax(scores.flatten(-2), -1).reshape(scores.shape) if axes == "both" else torch.softmax(scores, -1)
        equation = {"t": "bnts,bsnh->btnh", "first": "bdnts,bsdnh->btdnh", "both": "bntusv,bsvnh->btunh"}[axes]
        out = torch.einsum(equation, weights, v)
        return torch.tensordot(out, w["attention_output/kernel"], 2) + w["attention_output/bias"]
    return run


torch.manual_seed(22)
own = dict(query=D, key=V, value=V, key_dim=3, value_dim=3, output=(D,))
case("multi_head_attention", [draw(B, T, D), draw(B, S, V)], projections(2, **own), pytorch(2))
case("multi_head_attention_scores", [draw(B, T, D), draw(B, S, V)], projections(2, **own), pytorch(2, with_weights=True))
case("multi_head_attention_causal", [draw(B, T, D), draw(B, S, V)], projections(2, **own), pytorch(2, hidden=~past))
case("multi_head_attention_key", [draw(B, T, D), draw(B, S, V), draw(B, S, 5)], projections(2, **{**own, "key": 5}), pytorch(2))
case("multi_head_attention_value_dim", [draw(B, T, D), draw(B, S, V)], projections(3, D, V, V, 4, 5, (8,)), heads())
case("multi_head_attention_output_shape", [draw(B, T, D), draw(B, S, V)], projections(3, D, V, V, 4, 4, (2, 3)), heads())
case("multi_head_attention_first_axis", [draw(2, T, 3, D), draw(2, S, 3, D)], projections(2, D, D, D, 3, 3, (D,)), heads(axes="first"))
case("multi_head_attention_both_axes", [draw(2, T, 3, D), draw(2, S, 2, D)], projections(2, D, D, D, 3, 3, (D,)), heads(axes="both"))
case("grouped_query_attention", [draw(B, T, D), draw(B, S, D)], projections(4, D, D, D, 3, 3, (D,), shared=2), heads(shared=2))
case("grouped_query_attention_one", [draw(B, T, D), draw(B, S, D)], projections(4, D, D, D, 3, 3, (D,), shared=1), heads(~past, shared=4))

write("layers_attention", "torch_attention")
