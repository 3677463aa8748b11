"""What PyTorch and Hugging Face compute for tiny random XLM-Rs: the goldens of tests/golden/model.

    pip install torch transformers safetensors
    python tools/goldens/model.py

Each case is a folder: config.json, model.safetensors, batches.json, plan.json (how it was trained), expected.json
(logits, loss and every gradient norm of each step, before clipping), after.safetensors (all weights at the end).
"""
import json
import os
import pathlib

import torch
from safetensors.torch import save_file
from transformers import XLMRobertaConfig, XLMRobertaForSequenceClassification

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden" / "model"
PAD = 1

CASES = {
    "adamw-clip": {
        "sizes": {"hidden_size": 24, "num_hidden_layers": 3, "num_attention_heads": 3, "intermediate_size": 40, "vocab_size": 37, "max_position_embeddings": 21},
        "classes": 5, "rows": 5, "longest": 14,
        "plan": {"kind": "adamw", "learningRate": 2e-3, "weightDecay": 0.05, "clipNorm": 0.5, "frozenLayers": [], "frozenEmbeddings": False},
    },
    "sgd-odd-sizes": {
        "sizes": {"hidden_size": 15, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 22, "vocab_size": 29, "max_position_embeddings": 13},
        "classes": 2, "rows": 3, "longest": 11,
        "plan": {"kind": "sgd", "learningRate": 5e-2, "weightDecay": 0.1, "clipNorm": 1.0, "frozenLayers": [], "frozenEmbeddings": False},
    },
    "frozen-layers": {
        "sizes": {"hidden_size": 20, "num_hidden_layers": 4, "num_attention_heads": 2, "intermediate_size": 36, "vocab_size": 31, "max_position_embeddings": 18},
        "classes": 3, "rows": 4, "longest": 9,
        "plan": {"kind": "adamw", "learningRate": 1e-3, "weightDecay": 0.01, "clipNorm": 0.3, "frozenLayers": [0, 2], "frozenEmbeddings": True},
    },
}


def batch(generator, case):
    """Rows of random length (the first one full), padded at the end."""
    rows, longest, vocabulary = case["rows"], case["longest"], case["sizes"]["vocab_size"]
    ids = torch.full((rows, longest), PAD)
    for row in range(rows):
        length = longest if row == 0 else int(torch.randint(4, longest + 1, (), generator=generator))
        ids[row, :length] = torch.randint(3, vocabulary, (length,), generator=generator)
        ids[row, 0], ids[row, length - 1] = 0, 2
    return {"input_ids": ids.tolist(), "labels": torch.randint(0, case["classes"], (rows,), generator=generator).tolist()}


def frozen(name, plan):
    if name.startswith("roberta.embeddings"):
        return plan["frozenEmbeddings"]
    return any(name.startswith(f"roberta.encoder.layer.{layer}.") for layer in plan["frozenLayers"])


def make(name, case, seed):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    plan = case["plan"]
    config = XLMRobertaConfig(
        **case["sizes"], type_vocab_size=1, layer_norm_eps=1e-5, hidden_act="gelu", initializer_range=0.2,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, num_labels=case["classes"],
        pad_token_id=PAD, bos_token_id=0, eos_token_id=2,
    )
    model = XLMRobertaForSequenceClassification(config).train()
    with torch.no_grad():  # biases and norms start at 0 and 1, where faults hide
        for key, parameter in model.named_parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn(parameter.shape, generator=generator) * 0.1)
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    contiguous = lambda: {key: value.detach().clone().contiguous() for key, value in model.named_parameters()}
    save_file(contiguous(), folder / "model.safetensors", metadata={"format": "pt"})

    for key, parameter in model.named_parameters():
        parameter.requires_grad = not frozen(key, plan)
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    if plan["kind"] == "adamw":
        optimizer = torch.optim.AdamW(learning, lr=plan["learningRate"], betas=(0.9, 0.999), eps=1e-8, weight_decay=plan["weightDecay"])
    else:
        optimizer = torch.optim.SGD(learning, lr=plan["learningRate"], weight_decay=plan["weightDecay"])
    batches, steps = [batch(generator, case) for _ in range(3)], []
    for item in batches:
        ids = torch.tensor(item["input_ids"])
        result = model(input_ids=ids, attention_mask=(ids != PAD).long(), labels=torch.tensor(item["labels"]))
        optimizer.zero_grad(set_to_none=True)
        result.loss.backward()
        steps.append({
            "loss": result.loss.item(),
            "logits": result.logits.tolist(),
            "grad_norm": {key: 0.0 if p.grad is None else p.grad.norm().item() for key, p in model.named_parameters()},
        })
        torch.nn.utils.clip_grad_norm_(learning, plan["clipNorm"])
        optimizer.step()
    save_file(contiguous(), folder / "after.safetensors", metadata={"format": "pt"})
    for file in folder.glob("*.safetensors"):
        os.chmod(file, 0o644)
    kept = ["model_type", "hidden_act", "layer_norm_eps", "pad_token_id", "bos_token_id", "eos_token_id", "type_vocab_size", *case["sizes"]]
    values = config.to_dict()
    for file, content in {
        "config.json": {key: values[key] for key in kept},
        "batches.json": batches,
        "plan.json": {**plan, "classes": case["classes"]},
        "expected.json": steps,
    }.items():
        (folder / file).write_text(json.dumps(content) + "\n")


for number, (name, case) in enumerate(CASES.items()):
    make(name, case, seed=number + 1)
