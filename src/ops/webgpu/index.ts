/** The op set of WebGPU: WGSL kernels of our own on tfjs's device. */
import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { DropoutSite, LinearGradients, NormGradients, NormParameters, Ops, SavedTensors } from "../ops.ts";
import { attentionBackward, attentionForward } from "./attention.ts";
import { crossEntropy, spanCrossEntropy } from "./cross-entropy.ts";
import { addRows, scaled, takeRows } from "./elements.ts";
import { gather, tableGradient, typeGradient } from "./embedding.ts";
import type { Gpu } from "./gpu.ts";
import { linear, linearBackward } from "./linear.ts";
import { columnSums, norm, normBackward, type PlacedDropout } from "./norm.ts";
import { createParameters, deviceParameter } from "./parameters.ts";
import { clipScale, squaredNorms } from "./squares.ts";
import { TokenStore } from "./tokens.ts";
import { measuredUpdateAll, updateAll } from "./update.ts";

/** What an operation saved, by the names that it gave. */
function matrices<Name extends string>(saved: SavedTensors, ...names: Name[]): Record<Name, Tensor2D> {
  return Object.fromEntries(names.map((name) => [name, saved[name]])) as Record<Name, Tensor2D>;
}

export function createWebgpuOps(gpu: Gpu): Ops {
  const store = new TokenStore(gpu);

  const placed = (site: DropoutSite | null, places: Int32Array): PlacedDropout | null =>
    site && { site, places: store.list(places) };

  /** Gradients of a norm's gain and shift, into their arena. */
  function normGradients(dy: Tensor2D, normalised: Tensor2D, parameters: NormParameters): Required<NormGradients> {
    const gain = deviceParameter(parameters.gain);
    const shift = deviceParameter(parameters.shift);
    columnSums(gpu, dy, { sums: shift.gradient(), products: gain.gradient(), y: normalised });
    return { gain: gain.held(), shift: shift.held() };
  }

  return {
    name: `WebGPU kernels (${gpu.facts.name})`,
    parameters: (group) => createParameters(gpu, group),

    embedding(tokens, parameters, eps, site) {
      const device = store.get(tokens);
      const { word, position, tokenType, gain, shift } = parameters;
      const tables = {
        word: deviceParameter(word),
        position: deviceParameter(position),
        tokenType: deviceParameter(tokenType),
      };
      const normalised = gather(gpu, tables, tokens, device);
      const values = { gain: deviceParameter(gain).values, shift: deviceParameter(shift).values };
      const { output, inverse } = norm(gpu, normalised, values, eps, placed(site, tokens.places));
      return { output, saved: { normalised, inverse } };
    },
    embeddingBackward(saved, gradient, tokens, parameters, site) {
      const { normalised, inverse } = matrices(saved, "normalised", "inverse");
      const gain = deviceParameter(parameters.gain).values;
      const device = store.get(tokens);
      const dropout = placed(site, tokens.places);
      const { dz, dropped } = normBackward(gpu, gradient, { normalised, inverse }, gain, "after", dropout);
      return {
        word: tableGradient(gpu, dz, tokens.ids, tokens.padId),
        position: tableGradient(gpu, dz, tokens.positions),
        tokenType: typeGradient(gpu, dz, tokens, device),
        ...normGradients(dropped, normalised, parameters),
      };
    },

    attention(x, parameters, tokens, shape, site) {
      const device = store.get(tokens);
      const qkv = linear(gpu, x, parameters);
      const task = { qkv: gpu.slice(qkv), tokens, device, shape, hidden: x.shape[1], site };
      const { output, lse, kept } = attentionForward(gpu, task);
      return { output, saved: { x, qkv, output, lse, ...(kept && { kept }) } };
    },
    attentionBackward(saved, gradient, parameters, tokens, shape, site, wanted, plus) {
      const device = store.get(tokens);
      const { x, qkv, output, lse } = matrices(saved, "x", "qkv", "output", "lse");
      const kept: Tensor | null = saved.kept ?? null;
      const dQkv = attentionBackward(gpu, {
        ...{ qkv: gpu.slice(qkv), tokens, device, shape, hidden: x.shape[1], site },
        ...{ output: gpu.slice(output), lse: gpu.slice(lse), kept: kept && gpu.slice(kept) },
        gradient: gpu.slice(gradient),
      });
      const first = shape.queries === "first";
      const result = linearBackward(gpu, x, dQkv, parameters, wanted, first ? null : plus);
      dQkv.dispose();
      if (result.input && plus && first) addRows(gpu, result.input, plus, device.starts);
      return result;
    },

    firstTokens: (x, tokens) => takeRows(gpu, x, store.get(tokens).starts, tokens.rows),

    residualNorm(x, residual, parameters, eps, places, site) {
      const normalised = linear(gpu, x, parameters, {
        dropout: placed(site, places),
        plus: gpu.slice(residual),
      });
      const values = { gain: deviceParameter(parameters.gain).values, shift: deviceParameter(parameters.shift).values };
      const { output, inverse } = norm(gpu, normalised, values, eps, null);
      return { output, saved: { x, normalised, inverse } };
    },
    residualNormBackward(saved, gradient, parameters, places, site, wanted) {
      const { x, normalised, inverse } = matrices(saved, "x", "normalised", "inverse");
      const gain = deviceParameter(parameters.gain).values;
      const dropout = placed(site, places);
      const { dz, dropped } = normBackward(gpu, gradient, { normalised, inverse }, gain, "before", dropout);
      return {
        ...linearBackward(gpu, x, dropped, parameters, wanted),
        ...(wanted.weights && normGradients(gradient, normalised, parameters)),
        residual: dz,
      };
    },

    linearGelu(x, parameters) {
      const before = gpu.matrix(x.shape[0], parameters.weight.shape[0]!);
      const output = linear(gpu, x, parameters, { gelu: gpu.slice(before) });
      return { output, saved: { x, before } };
    },
    linearGeluBackward(saved, gradient, parameters, wanted, plus) {
      const { x, before } = matrices(saved, "x", "before");
      const dBefore = scaled(gpu, gradient, { slope: { kind: "gelu", of: before } });
      const result = linearBackward(gpu, x, dBefore, parameters, wanted, plus);
      dBefore.dispose();
      return result;
    },

    head(x, { dense, out }, sites) {
      const input = sites.before ? scaled(gpu, x, { site: sites.before }) : x;
      const activated = linear(gpu, input, dense, { tanh: true });
      const features = sites.within ? scaled(gpu, activated, { site: sites.within }) : activated;
      return { output: linear(gpu, features, out), saved: { input, activated, features } };
    },
    headBackward(saved, gradient, { dense, out }, sites, wanted) {
      const { input, activated, features } = matrices(saved, "input", "activated", "features");
      const fromOut = linearBackward(gpu, features, gradient, out, { input: true, weights: wanted.weights });
      const dDense = scaled(gpu, fromOut.input!, { slope: { kind: "tanh", of: activated }, site: sites.within });
      const fromDense: LinearGradients = linearBackward(gpu, input, dDense, dense, wanted);
      const result = { dense: fromDense, out: fromOut };
      if (!fromDense.input) return result;
      return {
        ...result,
        input: sites.before ? scaled(gpu, fromDense.input, { site: sites.before }) : fromDense.input,
      };
    },

    tokenHead(x, parameters, tokens, site) {
      const input = site ? scaled(gpu, x, { site, places: store.get(tokens).places }) : x;
      return { output: linear(gpu, input, parameters), saved: { input } };
    },
    tokenHeadBackward(saved, gradient, parameters, tokens, site, wanted) {
      const { input } = matrices(saved, "input");
      const found = linearBackward(gpu, input, gradient, parameters, wanted);
      if (!found.input || !site) return found;
      return { ...found, input: scaled(gpu, found.input, { site, places: store.get(tokens).places }) };
    },

    compile: (work) => gpu.compile(work),
    dispose: () => store.dispose(),

    crossEntropy: (logits, labels) => crossEntropy(gpu, logits, labels),
    spanCrossEntropy: (logits, tokens, ends) => spanCrossEntropy(gpu, logits, store.get(tokens).starts, ends),
    squaredNorms: (gradients) => squaredNorms(gpu, gradients),
    clipScale: (sums, clipNorm) => clipScale(gpu, sums, clipNorm),
    update: (updates, scale) => {
      updateAll(gpu, updates, scale);
      gpu.flush();
    },
    measuredUpdate: (updates, scale) => {
      const measures = measuredUpdateAll(gpu, updates, scale);
      gpu.flush();
      return measures;
    },
  };
}
