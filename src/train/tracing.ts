/** Takes the trace of a step: reads a parameter before and after it, and its gradient right before the update. */
import type { Scalar } from "@tensorflow/tfjs";
import type { TensorSpec } from "../model/parameters.ts";
import {
  type Gradient,
  HeldGradient,
  isTableGradient,
  type Parameter,
  type ParameterGradient,
  type ParameterState,
  tensorOf,
  type UpdatePlan,
} from "../ops/index.ts";
import { MOST_TRACED, type StepTrace, type TraceRequest, type WeightState } from "./trace.ts";

/** Is shown every update of a step before it is made. */
export interface UpdateWatch {
  see(gradients: readonly ParameterGradient[], scale: Scalar | null): void;
}

/** Where in a parameter a tensor of the checkpoint lies. */
interface Target {
  readonly parameter: Parameter;
  readonly spec: TensorSpec;
  /** Elements of the parameter before the tensor's. */
  readonly offset: number;
}

/** @throws RangeError for a tensor or an element that the model does not have, or too many */
export function targetOf(
  parameters: readonly Parameter[],
  specs: readonly TensorSpec[],
  { tensor, elements }: TraceRequest,
): Target {
  const spec = specs.find(({ name }) => name === tensor);
  for (const parameter of parameters) {
    let offset = 0;
    for (const { name, size } of parameter.parts) {
      if (name !== tensor) {
        offset += size;
        continue;
      }
      const missing = elements.find((element) => !(Number.isInteger(element) && element >= 0 && element < size));
      if (missing !== undefined) {
        throw new RangeError(`Element ${missing} of "${tensor}" was asked for, but it has ${size}, counted from 0.`);
      }
      if (elements.length > MOST_TRACED) {
        throw new RangeError(`${elements.length} weights were asked for; a trace has at most ${MOST_TRACED}.`);
      }
      return { parameter, spec: spec!, offset };
    }
  }
  throw new RangeError(`The model has no tensor "${tensor}". Take a name from the engine's specs.`);
}

/** What a step does, as far as a trace tells of it. */
type Circumstances = Pick<UpdatePlan, "optimizer" | "learningRate" | "mask" | "dropped" | "seed" | "epoch" | "step">;

/**
 * Makes the step and traces it. The reports of all steps before have been read, and none is begun until this resolves.
 *
 * @param step starts the step, which shows the watch its updates
 */
export async function traced<Report>(
  { parameter, spec, offset }: Target,
  { elements }: TraceRequest,
  plan: Circumstances,
  step: (watch: UpdateWatch) => { read(): Promise<Report> },
): Promise<{ report: Report; trace: StepTrace }> {
  const before = await parameter.state();
  let reading: Promise<[Reader, number | null]> | undefined;
  const begun = step({
    see(gradients, scale) {
      const found = gradients.find((candidate) => candidate.parameter === parameter);
      // The reads are under way before the update is: what they give is what it was given.
      if (!found) return;
      reading = Promise.all([readerOf(found), scale ? readScalar(scale) : null]);
      // Where the step itself fails, nobody waits for these.
      reading.catch(() => {});
    },
  });
  const [report, seen] = await Promise.all([begun.read(), reading]);
  const after = await parameter.state();
  const [gradientAt, clipScale] = seen ?? [() => null, null];
  const weights = elements.map((element) => ({
    element,
    gradient: gradientAt(offset + element),
    before: weightState(before, offset + element),
    after: weightState(after, offset + element),
  }));
  const { optimizer, learningRate, mask, dropped, seed, epoch, step: number } = plan;
  const { name, index, shape } = spec;
  return {
    report,
    trace: {
      tensor: { name, index, shape: [...shape] },
      ...{ seed, epoch, step: number, learningRate, optimizer, mask, dropped, clipScale, weights },
    },
  };
}

/** Gives the gradient of the parameter's elements. */
type Reader = (element: number) => number | null;

async function readerOf({ parameter, gradient }: ParameterGradient): Promise<Reader> {
  const values = await readGradient(gradient);
  if (!isTableGradient(gradient)) return (element) => values[element]!;
  const features = parameter.shape[1]!;
  const places = new Map(Array.from(gradient.ids, (id, place) => [id, place]));
  return (element) => {
    const place = places.get(Math.floor(element / features));
    // A row that the batch did not have: the optimizer takes its gradient for 0.
    return place === undefined ? 0 : values[place * features + (element % features)]!;
  };
}

function readGradient(gradient: Gradient): Promise<Float32Array> {
  return gradient instanceof HeldGradient ? gradient.read() : tensorOf(gradient).data<"float32">();
}

async function readScalar(scalar: Scalar): Promise<number> {
  return (await scalar.data<"float32">())[0]!;
}

function weightState({ values, moments, steps, counts }: ParameterState, element: number): WeightState {
  return {
    value: values[element]!,
    first: moments?.first[element] ?? 0,
    second: moments?.second[element] ?? 0,
    steps: counts?.[element] ?? steps,
  };
}
