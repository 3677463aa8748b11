"""Parquet as pyarrow writes it, laid out as Hugging Face's `datasets` does: lists, structs, and the meaning of labels in the
footer. Made with pyarrow 25: python tools/goldens/parquet.py"""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parents[2] / "tests/golden/parquet"
ROWS = range(40)


def write(name, columns, features, compression):
    about = {"huggingface": json.dumps({"info": {"features": features}})}
    table = pa.table(columns).replace_schema_metadata(about)
    pq.write_table(table, FOLDER / name, compression=compression, row_group_size=15)


def text(name):
    return [f"{name} {row} é😀" for row in ROWS]


write(
    "pairs-snappy.parquet",
    {"premise": text("premise"), "hypothesis": text("hypothesis"), "label": pa.array([row % 3 for row in ROWS], pa.int64())},
    {"label": {"names": ["entailment", "neutral", "contradiction"], "_type": "ClassLabel"}},
    "snappy",
)
write(
    "tags-gzip.parquet",
    {
        "tokens": [["Rome", f"won {row}"] for row in ROWS],
        "ner_tags": pa.array([[2, 0] for _ in ROWS], pa.list_(pa.int64())),
    },
    {"ner_tags": {"feature": {"names": ["O", "B-PER", "B-LOC"], "_type": "ClassLabel"}, "_type": "Sequence"}},
    "gzip",
)
write(
    "questions-zstd.parquet",
    {
        "context": [f"😀 Anna {row} won." for row in ROWS],
        "question": text("who?"),
        "answers": pa.array(
            [{"answer_start": [2], "text": [f"Anna {row}"]} for row in ROWS],
            pa.struct([("answer_start", pa.list_(pa.int32())), ("text", pa.list_(pa.string()))]),
        ),
    },
    {},
    "zstd",
)
write("words-brotli.parquet", {"words": [["a", "b"] for _ in ROWS], "pos": [["X", "NOUN"] for _ in ROWS]}, {}, "brotli")
