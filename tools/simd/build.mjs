// Compiles the SIMD kernels (AssemblyScript) into a TypeScript module of bytes that every entry point can import: Node, Vite
// and Vitest. The module is not committed; it is made anew when the sources, this file or the compiler have changed.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../src/ops/portable/fused/simd/", import.meta.url));
const ASSEMBLY = join(FOLDER, "assembly");
const GENERATED = join(FOLDER, "generated", "kernels.ts");

const OPTIONS = [
  ...["--runtime", "stub"], // nothing is allocated: the memory belongs to tfjs
  ...["--importMemory", "--noExportMemory"],
  ...["--enable", "simd"],
  ...["--use", "abort="],
  ...["-O3", "--noAssert"],
];
/** A module must declare an imported memory the way it was made: tfjs's build with threads shares its own. */
const VARIANTS = {
  kernels: [],
  sharedMemoryKernels: ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"],
};

/** Makes the module of bytes, unless there is one from these very sources. */
export async function buildKernels() {
  const key = sourceKey();
  if (existingKey() === key) return;
  const lines = [`// Made by tools/simd/build.mjs; not to be edited. Sources: ${key}`];
  for (const [name, options] of Object.entries(VARIANTS)) {
    const bytes = await compile(options);
    lines.push(`export const ${name} =\n  "${Buffer.from(bytes).toString("base64")}";`);
  }
  mkdirSync(join(GENERATED, ".."), { recursive: true });
  // Renamed into place, for whoever reads or builds at the same time.
  const temporary = `${GENERATED}.${process.pid}`;
  writeFileSync(temporary, `${lines.join("\n")}\n`);
  renameSync(temporary, GENERATED);
}

function sourceKey() {
  const hash = createHash("sha256");
  const compiler = createRequire(import.meta.url).resolve("assemblyscript/package.json");
  hash.update(JSON.parse(readFileSync(compiler, "utf8")).version);
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of readdirSync(ASSEMBLY).toSorted()) hash.update(name).update(readFileSync(join(ASSEMBLY, name)));
  return hash.digest("hex");
}

function existingKey() {
  try {
    return /Sources: ([0-9a-f]+)/.exec(readFileSync(GENERATED, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** @returns {Promise<Uint8Array>} a WebAssembly module */
async function compile(options) {
  const { default: asc } = await import("assemblyscript/asc");
  let bytes;
  const { error, stderr } = await asc.main(["index.ts", "--outFile", "kernels.wasm", ...OPTIONS, ...options], {
    // The compiler adds an extension of its own to imports, which here have theirs, as everywhere in this project.
    readFile: (name) => readAssembly(basename(name).replace(/\.ts\.ts$/, ".ts")),
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`The SIMD kernels do not compile: ${error.message}\n${stderr.toString()}`);
  return bytes;
}

function readAssembly(name) {
  try {
    return readFileSync(join(ASSEMBLY, name), "utf8");
  } catch {
    return null;
  }
}

/** A plugin for Vite and Vitest: the kernels are up to date before anything imports them, and follow their sources. */
export function simdKernels() {
  return {
    name: "simd-kernels",
    config: buildKernels,
    configureServer(server) {
      server.watcher.add(ASSEMBLY);
      server.watcher.on("change", (file) => {
        if (!file.startsWith(ASSEMBLY)) return;
        buildKernels().catch((error) => server.config.logger.error(error.message));
      });
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
