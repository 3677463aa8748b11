/** Changes of an experiment that let it need less memory. */
import { type Experiment, maxLengthOf } from "../experiment/experiment.ts";
import { taskById } from "../tasks/registry.ts";
import type { RunRows } from "./run-rows.ts";

/** A change of the experiment that lets it need less. */
export interface Proposal {
  readonly id: "recompute" | "fused" | "batch" | "length" | "freeze" | "together";
  /** To be applied as `{...experiment, ...change}`. */
  readonly change: Partial<Experiment>;
  /** One or two sentences: what it does, and at what price. */
  readonly why: string;
  /** Of the experiment with this change. */
  readonly memoryBytes: number;
  /** Of the experiment with this change; false too where it is not known what the device has. */
  readonly fits: boolean;
}

type Assess = (experiment: Experiment) => Pick<Proposal, "memoryBytes" | "fits">;
type Candidate = Pick<Proposal, "id" | "change" | "why">;

/** What saves less is not worth a line. */
const LEAST_SAVED = 0.01;
/** As the schema allows. */
const SHORTEST = 16;

/** Best first: what keeps the numbers as they are, then what changes them little, then what changes the run. */
export function proposalsFor(experiment: Experiment, rows: RunRows, assess: Assess): Proposal[] {
  const now = assess(experiment);
  const worthy = (proposal: Proposal) => proposal.memoryBytes <= now.memoryBytes * (1 - LEAST_SAVED);
  const candidates = [
    ...recomputation(experiment),
    ...fusedUpdate(experiment),
    ...smallerBatch(experiment, assess),
    ...shorterRows(experiment, rows),
    ...frozenEmbeddings(experiment),
  ];
  const single = candidates
    .map((candidate): Proposal => ({ ...candidate, ...assess({ ...experiment, ...candidate.change }) }))
    .filter(worthy);
  if (now.fits || single.some(({ fits }) => fits)) return single;
  const joint = together(experiment, single, assess);
  return joint ? [joint, ...single] : single;
}

function recomputation({ memory }: Experiment): Candidate[] {
  if (memory.recompute) return [];
  const why =
    "Recompute activations: computes each layer again in the backward pass. A third more work, the same numbers.";
  return [{ id: "recompute", change: { memory: { ...memory, recompute: true } }, why }];
}

function fusedUpdate({ memory, clipNorm }: Experiment): Candidate[] {
  if (memory.update === "fused") return [];
  const price =
    clipNorm === null
      ? "The numbers stay the same, since nothing is clipped."
      : "Gradients are then clipped layer by layer: the numbers change where they are clipped.";
  const why = `Early updates: each layer is updated as soon as its gradients are there, which are then freed. ${price}`;
  return [{ id: "fused", change: { memory: { ...memory, update: "fused" } }, why }];
}

/** Half of it, or as often halved as it takes to fit. */
function smallerBatch(experiment: Experiment, assess: Assess): Candidate[] {
  const { batchSize } = experiment;
  if (batchSize < 2) return [];
  const halves: number[] = [];
  for (let size = Math.floor(batchSize / 2); size >= 1; size = Math.floor(size / 2)) halves.push(size);
  const fitting = halves.find((size) => assess({ ...experiment, batchSize: size }).fits);
  const size = fitting ?? halves[0]!;
  const why = `Batches of ${size} examples instead of ${batchSize}: more and noisier steps. A lower learning rate often suits them.`;
  return [{ id: "batch", change: { batchSize: size }, why }];
}

/** Windows of a long passage would become more instead of fewer tokens. */
function shorterRows(experiment: Experiment, rows: RunRows): Candidate[] {
  const { head } = taskById(experiment.task);
  const longest = Math.min(rows.longest, maxLengthOf(experiment));
  const length = Math.floor(longest / 2 / SHORTEST) * SHORTEST;
  if (head.kind === "span" || length < SHORTEST) return [];
  const lengths = Array.from(rows.training.longest);
  const cut = lengths.filter((tokens) => tokens > length).length;
  const share = Math.ceil((100 * cut) / Math.max(1, lengths.length));
  const price = cut === 0 ? "No training text is cut." : `Up to ${share} % of the training texts are cut.`;
  const why = `At most ${length} tokens a text instead of ${longest}. ${price}`;
  return [{ id: "length", change: { maxLength: length }, why }];
}

function frozenEmbeddings({ embeddings }: Experiment): Candidate[] {
  if (embeddings === "freeze") return [];
  const why = "Freeze the embeddings: no gradients and no optimizer state of them. This changes what the run compares.";
  return [{ id: "freeze", change: { embeddings: "freeze" }, why }];
}

/** All of them from the first on, until it fits; undefined where even that is not enough. */
function together(experiment: Experiment, single: readonly Proposal[], assess: Assess): Proposal | undefined {
  const used: Proposal[] = [];
  let changed = experiment;
  for (const proposal of single) {
    const { memory } = proposal.change;
    const merged = memory && {
      memory: {
        recompute: changed.memory.recompute || memory.recompute,
        update: memory.update === "fused" ? memory.update : changed.memory.update,
      },
    };
    changed = { ...changed, ...proposal.change, ...merged };
    used.push(proposal);
    const found = assess(changed);
    if (!found.fits) continue;
    const keys = new Set(used.flatMap(({ change }) => Object.keys(change) as (keyof Experiment)[]));
    const change = Object.fromEntries(Array.from(keys, (key) => [key, changed[key]])) as Partial<Experiment>;
    return { id: "together", change, why: `Together: ${used.map(({ why }) => why).join(" ")}`, ...found };
  }
  return undefined;
}
