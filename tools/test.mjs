// `npm test`: installs what it needs on first use, then runs every check. The checks themselves are in tools/checks.
import { installPackages, ROOT, requireNode } from "./setup.mjs";

requireNode();
process.chdir(ROOT);
installPackages();

// Types are checked first, and the compiled kernels are imported by name.
const { buildKernels } = await import("./simd/build.mjs");
await buildKernels();
const { register } = await import("tsx/esm/api");
register();
const { runChecks } = await import("./checks/index.ts");
process.exitCode = runChecks(process.argv.slice(2));
