"""Writes a pretraining checkpoint in Hugging Face layout: config.json, tokenizer.json, model.safetensors (f16).

    python tools/pretrain/export.py --checkpoint run/marked.pt --tokenizer vocab/tokenizer.json --out public/models/mini
"""

import argparse
import json
import pathlib
import shutil

import torch
from model import MaskedLanguageModel, stacked
from safetensors.torch import save_file


def hugging_face(model: MaskedLanguageModel) -> dict[str, torch.Tensor]:
    """The encoder's tensors under their Hugging Face names; the language-modelling head stays behind."""
    state = model.state_dict()
    hidden = model.shape["hidden"]
    tensors = {
        "roberta.embeddings.word_embeddings.weight": state["words.weight"],
        "roberta.embeddings.position_embeddings.weight": state["positions.weight"],
        # XLM-R has one token type whose row is always added; here it is part of the positions.
        "roberta.embeddings.token_type_embeddings.weight": torch.zeros(1, hidden),
        "roberta.embeddings.LayerNorm.weight": state["norm.weight"],
        "roberta.embeddings.LayerNorm.bias": state["norm.bias"],
    }
    for layer in range(len(model.layers)):
        ours, theirs = f"layers.{layer}", f"roberta.encoder.layer.{layer}"
        for kind in ("weight", "bias"):
            parts = state[f"{ours}.qkv.{kind}"].split(hidden)
            for name, part in zip(("query", "key", "value"), parts):
                tensors[f"{theirs}.attention.self.{name}.{kind}"] = part
            for name, place in (
                ("out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                tensors[f"{theirs}.{place}.{kind}"] = state[f"{ours}.{name}.{kind}"]
    return {name: tensor.half().contiguous().clone() for name, tensor in tensors.items()}


def config(model: MaskedLanguageModel) -> dict:
    shape = model.shape
    return {
        "architectures": ["XLMRobertaModel"],
        "model_type": "xlm-roberta",
        "hidden_size": shape["hidden"],
        "num_hidden_layers": len(model.layers),
        "num_attention_heads": shape["heads"],
        "intermediate_size": shape["intermediate"],
        "vocab_size": shape["vocabulary"],
        "max_position_embeddings": shape["positions"],
        "type_vocab_size": 1,
        "layer_norm_eps": 1e-5,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "initializer_range": 0.02,
        "pad_token_id": 1,
        "bos_token_id": 0,
        "eos_token_id": 2,
        "tie_word_embeddings": True,
        "dtype": "float16",
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--layers", type=int, help="repeat the layers up to this depth (only for trying things out)")
    options = parser.parse_args()
    saved = torch.load(options.checkpoint)
    shape = saved["shape"]
    model = MaskedLanguageModel(shape["vocabulary"], saved["layers"], shape["hidden"], shape["heads"], shape["intermediate"], shape["positions"])
    model.load_state_dict(saved["state"])
    if options.layers and options.layers != saved["layers"]:
        model = stacked(model, options.layers)
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    save_file(hugging_face(model), out / "model.safetensors", metadata={"format": "pt"})
    (out / "config.json").write_text(json.dumps(config(model), indent=2) + "\n")
    shutil.copyfile(options.tokenizer, out / "tokenizer.json")
    print(f"{out}: {sum(file.stat().st_size for file in out.iterdir()) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
