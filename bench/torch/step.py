"""One training step of an XLM-R encoder in PyTorch, fp32 with TF32 off, eager and compiled.

Usage: python step.py '{"hiddenSize": 768, ...}'; prints one JSON object on the last line of stdout. Shapes, optimizer and
clipping are those of bench/step.ts; dropout is off. Needs PyTorch 2 and a CUDA or MPS device.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

WARM_UP = 5
STEPS_A_ROUND = 10


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        hidden, inner = c["hiddenSize"], c["intermediateSize"]
        self.heads = c["heads"]
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.attended = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=c["layerNormEps"])
        self.intermediate = nn.Linear(hidden, inner)
        self.output = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=c["layerNormEps"])

    def forward(self, x, mask):
        rows, sequence, hidden = x.shape
        qkv = self.qkv(x).view(rows, sequence, 3, self.heads, hidden // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        context = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        h = self.norm1(self.attended(context.transpose(1, 2).reshape(rows, sequence, hidden)) + x)
        return self.norm2(self.output(functional.gelu(self.intermediate(h))) + h)


class Model(nn.Module):
    def __init__(self, c):
        super().__init__()
        hidden = c["hiddenSize"]
        self.pad = c["padId"]
        self.word = nn.Embedding(c["vocabSize"], hidden)
        self.position = nn.Embedding(c["maxPositions"], hidden)
        self.token_type = nn.Embedding(c["typeVocabSize"], hidden)
        self.norm = nn.LayerNorm(hidden, eps=c["layerNormEps"])
        self.layers = nn.ModuleList(Layer(c) for _ in range(c["layers"]))
        self.dense = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, c["classes"])

    def forward(self, ids):
        real = ids != self.pad
        positions = torch.cumsum(real, 1) * real + self.pad
        x = self.norm(self.word(ids) + self.position(positions) + self.token_type.weight[0])
        mask = real[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.out(torch.tanh(self.dense(x[:, 0])))


def synchronize(device):
    (torch.cuda if device == "cuda" else torch.mps).synchronize()


def time_step(forward, model, c, device):
    """Median time of a step, ms."""
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(3, c["vocabSize"], (c["rows"], c["sequence"]), generator=generator).to(device)
    labels = (torch.arange(c["rows"]) % c["classes"]).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.01, fused=device == "cuda")

    def step():
        optimizer.zero_grad(set_to_none=True)
        functional.cross_entropy(forward(ids), labels).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    for _ in range(WARM_UP):
        step()
    times = []
    for _ in range(c["rounds"]):
        synchronize(device)
        start = time.perf_counter()
        for _ in range(STEPS_A_ROUND):
            step()
        synchronize(device)
        times.append((time.perf_counter() - start) * 1000 / STEPS_A_ROUND)
    return statistics.median(times)


def main():
    c = json.loads(sys.argv[1])
    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.set_float32_matmul_precision("highest")
    if torch.cuda.is_available():
        device, name = "cuda", torch.cuda.get_device_name()
    elif torch.backends.mps.is_available():
        device, name = "mps", "Apple GPU"
    else:
        sys.exit("PyTorch finds neither a CUDA nor an MPS device.")
    model = Model(c).to(device)
    result = {"device": name, "torch": torch.__version__, "compiledMs": None, "note": None}
    result["eagerMs"] = time_step(model, model, c, device)
    try:
        result["compiledMs"] = time_step(torch.compile(model), model, c, device)
    except Exception as error:  # Compiling needs a C compiler and Triton, which not every machine has.
        result["note"] = f"torch.compile failed: {str(error).splitlines()[0]}"
    print(json.dumps(result))


main()
