"""What PyTorch and Hugging Face compute for tiny random XLM-Rs and BERTs: the goldens of tests/golden/model.

    pip install torch transformers safetensors
    python tools/goldens/model.py

Each case is a folder: config.json, model.safetensors, batches.json, plan.json (how it was trained), expected.json
(logits, loss and every gradient norm of each step, before clipping), after.safetensors (all weights at the end).

Batches of a BERT have attention_mask and token_type_ids as a tokenizer would give them; its [PAD] also stands inside texts.

Logits of a token head are those of the labelled tokens; of a span head [start, end] of every token, null for padding.
"""
import json
import os
import pathlib

import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    BertForTokenClassification,
    XLMRobertaConfig,
    XLMRobertaForQuestionAnswering,
    XLMRobertaForSequenceClassification,
    XLMRobertaForTokenClassification,
)

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden" / "model"

MODELS = {
    "xlm-roberta": {
        "sequence": XLMRobertaForSequenceClassification,
        "token": XLMRobertaForTokenClassification,
        "span": XLMRobertaForQuestionAnswering,
    },
    "bert": {
        "sequence": BertForSequenceClassification,
        "token": BertForTokenClassification,
        "span": BertForQuestionAnswering,
    },
}
# As the config says; the ids of the first and the last token are the tokenizer's.
XLMR = {"pad": 1, "first": 0, "last": 2, "config": {"layer_norm_eps": 1e-5, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "type_vocab_size": 1}}
BERT = {"pad": 0, "first": 5, "last": 6, "config": {"layer_norm_eps": 1e-12, "pad_token_id": 0, "type_vocab_size": 2}}
# Its config says that <s> is padding.
MINILM = {**BERT, "first": 0, "last": 2}
# Of tokens without a label, as PyTorch ignores them.
UNLABELLED = -100

CASES = {
    "adamw-clip": {
        "sizes": {"hidden_size": 24, "num_hidden_layers": 3, "num_attention_heads": 3, "intermediate_size": 40, "vocab_size": 37, "max_position_embeddings": 21},
        "head": "sequence", "classes": 5, "rows": 5, "longest": 14,
        "plan": {"kind": "adamw", "learningRate": 2e-3, "weightDecay": 0.05, "clipNorm": 0.5, "frozenLayers": [], "frozenEmbeddings": False},
    },
    "sgd-odd-sizes": {
        "sizes": {"hidden_size": 15, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 22, "vocab_size": 29, "max_position_embeddings": 13},
        "head": "sequence", "classes": 2, "rows": 3, "longest": 11,
        "plan": {"kind": "sgd", "learningRate": 5e-2, "weightDecay": 0.1, "clipNorm": 1.0, "frozenLayers": [], "frozenEmbeddings": False},
    },
    "frozen-layers": {
        "sizes": {"hidden_size": 20, "num_hidden_layers": 4, "num_attention_heads": 2, "intermediate_size": 36, "vocab_size": 31, "max_position_embeddings": 18},
        "head": "sequence", "classes": 3, "rows": 4, "longest": 9,
        "plan": {"kind": "adamw", "learningRate": 1e-3, "weightDecay": 0.01, "clipNorm": 0.3, "frozenLayers": [0, 2], "frozenEmbeddings": True},
    },
    "token-head": {
        "sizes": {"hidden_size": 18, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 26, "vocab_size": 33, "max_position_embeddings": 16},
        "head": "token", "classes": 7, "rows": 4, "longest": 12,
        "plan": {"kind": "adamw", "learningRate": 2e-3, "weightDecay": 0.05, "clipNorm": 0.5, "frozenLayers": [], "frozenEmbeddings": False},
    },
    "span-head": {
        "sizes": {"hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 24, "vocab_size": 30, "max_position_embeddings": 19},
        "head": "span", "classes": 2, "rows": 4, "longest": 15,
        "plan": {"kind": "adamw", "learningRate": 1e-3, "weightDecay": 0.01, "clipNorm": 0.4, "frozenLayers": [1], "frozenEmbeddings": False},
    },
    "bert-sequence": {
        "type": "bert", "names": BERT,
        "sizes": {"hidden_size": 20, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 30, "vocab_size": 34, "max_position_embeddings": 15},
        "head": "sequence", "classes": 4, "rows": 5, "longest": 15,
        "plan": {"kind": "adamw", "learningRate": 2e-3, "weightDecay": 0.05, "clipNorm": 0.5, "frozenLayers": [], "frozenEmbeddings": False},
    },
    "bert-token": {
        "type": "bert", "names": BERT,
        "sizes": {"hidden_size": 15, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 26, "vocab_size": 29, "max_position_embeddings": 16},
        "head": "token", "classes": 6, "rows": 4, "longest": 12,
        "plan": {"kind": "sgd", "learningRate": 5e-2, "weightDecay": 0.1, "clipNorm": 1.0, "frozenLayers": [0], "frozenEmbeddings": True},
    },
    "minilm-span": {
        "type": "bert", "names": MINILM,
        "sizes": {"hidden_size": 18, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 24, "vocab_size": 30, "max_position_embeddings": 17},
        "head": "span", "classes": 2, "rows": 4, "longest": 14,
        "plan": {"kind": "adamw", "learningRate": 1e-3, "weightDecay": 0.01, "clipNorm": 0.4, "frozenLayers": [1], "frozenEmbeddings": False},
    },
}


def batch(generator, case):
    """Rows of random length (the first one full), padded at the end."""
    rows, longest, vocabulary = case["rows"], case["longest"], case["sizes"]["vocab_size"]
    names = case.get("names", XLMR)
    ids = torch.full((rows, longest), names["pad"])
    real = torch.zeros_like(ids)
    for row in range(rows):
        length = longest if row == 0 else int(torch.randint(4, longest + 1, (), generator=generator))
        ids[row, :length] = torch.randint(3, vocabulary, (length,), generator=generator)
        ids[row, 0], ids[row, length - 1] = names["first"], names["last"]
        real[row, :length] = 1
    found = {"input_ids": ids.tolist()}
    if names is not XLMR:
        ids[0, 2] = names["pad"]
        found = {"input_ids": ids.tolist(), "attention_mask": real.tolist()}
    if names is BERT:
        # Rows of two texts and one row of one text.
        types = torch.zeros_like(ids)
        for row in range(rows):
            if row != 1:
                types[row, int(torch.randint(2, 4, (), generator=generator)):] = 1
        found["token_type_ids"] = (types * real).tolist()
    return {**found, **targets(generator, case, ids, real.bool())}


def targets(generator, case, ids, real):
    rows, longest = ids.shape
    if case["head"] == "sequence":
        return {"labels": torch.randint(0, case["classes"], (rows,), generator=generator).tolist()}
    if case["head"] == "token":
        labels = torch.randint(0, case["classes"], ids.shape, generator=generator)
        names = case.get("names", XLMR)
        inner = real & (ids != names["first"]) & (ids != names["last"]) & (torch.rand(ids.shape, generator=generator) < 0.7)
        return {"labels": torch.where(inner, labels, UNLABELLED).tolist()}
    # Row 1 has no answer, and row 2's starts and ends with its last token.
    lengths = real.sum(1).tolist()
    starts, ends = [], []
    for row, length in enumerate(lengths):
        start = int(torch.randint(1, length, (), generator=generator))
        end = int(torch.randint(start, length, (), generator=generator))
        start, end = {1: (0, 0), 2: (length - 1, length - 1)}.get(row, (start, end))
        starts.append(start)
        ends.append(end)
    return {"start_positions": starts, "end_positions": ends}


def forward(model, head, item):
    """Loss and logits; as lists, what a test looks at."""
    ids = torch.tensor(item["input_ids"])
    mask = torch.tensor(item["attention_mask"]) if "attention_mask" in item else (ids != XLMR["pad"]).long()
    inputs = {"input_ids": ids, "attention_mask": mask}
    if "token_type_ids" in item:
        inputs["token_type_ids"] = torch.tensor(item["token_type_ids"])
    if head != "span":
        labels = torch.tensor(item["labels"])
        result = model(**inputs, labels=labels)
        shown = result.logits if head == "sequence" else result.logits[labels != UNLABELLED]
        return result.loss, shown.tolist()
    result = model(**inputs)
    # Hugging Face's own loss lets padding win, too; here only tokens can.
    ends = [logits.masked_fill(mask == 0, -torch.inf) for logits in (result.start_logits, result.end_logits)]
    wanted = [torch.tensor(item[key]) for key in ("start_positions", "end_positions")]
    loss = sum(cross_entropy(*pair) for pair in zip(ends, wanted)) / 2
    shown = torch.stack(ends, -1).flatten(1).tolist()
    return loss, [[None if value == -torch.inf else value for value in row] for row in shown]


def frozen(name, plan):
    if ".embeddings." in name:
        return plan["frozenEmbeddings"]
    return any(f".encoder.layer.{layer}." in name for layer in plan["frozenLayers"])


def make(name, case, seed):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    plan = case["plan"]
    kind, names = case.get("type", "xlm-roberta"), case.get("names", XLMR)
    config = {"xlm-roberta": XLMRobertaConfig, "bert": BertConfig}[kind](
        **case["sizes"], **names["config"], hidden_act="gelu", initializer_range=0.2,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, num_labels=case["classes"],
    )
    model = MODELS[kind][case["head"]](config).train()
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
        loss, logits = forward(model, case["head"], item)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        steps.append({
            "loss": loss.item(),
            "logits": logits,
            "grad_norm": {key: 0.0 if p.grad is None else p.grad.norm().item() for key, p in model.named_parameters()},
        })
        torch.nn.utils.clip_grad_norm_(learning, plan["clipNorm"])
        optimizer.step()
    save_file(contiguous(), folder / "after.safetensors", metadata={"format": "pt"})
    for file in folder.glob("*.safetensors"):
        os.chmod(file, 0o644)
    kept = ["model_type", "hidden_act", *names["config"], *case["sizes"]]
    values = config.to_dict()
    for file, content in {
        "config.json": {key: values[key] for key in kept},
        "batches.json": batches,
        "plan.json": {**plan, "head": case["head"], "classes": case["classes"]},
        "expected.json": steps,
    }.items():
        (folder / file).write_text(json.dumps(content) + "\n")


for number, (name, case) in enumerate(CASES.items()):
    make(name, case, seed=number + 1)
