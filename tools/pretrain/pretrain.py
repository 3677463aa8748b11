"""Pretrains the bundled miniature XLM-R by masked language modelling, in phases (see README.md beside this file).

    python tools/pretrain/pretrain.py --vocabulary vocab/unigram.model --out run \\
        --phase shallow:6:plain.jsonl:12:1e-3:1e-3 --phase deep:12:plain.jsonl:4:7e-4:7e-4

A phase is name:layers:documents:million tokens:first learning rate:last learning rate. One with more layers than the last starts
from its layers, repeated. Every phase ends with a checkpoint `run/<name>.pt`; with `--resume` a phase that has one is not run again.
With `--start CHECKPOINT --start-vocabulary MODEL` the first phase goes on from an earlier model with another vocabulary: pieces
of both keep their vectors, a new one begins as the mean of the old pieces that it was written with.

Documents are those of lessons.ts. Masking is by whole words. A hidden discourse marker is one mask, whatever its length: as many masks as pieces would tell which it is.
"""

import argparse
import collections
import difflib
import itertools
import json
import os
import pathlib
import random
import time
import unicodedata
from typing import NamedTuple

import sentencepiece
import torch
import torch.nn.functional as F
from model import PAD, MaskedLanguageModel, stacked

MASK_SHARE = {"translation": 0.3}
DEFAULT_MASK_SHARE = 0.2
HIDDEN_MARKER_SHARE = 0.75
CHANNELS = ("altered", "answers", "asked", "disagrees")
"""What is asked about pieces, and, last, about the document as a whole at its first piece."""
DETECTION_WEIGHTS = (4.0, 1.0, 1.0, 1.0)
# Next to a hidden marker, little else is masked: it is the words that tell which marker it is.
MASK_SHARE_WITH_HIDDEN_MARKER = 0.06
DOCUMENTS_PER_STEP = 64
POOL_STEPS = 16


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--phase", action="append", required=True)
    parser.add_argument("--start", help="an earlier checkpoint to go on from")
    parser.add_argument("--start-vocabulary")
    parser.add_argument("--probe", help="JSON lines {language, text, label}: linear probe, shown in the log only")
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


class Document(NamedTuple):
    ids: list[int]
    mask_share: float
    marker_start: int
    """The marker's pieces: never masked one by one, but all or none."""
    marker_end: int
    is_hidden: bool
    """The marker is its first piece (not a mere word boundary) alone, to be predicted."""
    labels: list[list[float]]
    """[channels][pieces] 1, 0, or -1: not asked."""


class Documents:
    """Reads documents for ever, in file order."""

    def __init__(self, file: str, pieces: sentencepiece.SentencePieceProcessor, longest: int, draws: random.Random):
        self.file, self.pieces, self.longest, self.draws = file, pieces, longest, draws

    def __iter__(self):
        while True:
            with open(self.file, encoding="utf-8") as lines:
                for line in lines:
                    yield self.read(json.loads(line))

    def read(self, document: dict) -> Document:
        head = [0, *self.pieces.encode(document["first"]), 2, 2]
        labels: list[list[float]] = [[-1.0] * len(head) for _ in CHANNELS]
        if "disagrees" in document:
            labels[CHANNELS.index("disagrees")][0] = float(document["disagrees"])
        body: list[int] = []
        for sentence in document["second"]:
            found, asked = self.sentence(sentence, is_first=not body)
            body += found
            for channel, of_channel in zip(labels, asked):
                channel += of_channel
        marker = document.get("marker", "")
        span = len(self.pieces.encode(marker)) if marker else 0
        is_hidden = span > 0 and self.draws.random() < HIDDEN_MARKER_SHARE
        if is_hidden:
            telling = next(piece for piece in body[:span] if self.pieces.id_to_piece(piece) != "\u2581")
            body, labels = [telling, *body[span:]], [[*of[: len(head)], -1.0, *of[len(head) + span :]] for of in labels]
            span = 1
        ids = [*head, *body, 2]
        share = MASK_SHARE_WITH_HIDDEN_MARKER if is_hidden else MASK_SHARE.get(document["mode"], DEFAULT_MASK_SHARE)
        if any(label >= 0 for of in labels for label in of):
            share = 0.0
        labels = [[*of, -1.0][: self.longest] for of in labels]
        return Document(ids[: self.longest], share, len(head), len(head) + span, is_hidden, labels)

    def sentence(self, sentence: dict, is_first: bool) -> tuple[list[int], list[list[float]]]:
        """-> pieces, and what is asked about each, channel by channel."""
        text = unicodedata.normalize("NFKC", sentence["text"])
        pieces = self.pieces.encode(text)
        texts = [self.pieces.id_to_piece(piece) for piece in pieces]
        if not is_first and texts[0] == "\u2581":
            # Sentences of Chinese follow each other without a space.
            pieces, texts, before = pieces[1:], texts[1:], 1
        else:
            before = 0
        nothing = [-1.0] * len(pieces)
        altered, asked = nothing, nothing
        if "agreeing" in sentence:
            altered = altered_pieces(pieces, self.pieces.encode(sentence["agreeing"]))
        if "asked" in sentence:
            # Offsets are in UTF-16 units of the text as it was; none of our scripts needs two for a character.
            start, end = (len(unicodedata.normalize("NFKC", sentence["text"][:at])) for at in sentence["asked"])
            # A piece that begins a word has the space before it as its first character.
            ends = list(itertools.accumulate((len(piece) for piece in texts), initial=before - 1))
            asked = [float(max(first, 0) < end and last > start) for first, last in itertools.pairwise(ends)]
        answers = [float(sentence["answers"])] * len(pieces) if "answers" in sentence else nothing
        return pieces, [altered, answers, asked, nothing]


def altered_pieces(pieces: list[int], agreeing: list[int]) -> list[float]:
    """1 for the pieces that are not in a longest common subsequence with those of the agreeing sentence."""
    altered = [1.0] * len(pieces)
    for block in difflib.SequenceMatcher(None, pieces, agreeing, autojunk=False).get_matching_blocks():
        altered[block.a : block.a + block.size] = [0.0] * block.size
    return altered


def batches(documents: Documents, shuffle: random.Random, rank: int, processes: int):
    """Batches of documents of similar length, so that little is padded. Each process gets its part of the documents."""
    stream = itertools.islice(documents, rank, None, processes)
    documents_per_process = DOCUMENTS_PER_STEP // processes
    while True:
        pool = sorted(itertools.islice(stream, documents_per_process * POOL_STEPS), key=lambda document: len(document.ids))
        parts = [pool[at : at + documents_per_process] for at in range(0, len(pool), documents_per_process)]
        shuffle.shuffle(parts)
        yield from parts


def padded(sequences: list[list[int]]) -> torch.Tensor:
    longest = max(map(len, sequences))
    return torch.tensor([sequence + [PAD] * (longest - len(sequence)) for sequence in sequences])


class Masker:
    def __init__(self, pieces: sentencepiece.SentencePieceProcessor, generator: torch.Generator):
        size = pieces.get_piece_size()
        self.mask, self.vocabulary, self.generator = size, size + 1, generator
        texts = [pieces.id_to_piece(piece) for piece in range(size)]
        # A word begins at "▁"; in scripts without spaces (Thai, Chinese) every piece is taken for a word.
        unspaced = [any("\u0e00" <= char <= "\u0e7f" or "\u3000" <= char <= "\u9fff" for char in text) for text in texts]
        self.starts = torch.tensor([text.startswith("\u2581") or alone for text, alone in zip(texts, unspaced)] + [True])

    def __call__(self, documents: list[Document]) -> tuple[torch.Tensor, ...]:
        """-> ids, masked ids, which to predict, which are hidden markers, all [batch, sequence]; labels [batch, sequence, channels]."""
        ids = padded([document.ids for document in documents])
        share = torch.tensor([[document.mask_share] for document in documents])
        start = torch.tensor([[document.marker_start] for document in documents])
        end = torch.tensor([[document.marker_end] for document in documents])
        is_hidden = torch.tensor([[document.is_hidden] for document in documents])
        ordinary = ids > 3
        word = (self.starts[ids] | ~ordinary).long().cumsum(1)
        draws = torch.rand(ids.shape, generator=self.generator).gather(1, word.clamp(max=ids.shape[1] - 1))
        at = torch.arange(ids.shape[1])
        in_marker = (at >= start) & (at < end)
        hidden = in_marker & is_hidden
        chosen = ((draws < share) & ordinary & ~in_marker) | hidden
        how = torch.rand(ids.shape, generator=self.generator)
        masked = ids.clone()
        masked[chosen & ((how < 0.8) | hidden)] = self.mask
        replaced = chosen & (how >= 0.9) & ~hidden
        masked[replaced] = torch.randint(4, self.mask, (int(replaced.sum()),), generator=self.generator)
        width = ids.shape[1]
        labels = torch.tensor([[of + [-1.0] * (width - len(of)) for of in document.labels] for document in documents])
        return ids, masked, chosen, hidden, labels.transpose(1, 2)


@torch.no_grad()
def probe(model: MaskedLanguageModel, examples: dict[str, tuple[list[list[int]], torch.Tensor]]) -> str:
    """Accuracy per language of a linear classifier on mean hidden states, fitted on English. A gauge of transfer, never trained on."""
    features = {}
    for language, (sequences, _) in examples.items():
        ids = padded(sequences)
        weight = (ids > 3).float()[..., None]
        hidden = model(ids, layers=max(1, len(model.layers) * 2 // 3))
        features[language] = (hidden * weight).sum(1) / weight.sum(1)
    centre = features["en"].mean(0)
    inputs, labels = features["en"] - centre, examples["en"][1]
    targets = F.one_hot(labels).float() - F.one_hot(labels).float().mean(0)
    weights = torch.linalg.solve(inputs.T @ inputs + 3.0 * torch.eye(inputs.shape[1]), inputs.T @ targets)
    return " ".join(
        f"{language}={((features[language] - features[language].mean(0)) @ weights).argmax(1).eq(examples[language][1]).float().mean():.2f}"
        for language in examples
    )


def continued(checkpoint: str, old: sentencepiece.SentencePieceProcessor, new: sentencepiece.SentencePieceProcessor) -> MaskedLanguageModel:
    """The checkpoint's model, for another vocabulary."""
    saved = torch.load(checkpoint)
    shape, state = saved["shape"], saved["state"]
    model = MaskedLanguageModel(new.get_piece_size() + 1, saved["layers"], shape["hidden"], shape["heads"], shape["intermediate"], shape["positions"])
    words, bias = [], []
    for piece in range(new.get_piece_size()):
        text = new.id_to_piece(piece)
        known = [old.piece_to_id(text)]
        if piece >= 4 and known == [old.unk_id()]:
            known = [one for one in old.encode(text.replace("\u2581", " ").strip()) if one != old.unk_id()] or [old.unk_id()]
        words.append(state["words.weight"][known].mean(0))
        bias.append(state["head_bias"][known].mean())
    # The mask follows the pieces.
    state["words.weight"] = torch.stack([*words, state["words.weight"][-1]])
    state["head_bias"] = torch.stack([*bias, state["head_bias"][-1]])
    model.load_state_dict(state)
    return model


def share_gradients(parameters: list[torch.nn.Parameter], processes: int) -> None:
    """Every process ends up with the mean of all processes' gradients."""
    for parameter in parameters:
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
    flat = torch.cat([parameter.grad.flatten() for parameter in parameters])
    torch.distributed.all_reduce(flat)
    at = 0
    for parameter in parameters:
        parameter.grad.copy_((flat[at : at + parameter.numel()] / processes).view_as(parameter))
        at += parameter.numel()


def main() -> None:
    options = arguments()
    rank, processes = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if processes > 1:
        torch.distributed.init_process_group("gloo")
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    pieces = sentencepiece.SentencePieceProcessor(model_file=options.vocabulary)
    masker = Masker(pieces, torch.Generator().manual_seed(options.seed + 1000 * rank))
    examples: dict[str, tuple[list[list[int]], torch.Tensor]] = {}
    if options.probe:
        rows = [json.loads(line) for line in open(options.probe, encoding="utf-8")]
        for language in dict.fromkeys(row["language"] for row in rows):
            mine = [row for row in rows if row["language"] == language]
            examples[language] = ([[0, *pieces.encode(row["text"]), 2] for row in mine], torch.tensor([row["label"] for row in mine]))

    model: MaskedLanguageModel | None = None
    if options.start:
        model = continued(options.start, sentencepiece.SentencePieceProcessor(model_file=options.start_vocabulary), pieces)
    # Tells altered words and the like; thrown away afterwards, as the head of masked language modelling is.
    detector = torch.nn.Linear(128, len(CHANNELS))
    for number, phase in enumerate(options.phase):
        name, layers, file, budget, lr_start, lr_end = phase.split(":")
        layers, budget, lr_start, lr_end = int(layers), float(budget) * 1e6, float(lr_start), float(lr_end)
        shuffle = random.Random(options.seed * 100 + number + 1000 * rank)
        torch.manual_seed(options.seed * 100 + number)
        if model is None:
            model = MaskedLanguageModel(masker.vocabulary, layers)
        elif len(model.layers) != layers:
            model = stacked(model, layers)
        checkpoint = out / f"{name}.pt"
        if options.resume and checkpoint.exists():
            model.load_state_dict(torch.load(checkpoint)["state"])
            continue
        parameters = [*model.parameters(), *detector.parameters()]
        groups = [
            dict(params=[p for p in parameters if p.dim() == 2], weight_decay=0.01),
            dict(params=[p for p in parameters if p.dim() < 2], weight_decay=0.0),
        ]
        optimizer = torch.optim.AdamW(groups, lr=lr_start, betas=(0.9, 0.98), fused=True)
        tokens, step, begun, average, shown = 0, 0, time.time(), None, 0.0
        right: list[collections.deque[float]] = [collections.deque(maxlen=100) for _ in CHANNELS]
        right_markers: collections.deque[float] = collections.deque(maxlen=100)
        for batch in batches(Documents(file, pieces, 128, shuffle), shuffle, rank, processes):
            ids, masked, chosen, hidden, labels = masker(batch)
            rate = (lr_start + (lr_end - lr_start) * min(1.0, tokens / budget)) * min(1.0, (step + 1) / 300)
            for group in optimizer.param_groups:
                group["lr"] = rate
            states = model(masked)
            logits = model.logits(states[chosen])
            loss = F.cross_entropy(logits, ids[chosen]) if chosen.any() else 0 * states.sum()
            guesses = detector(states)
            for channel, weight in enumerate(DETECTION_WEIGHTS):
                asked = labels[..., channel] >= 0
                if not asked.any():
                    continue
                guess, truth = guesses[..., channel][asked], labels[..., channel][asked]
                loss = loss + weight * F.binary_cross_entropy_with_logits(guess, truth)
                if (truth > 0).any() and (truth == 0).any():
                    hits = (guess > 0).float().eq(truth).float()
                    right[channel].append((hits[truth > 0].mean().item() + hits[truth == 0].mean().item()) / 2)
            if hidden.any():
                right_markers.append(logits[hidden[chosen]].argmax(1).eq(ids[hidden]).float().mean().item())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            if processes > 1:
                share_gradients(parameters, processes)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            average = loss.item() if average is None else 0.98 * average + 0.02 * loss.item()
            count = (ids != PAD).sum()
            if processes > 1:
                torch.distributed.all_reduce(count)
            tokens += int(count)
            step += 1
            finished = tokens >= budget
            if rank == 0 and (time.time() - shown > 120 or finished):
                shown = time.time()
                seconds = shown - begun
                line = f"{name} step {step} {tokens / 1e6:.2f}M tokens {tokens / seconds:.0f}/s left {(budget - tokens) / tokens * seconds / 60:.0f} min loss {average:.3f}"
                for channel, hits in zip(CHANNELS, right):
                    if hits:
                        line += f" {channel} {sum(hits) / len(hits):.3f}"
                if right_markers:
                    line += f" markers {sum(right_markers) / len(right_markers):.3f}"
                print(line, probe(model, examples) if examples else "", flush=True)
                torch.save(dict(shape=model.shape, layers=layers, state=model.state_dict(), tokens=tokens), out / "latest.pt")
            if finished:
                break
        if rank == 0:
            torch.save(dict(shape=model.shape, layers=layers, state=model.state_dict(), tokens=tokens), checkpoint)


if __name__ == "__main__":
    main()
