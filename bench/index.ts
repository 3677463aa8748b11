/** Times the engine against others: one run, one table, one JSON file. Exit code 1 when a bar is missed. */
import { fileURLToPath } from "node:url";
import { type Backend, type BackendName, describeMachine, findGpu, openBackend } from "./backends.ts";
import { dispatchGroup } from "./dispatches.ts";
import { type Context, type Group, runGroup } from "./groups.ts";
import { measuringGroup } from "./measuring.ts";
import { memoryCheckGroup, memoryText } from "./memory.ts";
import { type Options, parseOptions, USAGE } from "./options.ts";
import { phaseGroup } from "./phases.ts";
import { productGroup } from "./products.ts";
import { missedBars, type Results, saveResults } from "./results.ts";
import type { Row } from "./rows.ts";
import { BASE_SHAPE, MINI_SHAPE, SMALL_BASE_SHAPE } from "./shapes.ts";
import { stepGroups } from "./step.ts";
import { tableOf } from "./table.ts";
import { torchGroup } from "./torch.ts";
import { variantGroups } from "./variants.ts";

const ROUNDS = 5;
/** A stock step takes many seconds there. */
const SOFTWARE_GPU_ROUNDS = 2;
const FOLDER = fileURLToPath(new URL("results", import.meta.url));

const log = (line: string) => console.error(line);

function groupsOn(context: Context, options: Options): Group[] {
  const { gpu, software } = context.backend;
  const groups = [
    ...stepGroups(context, MINI_SHAPE),
    phaseGroup(context, MINI_SHAPE),
    ...variantGroups(context, MINI_SHAPE),
    measuringGroup(context, MINI_SHAPE),
  ];
  if (gpu) {
    groups.push(
      dispatchGroup(context, MINI_SHAPE),
      memoryCheckGroup(context, gpu),
      productGroup(context, gpu, MINI_SHAPE),
    );
  }
  const isFast = gpu !== null && !software;
  const reason = isFast || options.base ? null : "left out on a processor; --base measures it";
  const shape = isFast ? BASE_SHAPE : SMALL_BASE_SHAPE;
  const base = [...stepGroups(context, shape), phaseGroup(context, shape)];
  if (gpu) base.push(productGroup(context, gpu, shape));
  if (isFast) base.push(...variantGroups(context, shape), measuringGroup(context, shape));
  groups.push(...base.map((group) => (reason ? withheld(group, reason) : group)));
  if (gpu) groups.push(torchGroup(context, BASE_SHAPE, options.torch));
  return groups;
}

function withheld(group: Group, reason: string): Group {
  return {
    ...group,
    measure: () => Promise.reject(new Error(reason)),
  };
}

async function measure(options: Options): Promise<Results> {
  const found = options.backend === "wasm" ? null : await findGpu();
  if (options.backend === "webgpu" && !found) {
    throw new Error(
      "No WebGPU adapter was found, not even Chromium's. Install a Vulkan driver, or use --backend wasm.",
    );
  }
  const names: BackendName[] = [];
  if (options.backend !== "webgpu") names.push("wasm");
  if (found) names.push("webgpu");
  const rows: Row[] = [];
  for (const name of names) {
    const backend: Backend = await openBackend(name);
    const rounds = options.rounds ?? (backend.gpu && backend.software ? SOFTWARE_GPU_ROUNDS : ROUNDS);
    const context: Context = { backend, rounds, webgpu: found?.gpu ?? null };
    for (const group of groupsOn(context, options)) rows.push(...(await runGroup(group, options.only, log)));
  }
  return {
    ...describeMachine(found?.adapter.info ?? null),
    date: new Date().toISOString(),
    command: ["npm run bench --", ...process.argv.slice(2)].join(" "),
    rows,
  };
}

async function main(): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    log(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  if (options.memory) {
    console.log(memoryText(options.json));
    return 0;
  }
  const results = await measure(options);
  if (options.json) console.log(JSON.stringify(results));
  else {
    console.log(`${results.adapter}; ${results.processor}; Node ${results.node}`);
    console.log(tableOf(results.rows));
  }
  // A part of the rows is no record of this machine.
  if (options.only.length === 0) log(`Saved as ${saveResults(results, FOLDER)}`);
  const missed = missedBars(results.rows);
  for (const { id, ratio, ours, rule, bar } of missed) {
    log(`${id} misses its bar: ${rule} with bar ${bar}, but ours ${ours} and ratio ${ratio}.`);
  }
  return missed.length > 0 ? 1 : 0;
}

const code = await main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : String(error));
  return 2;
});
// Dawn's device would keep the process alive; what was written to a pipe goes first.
process.stdout.write("", () => process.exit(code));
