"""Learns the Unigram vocabulary and writes tokenizer.json beside the sentencepiece model.

    python tools/pretrain/vocabulary.py --text vocabulary.txt --size 9000 --out DIR
"""

import argparse
import json
import pathlib

import sentencepiece
from tokenizer_json import convert

arguments = argparse.ArgumentParser()
arguments.add_argument("--text", required=True)
arguments.add_argument("--size", type=int, default=9000)
arguments.add_argument("--out", required=True)
options = arguments.parse_args()

out = pathlib.Path(options.out)
out.mkdir(parents=True, exist_ok=True)
sentencepiece.SentencePieceTrainer.train(
    input=options.text,
    model_prefix=str(out / "unigram"),
    vocab_size=options.size,
    model_type="unigram",
    character_coverage=1.0,
    normalization_rule_name="nmt_nfkc",
    pretokenization_delimiter="|",
    bos_id=0,
    pad_id=1,
    eos_id=2,
    unk_id=3,
    hard_vocab_limit=False,
    max_sentence_length=4096,
    num_threads=2,
    minloglevel=2,
)
model = str(out / "unigram.model")
(out / "tokenizer.json").write_text(json.dumps(convert(model), ensure_ascii=False), encoding="utf-8")
pieces = sentencepiece.SentencePieceProcessor(model_file=model)
print("pieces", pieces.get_piece_size(), "tokenizer.json", (out / "tokenizer.json").stat().st_size, "bytes")
