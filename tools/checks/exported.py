"""Opens exported models as a user would, and compares their answers with those in each folder's check.json.

    python tools/checks/exported.py FOLDER      (exported.ts makes it)
"""
import json
import pathlib
import sys

import torch
from transformers import (
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
)

CLASSES = {
    "ForSequenceClassification": AutoModelForSequenceClassification,
    "ForTokenClassification": AutoModelForTokenClassification,
    "ForQuestionAnswering": AutoModelForQuestionAnswering,
}
MOST = 1e-4


def answers(model, row):
    ids = torch.tensor([row["ids"]])
    types = (torch.arange(ids.shape[1]) >= row["second"]).long()[None]
    uses_types = model.config.type_vocab_size > 1
    with torch.no_grad():
        out = model(input_ids=ids, attention_mask=torch.ones_like(ids), token_type_ids=types if uses_types else None)
    if hasattr(out, "start_logits"):
        return torch.stack([out.start_logits[0], out.end_logits[0]], -1).flatten()
    return out.logits[0].flatten()


def check(folder):
    config = json.loads((folder / "config.json").read_text())
    kind = next(cls for name, cls in CLASSES.items() if config["architectures"][0].endswith(name))
    model, report = kind.from_pretrained(folder, output_loading_info=True)
    model.eval()
    wrong = {name: list(found) for name, found in report.items() if found}
    assert not wrong, f"{folder.name}: {wrong}"
    assert type(model).__name__ == config["architectures"][0]
    given = json.loads((folder / "check.json").read_text())
    largest = 0.0
    for row, expected in zip(given["rows"], given["logits"], strict=True):
        found = answers(model, row)
        largest = max(largest, (found - torch.tensor(expected)).abs().max().item())
    tokenizer = AutoTokenizer.from_pretrained(folder)
    for text in given["texts"]:
        found = tokenizer(text["text"])["input_ids"]
        assert found == text["ids"], f"{folder.name}: {type(tokenizer).__name__} makes {found} of {text}"
    assert tokenizer.pad_token_id is not None, f"{folder.name}: no padding"
    labels = len(config.get("id2label", {}))
    print(f"{folder.name:18} {type(model).__name__:40} largest difference {largest:.1e}, {labels} labels, {type(tokenizer).__name__}")
    return largest


def main():
    worst = max(check(folder) for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()))
    print(f"largest difference of a logit: {worst:.1e} (allowed: {MOST})")
    sys.exit(0 if worst <= MOST else 1)


main()
