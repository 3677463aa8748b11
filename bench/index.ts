/** Runs what is timed. `--json`: one JSON document on stdout; `--rounds N`. Exit code 1 when a bar is missed. */
import { parseArgs } from "node:util";
import { benchStep, printStep } from "./step.ts";

const { values } = parseArgs({ options: { json: { type: "boolean" }, rounds: { type: "string", default: "5" } } });
const step = await benchStep(Number(values.rounds));
if (values.json) console.log(JSON.stringify({ step }));
else printStep(step);
if (step.speedup < step.required) {
  console.error(`The step is ${step.speedup.toFixed(1)} times as fast as stock tfjs; the bar is ${step.required}.`);
  process.exitCode = 1;
}
