"""Turns a sentencepiece Unigram model into a `tokenizer.json` laid out as XLM-R's.

    python tools/pretrain/tokenizer_json.py unigram.model tokenizer.json

The model has to be trained with bos_id=0, pad_id=1, eos_id=2, unk_id=3 and without a `<mask>` symbol. Ids are XLM-R's:
0 <s>, 1 <pad>, 2 </s>, 3 <unk>, then the pieces in sentencepiece's order, last <mask>.
Needs nothing but Python: the model file is a protocol buffer of which four fields are read.
"""

import base64
import json
import struct
import sys

SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
MASK = "<mask>"
SPACE = "\u2581"

# sentencepiece_model.proto: ModelProto.SentencePiece.Type and TrainerSpec.ModelType
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6
UNIGRAM = 1


def _fields(data: bytes):
    """Yields (field number, value) of a protocol buffer message; groups are not used by sentencepiece."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    while at < len(data):
        key = varint()
        kind = key & 7
        if kind == 0:
            value = varint()
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            value = data[at : at + size]
            at += size
        elif kind == 2:
            size = varint()
            value = data[at : at + size]
            at += size
        else:
            raise ValueError(f"protocol buffer field {key >> 3} has the unknown wire type {kind}")
        yield key >> 3, value


def read_model(model_file: str):
    """Returns (pieces as [(text, score, type)], model type, precompiled charsmap as bytes)."""
    with open(model_file, "rb") as file:
        data = file.read()
    pieces, model_type, charsmap = [], UNIGRAM, b""
    for number, value in _fields(data):
        if number == 1:
            piece = dict(_fields(value))
            score = struct.unpack("<f", piece[2])[0] if 2 in piece else 0.0
            pieces.append((piece[1].decode("utf-8"), score, piece.get(3, NORMAL)))
        elif number == 2:
            model_type = dict(_fields(value)).get(3, UNIGRAM)
        elif number == 3:
            charsmap = dict(_fields(value)).get(2, b"")
    return pieces, model_type, charsmap


def _vocabulary(model_file: str, pieces) -> list:
    first = [piece for piece, _, _ in pieces[:4]]
    if first != SPECIALS:
        raise ValueError(
            f"{model_file}: the first pieces are {first}, not {SPECIALS}. "
            "Train with bos_id=0, pad_id=1, eos_id=2, unk_id=3."
        )
    best = max((score for _, score, kind in pieces if kind == NORMAL), default=0.0)
    vocabulary = [[piece, 0.0] for piece in SPECIALS]
    for piece, score, kind in pieces[4:]:
        if piece == MASK:
            raise ValueError(f"{model_file}: {MASK} is a piece already. Train without it; it is added as the last id.")
        if kind == USER_DEFINED:
            # sentencepiece prefers a user-defined symbol by this score (unigram_model.cc, EncodeOptimized);
            # the Rust library knows only the score in the file.
            score = len(piece.encode("utf-8")) * best - 0.1
        elif kind != NORMAL:
            raise ValueError(f"{model_file}: piece {piece!r} is of type {kind} (byte, control or unused): not supported.")
        vocabulary.append([piece, score])
    vocabulary.append([MASK, 0.0])
    return vocabulary


def _added(token_id: int, content: str) -> dict:
    return {
        "id": token_id,
        "content": content,
        "single_word": False,
        "lstrip": content == MASK,  # "a <mask>" is two tokens: the space belongs to the mask
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def convert(model_file: str) -> dict:
    """The `tokenizer.json` document of a sentencepiece Unigram model (see the top of this file)."""
    pieces, model_type, charsmap = read_model(model_file)
    if model_type != UNIGRAM:
        raise ValueError(f"{model_file}: not a Unigram model. Train with model_type='unigram'.")
    vocabulary = _vocabulary(model_file, pieces)
    metaspace = {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True}

    def special(token: str) -> dict:
        return {"SpecialToken": {"id": token, "type_id": 0}}

    def text(name: str) -> dict:
        return {"Sequence": {"id": name, "type_id": 0}}

    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            *(_added(token_id, content) for token_id, content in enumerate(SPECIALS)),
            _added(len(vocabulary) - 1, MASK),
        ],
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap).decode("ascii")}
        if charsmap
        else None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, metaspace]},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [special("<s>"), text("A"), special("</s>")],
            "pair": [special("<s>"), text("A"), special("</s>"), special("</s>"), text("B"), special("</s>")],
            "special_tokens": {
                token: {"id": token, "ids": [SPECIALS.index(token)], "tokens": [token]} for token in ("<s>", "</s>")
            },
        },
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": False},
    }


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tools/pretrain/tokenizer_json.py unigram.model tokenizer.json")
    document = convert(sys.argv[1])
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False)
    print(f"{sys.argv[2]}: {len(document['model']['vocab'])} pieces")
