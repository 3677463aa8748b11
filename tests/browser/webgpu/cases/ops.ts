/** Every operation, forward and backward, against the portable op set. */
import type { DropoutSite } from "../../../../src/ops/ops.ts";
import type { Tokens } from "../../../../src/ops/tokens.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import type { Case, Measurement } from "./case.ts";
import { asHardware, disagreement, draw, spread, tokensOf, type Values, type Work } from "./reference.ts";

const LIMIT = 1e-5;
const EPS = 1e-5;
const VOCABULARY = 23;

const SITE: DropoutSite = { dropout: { rate: 0.3, seed: 3, step: 8 }, site: 6 };

/** Sides by ones, twos and fours; the last is the mini model's. */
const SIZES = [
  { hidden: 6, heads: 2 },
  { hidden: 9, heads: 3 },
  { hidden: 10, heads: 2 },
  { hidden: 16, heads: 2 },
  { hidden: 128, heads: 4 },
];

/** Rows that are ragged, with a lone <s> among them; all full; one; one with one token; longer than a block of sums. */
const BATCHES: readonly { readonly name: string; readonly tokens: Tokens }[] = [
  { name: "ragged rows", tokens: tokensOf([5, 1, 7, 4]) },
  { name: "rows without padding", tokens: tokensOf([6, 6, 6]) },
  { name: "one row", tokens: tokensOf([7], 9) },
  { name: "one token", tokens: tokensOf([1]) },
  { name: "long rows", tokens: tokensOf([40, 33, 3]) },
  { name: "pairs of texts", tokens: tokensOf([5, 1, 40, 4], 40, VOCABULARY, [3, 1, 17, 0]) },
];

/** One piece of an operation's contract to check. */
interface Piece {
  readonly values: Values;
  readonly learn: readonly string[];
  readonly work: Work;
}

interface Place {
  readonly tokens: Tokens;
  readonly hidden: number;
  readonly heads: number;
  readonly site: DropoutSite | null;
}

const BOTH = { input: true, weights: true };

function embedding({ tokens, hidden, site }: Place): Piece {
  const learn = ["tableWord", "tablePosition", "tableType", "gain", "shift"];
  const values = draw({
    tableWord: [VOCABULARY, hidden],
    tablePosition: [tokens.sequence + 2, hidden],
    tableType: [2, hidden],
    gain: [hidden],
    shift: [hidden],
    upstream: [tokens.count, hidden],
  });
  const work: Work = ({ ops, tensor, parameter }) => {
    const parameters = {
      word: parameter("tableWord"),
      position: parameter("tablePosition"),
      tokenType: parameter("tableType"),
      gain: parameter("gain"),
      shift: parameter("shift"),
    };
    const { output, saved } = ops.embedding(tokens, parameters, EPS, site);
    const kept = output.clone();
    const back = ops.embeddingBackward(saved, tensor("upstream"), tokens, parameters, site);
    const { word: tableWord, position: tablePosition, tokenType: tableType, gain, shift } = back;
    return { output: kept, tableWord, tablePosition, tableType, gain, shift };
  };
  return { values, learn, work };
}

const attention =
  (queries: "all" | "first", wanted: typeof BOTH, plus: boolean) =>
  ({ tokens, hidden, heads, site }: Place): Piece => {
    const asked = queries === "first" ? tokens.rows : tokens.count;
    const values = draw({
      x: [tokens.count, hidden],
      weight: [3 * hidden, hidden],
      bias: [3 * hidden],
      plus: [asked, hidden],
      upstream: [asked, hidden],
    });
    const work: Work = ({ ops, tensor, parameter }) => {
      const linear = { weight: parameter("weight"), bias: parameter("bias") };
      const shape = { heads, queries };
      const { output, saved } = ops.attention(tensor("x"), linear, tokens, shape, site);
      const kept = output.clone();
      const upstream = tensor("upstream");
      const added = plus ? tensor("plus") : null;
      const back = ops.attentionBackward(saved, upstream, linear, tokens, shape, site, wanted, added);
      return { output: kept, x: back.input, weight: back.weight, bias: back.bias };
    };
    return { values, learn: ["weight", "bias"], work };
  };

const residualNorm =
  (wanted: typeof BOTH) =>
  ({ tokens, hidden, site }: Place): Piece => {
    const into = hidden + 3;
    const learn = ["weight", "bias", "gain", "shift"];
    const values = draw({
      x: [tokens.count, into],
      residual: [tokens.count, hidden],
      weight: [hidden, into],
      bias: [hidden],
      gain: [hidden],
      shift: [hidden],
      upstream: [tokens.count, hidden],
    });
    const work: Work = ({ ops, tensor, parameter }) => {
      const parameters = {
        weight: parameter("weight"),
        bias: parameter("bias"),
        gain: parameter("gain"),
        shift: parameter("shift"),
      };
      const { places } = tokens;
      // Places are known from the tokens of an earlier operation.
      ops.firstTokens(tensor("residual"), tokens);
      const { output, saved } = ops.residualNorm(tensor("x"), tensor("residual"), parameters, EPS, places, site);
      const kept = output.clone();
      const back = ops.residualNormBackward(saved, tensor("upstream"), parameters, places, site, wanted);
      const { input: x, residual, weight, bias, gain, shift } = back;
      return { output: kept, x, residual, weight, bias, gain, shift };
    };
    return { values, learn, work };
  };

/** Of the top layer, where row r is the first token of sequence r. */
function firstRows({ tokens, hidden, site }: Place): Piece {
  const values = draw({
    x: [tokens.count, hidden],
    context: [tokens.rows, 8],
    weight: [hidden, 8],
    bias: [hidden],
    gain: [hidden],
    shift: [hidden],
    upstream: [tokens.rows, hidden],
  });
  const work: Work = ({ ops, tensor, parameter }) => {
    const first = ops.firstTokens(tensor("x"), tokens);
    const keptFirst = first.clone();
    const parameters = {
      weight: parameter("weight"),
      bias: parameter("bias"),
      gain: parameter("gain"),
      shift: parameter("shift"),
    };
    const places = tokens.firstPlaces;
    const { output, saved } = ops.residualNorm(tensor("context"), first, parameters, EPS, places, site);
    const kept = output.clone();
    const back = ops.residualNormBackward(saved, tensor("upstream"), parameters, places, site, BOTH);
    return { first: keptFirst, output: kept, context: back.input, residual: back.residual, weight: back.weight };
  };
  return { values, learn: ["weight", "bias", "gain", "shift"], work };
}

const linearGelu =
  (wanted: typeof BOTH, plus: boolean) =>
  ({ tokens, hidden }: Place): Piece => {
    const out = hidden + 5;
    const values = draw({
      x: [tokens.count, hidden],
      weight: [out, hidden],
      bias: [out],
      plus: [tokens.count, hidden],
      upstream: [tokens.count, out],
    });
    // Where the curve bends, and far out on both sides.
    values.bias!.values.set([-7, 7, -3, 3, 0.1]);
    const work: Work = ({ ops, tensor, parameter }) => {
      const linear = { weight: parameter("weight"), bias: parameter("bias") };
      const { output, saved } = ops.linearGelu(tensor("x"), linear);
      const kept = output.clone();
      const added = plus ? tensor("plus") : null;
      const { input, weight, bias } = ops.linearGeluBackward(saved, tensor("upstream"), linear, wanted, added);
      return { output: kept, x: input, weight, bias };
    };
    return { values, learn: ["weight", "bias"], work };
  };

/** @param dropped BERT's head drops within it alone */
const head =
  (wanted: typeof BOTH, dropped: "before and within" | "within" = "before and within") =>
  ({ tokens, hidden, site }: Place): Piece => {
    const classes = 3;
    const values = draw({
      x: [tokens.rows, hidden],
      denseWeight: [hidden, hidden],
      denseBias: [hidden],
      outWeight: [classes, hidden],
      outBias: [classes],
    });
    const sites = { before: dropped === "within" ? null : site, within: site && { ...site, site: 7 } };
    const labels = Int32Array.from({ length: tokens.rows }, (_, row) => (2 * row + 1) % classes);
    const work: Work = ({ ops, tensor, parameter }) => {
      const parameters = {
        dense: { weight: parameter("denseWeight"), bias: parameter("denseBias") },
        out: { weight: parameter("outWeight"), bias: parameter("outBias") },
      };
      const { output, saved } = ops.head(tensor("x"), parameters, sites);
      const { loss, gradient } = ops.crossEntropy(output, labels);
      const { input, dense, out } = ops.headBackward(saved, gradient, parameters, sites, wanted);
      return {
        output,
        loss,
        gradient,
        x: input,
        denseWeight: dense.weight,
        denseBias: dense.bias,
        outWeight: out.weight,
        outBias: out.bias,
      };
    };
    return { values, learn: ["denseWeight", "denseBias", "outWeight", "outBias"], work };
  };

const tokenHead =
  (wanted: typeof BOTH, span: boolean) =>
  ({ tokens, hidden, site }: Place): Piece => {
    const scores = span ? 2 : 5;
    const values = draw({ x: [tokens.count, hidden], weight: [scores, hidden], bias: [scores] });
    // Every third token has no label. Answers end anywhere in their row, the first in <s>, which is none.
    const labels = Int32Array.from({ length: tokens.count }, (_, i) => (i % 3 === 2 ? -1 : i % scores));
    const ends = Int32Array.from({ length: 2 * tokens.rows }, (_, i) => {
      const row = i >> 1;
      return (5 * i) % (tokens.starts[row + 1]! - tokens.starts[row]!);
    });
    const work: Work = ({ ops, tensor, parameter }) => {
      const linear = { weight: parameter("weight"), bias: parameter("bias") };
      const { output, saved } = ops.tokenHead(tensor("x"), linear, tokens, site);
      const { loss, gradient } = span ? ops.spanCrossEntropy(output, tokens, ends) : ops.crossEntropy(output, labels);
      const { input: x, weight, bias } = ops.tokenHeadBackward(saved, gradient, linear, tokens, site, wanted);
      // A constant added to all tokens of a row changes no span: the bias's gradient is rounding.
      return { output, loss, gradient, x, weight, ...(!span && { bias }) };
    };
    return { values, learn: ["weight", "bias"], work };
  };

const OPERATIONS: readonly { readonly name: string; readonly drops: boolean; readonly of: (place: Place) => Piece }[] =
  [
    { name: "embedding", drops: true, of: embedding },
    { name: "attention of all tokens", drops: true, of: attention("all", BOTH, true) },
    { name: "attention of first tokens", drops: true, of: attention("first", BOTH, true) },
    { name: "residual and norm", drops: true, of: residualNorm(BOTH) },
    { name: "residual and norm of first tokens", drops: true, of: firstRows },
    { name: "linear with GELU", drops: false, of: linearGelu(BOTH, true) },
    { name: "head and loss", drops: true, of: head(BOTH) },
    { name: "BERT's head and loss", drops: true, of: head(BOTH, "within") },
    { name: "head on tokens and loss", drops: true, of: tokenHead(BOTH, false) },
    { name: "span head and loss", drops: false, of: tokenHead(BOTH, true) },
  ];

/** What a frozen layer and the lowest learning one ask for. */
const PARTIAL: typeof OPERATIONS = [
  { input: true, weights: false },
  { input: false, weights: true },
].flatMap((wanted) => {
  const asked = `of ${wanted.input ? "the input" : "the weights"} alone`;
  return [
    { name: `attention, gradients ${asked}`, drops: true, of: attention("all", wanted, false) },
    { name: `attention of first tokens, gradients ${asked}`, drops: true, of: attention("first", wanted, false) },
    { name: `residual and norm, gradients ${asked}`, drops: true, of: residualNorm(wanted) },
    { name: `linear with GELU, gradients ${asked}`, drops: false, of: linearGelu(wanted, false) },
    { name: `head, gradients ${asked}`, drops: true, of: head(wanted) },
    { name: `head on tokens, gradients ${asked}`, drops: true, of: tokenHead(wanted, false) },
  ];
});

async function worstOf(gpu: Gpu, places: readonly (Place & { readonly name: string })[], of: (place: Place) => Piece) {
  let worst: Measurement = { measured: 0, limit: LIMIT, what: "" };
  for (const place of places) {
    const { values, learn, work } = of(place);
    const { measured, what } = await disagreement(gpu, values, learn, work);
    if (!(measured <= worst.measured)) worst = { measured, limit: LIMIT, what: `${what}, ${place.name}` };
    if (Number.isNaN(measured)) break;
  }
  return worst;
}

const placesOf = (size: { hidden: number; heads: number }, site: DropoutSite | null) =>
  BATCHES.map(({ name, tokens }) => ({ name: `${name}, ${size.hidden} features`, tokens, ...size, site }));

const fullCases: Case[] = OPERATIONS.flatMap(({ name, drops, of }) =>
  (drops ? [null, SITE] : [null]).map((site) => ({
    name: `${name}${site ? ", dropped," : ""} as the portable op set computes it`,
    run: (gpu) =>
      worstOf(
        gpu,
        SIZES.flatMap((size) => placesOf(size, site)),
        of,
      ),
  })),
);

const partialCases: Case[] = PARTIAL.map(({ name, drops, of }) => ({
  name,
  run: (gpu) => worstOf(gpu, placesOf({ hidden: 10, heads: 2 }, drops ? SITE : null), of),
}));

const hardwareCases: Case[] = OPERATIONS.map(({ name, drops, of }) => ({
  name: `${name}, with the kernels for real GPUs, their workgroups spread over two dimensions`,
  run: (gpu) =>
    asHardware(gpu, () =>
      spread(() =>
        worstOf(
          gpu,
          [SIZES[1]!, SIZES[3]!, SIZES[4]!].flatMap((size) => placesOf(size, drops ? SITE : null)),
          of,
        ),
      ),
    ),
}));

/** More than one dimension of a dispatch takes. */
const MANY_ROWS = 65_601;
/** Sums over so many rows differ by the order in which they are added. */
const MANY_ROWS_LIMIT = 1e-4;

const manyRowsCases: Case[] = OPERATIONS.filter(({ name }) => !name.startsWith("attention")).map(({ name, of }) => ({
  name: `${name}, of ${MANY_ROWS} rows`,
  async run(gpu) {
    const tokens = tokensOf(new Array(MANY_ROWS).fill(1), 1);
    const { values, learn, work } = of({ tokens, hidden: 4, heads: 1, site: SITE });
    return { ...(await disagreement(gpu, values, learn, work)), limit: MANY_ROWS_LIMIT };
  },
}));

export const opsCases: readonly Case[] = [...fullCases, ...partialCases, ...hardwareCases, ...manyRowsCases];
