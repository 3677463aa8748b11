import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");

/** Who may import whom: a folder may import those of its own tier and below. From the highest tier to the lowest. */
const TIERS: readonly (readonly string[])[] = [
  ["app", "cli"],
  ["worker"],
  ["export"],
  ["train", "experiment"],
  ["model", "tasks"],
  ["ops", "graddrop", "tokenizer", "checkpoint", "metrics", "data", "minixglue", "paper"],
  ["hub"],
];

/** Folders that import nothing from outside themselves, packages included. */
const ALONE = ["graddrop"];
/** Folders that only start things, and that nothing may import: a page cannot contain a command line, nor the reverse. */
const ENTRIES = ["app", "cli"];

interface Import {
  /** Path below src/, with forward slashes. */
  file: string;
  specifier: string;
  /** Folders of src/; a file directly in src/ belongs to "app". `to` is undefined for a package. */
  from: string;
  to: string | undefined;
}

function folderOf(path: string): string {
  const parts = relative(SRC, path).split(sep);
  return parts.length > 1 ? parts[0]! : "app";
}

/** The specifiers of imports, re-exports, dynamic imports and workers (`new URL("./x.ts", import.meta.url)`). */
function specifiersOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const patterns = [
    /^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"'\n]+)["']/gm,
    /^\s*import\s*["']([^"'\n]+)["']/gm,
    /\bimport\(\s*["']([^"'\n]+)["']/g,
    /\bnew URL\(\s*["'](\.[^"'\n]*)["']\s*,\s*import\.meta\.url/g,
  ];
  return patterns.flatMap((pattern) => Array.from(code.matchAll(pattern), (match) => match[1]!));
}

function importsOf(path: string): Import[] {
  return specifiersOf(readFileSync(path, "utf8")).map((specifier) => {
    const target = specifier.startsWith(".") ? resolve(dirname(path), specifier.replace(/\?.*$/, "")) : undefined;
    const isInside = target?.startsWith(SRC + sep) ?? false;
    return {
      file: relative(SRC, path).split(sep).join("/"),
      specifier,
      from: folderOf(path),
      to: target !== undefined && isInside ? folderOf(target) : undefined,
    };
  });
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|tsx|mts|js|mjs)$/.test(name))
  .map((name) => join(SRC, name));
const imports = files.flatMap(importsOf);
const crossings = imports.filter(({ from, to }) => to !== undefined && from !== to);
const name = ({ file, specifier }: Import) => `${file} imports ${specifier}`;
const tierOf = (folder: string) => TIERS.findIndex((tier) => tier.includes(folder));

describe("the reader of imports", () => {
  test("sees every form of import, over several lines too, and none in comments", () => {
    const source = [
      `import a from "./a.ts";`,
      `import type { B } from './b.ts';`,
      `import {`,
      `  c,`,
      `  d,`,
      `} from "./c.ts";`,
      `import "./e.css";`,
      `export * from "./f.ts";`,
      `export { type G, h } from "./g.ts";`,
      `const i = await import("./i.ts");`,
      `new Worker(new URL("./j.ts", import.meta.url));`,
      `// import "./comment.ts";`,
      `/* import "./comment.ts"; */`,
      `const text = "a word from 'elsewhere'";`,
    ].join("\n");
    expect(specifiersOf(source).sort()).toEqual(
      ["./a.ts", "./b.ts", "./c.ts", "./e.css", "./f.ts", "./g.ts", "./i.ts", "./j.ts"].sort(),
    );
  });

  test("finds this project's files and imports", () => {
    expect(files.some((file) => file.endsWith(join("graddrop", "mask.ts")))).toBe(true);
    expect(imports.some(({ file, to }) => file === "graddrop/mask.ts" && to === "graddrop")).toBe(true);
  });
});

test("every folder of src/ has its place in the order", () => {
  const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((folder) => folder.name).filter((folder) => tierOf(folder) < 0)).toEqual([]);
});

test("imports run downwards only", () => {
  expect(crossings.filter(({ from, to }) => tierOf(to!) < tierOf(from)).map(name)).toEqual([]);
});

test("folders do not import each other in a circle", () => {
  const below = new Map<string, Set<string>>();
  for (const { from, to } of crossings) below.set(from, (below.get(from) ?? new Set()).add(to!));
  const circleFrom = (folder: string, path: readonly string[]): string | undefined => {
    if (path.includes(folder)) return [...path.slice(path.indexOf(folder)), folder].join(" -> ");
    for (const next of below.get(folder) ?? []) {
      const circle = circleFrom(next, [...path, folder]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  for (const folder of below.keys()) expect(circleFrom(folder, [])).toBeUndefined();
});

test("nothing imports the page or the command line", () => {
  expect(crossings.filter(({ to }) => ENTRIES.includes(to!)).map(name)).toEqual([]);
});

test("graddrop imports nothing from outside itself, no package either", () => {
  expect(imports.filter(({ from, to }) => ALONE.includes(from) && to !== from).map(name)).toEqual([]);
});

test("relative imports name an existing file, with its extension", () => {
  const missing = imports.filter(({ file, specifier }) => {
    return specifier.startsWith(".") && !existsSync(resolve(SRC, dirname(file), specifier.replace(/\?.*$/, "")));
  });
  expect(missing.map(name)).toEqual([]);
});

test("nothing a run depends on calls Math.random", () => {
  const offenders = files.filter(
    (file) => folderOf(file) !== "app" && /\bMath\.random\s*\(/.test(readFileSync(file, "utf8")),
  );
  expect(offenders.map((file) => relative(SRC, file))).toEqual([]);
});
