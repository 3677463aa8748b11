"""XLM-R's encoder with a masked-language-modelling head, small enough to pretrain on a CPU.

The arithmetic is that of Hugging Face's XLMRobertaModel (post layer norm, exact GELU, positions from pad + 1); query, key and
value are one matrix here, for speed, and are split on export.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

PAD = 1


class Layer(nn.Module):
    def __init__(self, hidden: int, heads: int, intermediate: int):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-5)
        self.up = nn.Linear(hidden, intermediate)
        self.down = nn.Linear(intermediate, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-5)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """x [batch, sequence, hidden], bias [batch, 1, 1, sequence]: 0, or a large negative number on padding."""
        batch, sequence, hidden = x.shape
        size = hidden // self.heads
        q, k, v = self.qkv(x).view(batch, sequence, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(size) + bias
        context = torch.matmul(scores.softmax(-1), v).transpose(1, 2).reshape(batch, sequence, hidden)
        x = self.norm1(x + self.out(context))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class MaskedLanguageModel(nn.Module):
    def __init__(self, vocabulary: int, layers: int, hidden: int = 128, heads: int = 4, intermediate: int = 512, positions: int = 130):
        super().__init__()
        self.shape = dict(vocabulary=vocabulary, hidden=hidden, heads=heads, intermediate=intermediate, positions=positions)
        self.words = nn.Embedding(vocabulary, hidden)
        self.positions = nn.Embedding(positions, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-5)
        self.layers = nn.ModuleList([Layer(hidden, heads, intermediate) for _ in range(layers)])
        self.head = nn.Linear(hidden, hidden)
        self.head_norm = nn.LayerNorm(hidden, eps=1e-5)
        self.head_bias = nn.Parameter(torch.zeros(vocabulary))
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, 0, 0.02 if "words" in name or "positions" in name else 0.04)

    def forward(self, ids: torch.Tensor, layers: int | None = None) -> torch.Tensor:
        """ids [batch, sequence], padded on the right -> hidden states [batch, sequence, hidden] after `layers` layers (default: all)."""
        padding = ids == PAD
        bias = torch.zeros(padding.shape, dtype=torch.float32).masked_fill(padding, -1e9)[:, None, None, :]
        # Right padding only, so positions are 2, 3, ...; what a pad token computes is never read.
        x = self.norm(self.words(ids) + self.positions.weight[PAD + 1 : PAD + 1 + ids.shape[1]])
        for layer in self.layers[:layers]:
            x = layer(x, bias)
        return x

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(self.head_norm(F.gelu(self.head(x))), self.words.weight, self.head_bias)


def stacked(model: MaskedLanguageModel, layers: int) -> MaskedLanguageModel:
    """A deeper model that repeats the given one's layers (progressive stacking, Gong et al. 2019): its embeddings and head are kept."""
    shape = model.shape
    deeper = MaskedLanguageModel(shape["vocabulary"], layers, shape["hidden"], shape["heads"], shape["intermediate"], shape["positions"])
    state = model.state_dict()
    depth = len(model.layers)
    deeper.load_state_dict(
        {
            name: state[f"layers.{int(name.split('.')[1]) % depth}.{name.split('.', 2)[2]}" if name.startswith("layers.") else name]
            for name in deeper.state_dict()
        }
    )
    return deeper
