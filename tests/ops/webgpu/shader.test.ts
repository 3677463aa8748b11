import { describe, expect, test } from "vitest";
import { buildShader, type Defines, type Source } from "../../../src/ops/webgpu/shader.ts";

function build(text: string, defines: Defines = {}, includes: readonly Source[] = []) {
  return buildShader({ name: "kernel", text, includes }, defines);
}

const lines = (text: string, defines: Defines = {}, includes: readonly Source[] = []) =>
  build(text, defines, includes)
    .code.split("\n")
    .filter((line) => !line.startsWith("const ") && line.trim() !== "");

describe("conditions", () => {
  test.for([
    { condition: "A", A: true, taken: "yes" },
    { condition: "A", A: false, taken: "no" },
    { condition: "!A", A: true, taken: "no" },
    { condition: "!A", A: false, taken: "yes" },
    { condition: "A", A: 0, taken: "no" },
    { condition: "A", A: 4, taken: "yes" },
  ])("#if $condition with A = $A", ({ condition, A, taken }) => {
    expect(lines(`#if ${condition}\nyes\n#else\nno\n#endif`, { A })).toEqual([taken]);
  });

  test("without #else the lines are there or not", () => {
    expect(lines("a\n#if A\nb\n#endif\nc", { A: false })).toEqual(["a", "c"]);
    expect(lines("a\n#if A\nb\n#endif\nc", { A: true })).toEqual(["a", "b", "c"]);
  });

  test("one inside another belongs to it, whichever is taken", () => {
    const text = "#if A\n#if B\nboth\n#else\nA alone\n#endif\n#else\n#if B\nB alone\n#else\nneither\n#endif\n#endif";
    expect(lines(text, { A: true, B: true })).toEqual(["both"]);
    expect(lines(text, { A: true, B: false })).toEqual(["A alone"]);
    expect(lines(text, { A: false, B: true })).toEqual(["B alone"]);
    expect(lines(text, { A: false, B: false })).toEqual(["neither"]);
  });

  test("a name that nobody defined is an error even where it decides nothing", () => {
    expect(() => build("#if A\n#if TYPO\n#endif\n#endif", { A: true })).toThrow('kernel.wgsl, line 2: "TYPO"');
  });
});

describe("unrolled loops", () => {
  test("repeat their lines with the number of the turn, a number or a name of times", () => {
    expect(lines("#unroll i 3\nx{i} += {i}u;\n#end")).toEqual(["x0 += 0u;", "x1 += 1u;", "x2 += 2u;"]);
    expect(lines("#unroll i N\nx{i}\n#end", { N: 2 })).toEqual(["x0", "x1"]);
    expect(lines("a\n#unroll i 0\nx{i}\n#end\nb")).toEqual(["a", "b"]);
  });

  test("nest, the outer turn's number being known inside", () => {
    expect(lines("#unroll i 2\n#unroll j 2\nm{i}_{j}\n#end\n#end")).toEqual(["m0_0", "m0_1", "m1_0", "m1_1"]);
  });

  test("leave other braces alone", () => {
    expect(lines("#unroll i 1\n{ let a = {i}u; }\n#end")).toEqual(["{ let a = 0u; }"]);
  });

  test("take conditions inside, and are skipped inside those that do not hold", () => {
    expect(lines("#unroll i 2\n#if A\na{i}\n#else\nb{i}\n#endif\n#end", { A: false })).toEqual(["b0", "b1"]);
    expect(lines("#if A\n#unroll i N\na{i}\n#end\n#endif\nlast", { A: false })).toEqual(["last"]);
  });

  test("declare buffers of their own turn", () => {
    const { buffers } = build("#unroll i 2\n#buffer read x{i}: array<f32>\n#end");
    expect(buffers.map(({ name }) => name)).toEqual(["x0", "x1"]);
  });
});

describe("buffers", () => {
  const text =
    "#buffer read a: array<vec4f>\n#if MORE\n#buffer read b: array<f32>\n#endif\n#buffer write out: array<f32>";

  test("are numbered from 1 in their order, those that are left out not counted", () => {
    expect(build(text, { MORE: true }).buffers).toEqual([
      { name: "a", access: "read" },
      { name: "b", access: "read" },
      { name: "out", access: "write" },
    ]);
    expect(lines(text, { MORE: false })).toEqual([
      "@group(0) @binding(1) var<storage, read> a: array<vec4f>;",
      "@group(0) @binding(2) var<storage, read_write> out: array<f32>;",
    ]);
  });

  test("of an included source come where it is included", () => {
    const includes = [{ name: "part", text: "#buffer read inner: array<f32>" }];
    const { buffers } = build("#include part\n#buffer write out: array<f32>", {}, includes);
    expect(buffers.map(({ name }) => name)).toEqual(["inner", "out"]);
  });
});

describe("includes", () => {
  const deep: Source = { name: "deep", text: "deep" };
  const left: Source = { name: "left", text: "#include deep\nleft", includes: [deep] };
  const right: Source = { name: "right", text: "#include deep\nright", includes: [deep] };

  test("are taken once, however many ask for them", () => {
    expect(lines("#include left\n#include right\n#include left\nmain", {}, [left, right])).toEqual([
      "deep",
      "left",
      "right",
      "main",
    ]);
  });

  test("inside a condition that does not hold are not taken, and may be later", () => {
    expect(lines("#if A\n#include deep\n#endif\nmain\n#include deep", { A: false }, [deep])).toEqual(["main", "deep"]);
  });

  test("see the same defines", () => {
    const part: Source = { name: "part", text: "#if A\nyes\n#endif" };
    expect(lines("#include part", { A: true }, [part])).toEqual(["yes"]);
  });

  test("that nobody gave are an error", () => {
    expect(() => build("x\n#include nothing")).toThrow('kernel.wgsl, line 2: there is no source "nothing" to include.');
  });

  test("name their own file and line in errors", () => {
    const part: Source = { name: "part", text: "fine\n#iff A" };
    expect(() => build("x\nx\nx\n#include part", {}, [part])).toThrow('part.wgsl, line 2: "#iff" is no directive.');
  });
});

test("numbers become constants, and flags do not", () => {
  const { code } = build("main", { ROWS: 8, FLAG: true });
  expect(code).toBe("const ROWS: u32 = 8u;\nmain");
});

test.for([
  { what: "an #if", text: "a\n#if A\nb", message: /kernel\.wgsl, line 2: #else or #endif is missing/ },
  { what: "an #else", text: "#if A\na\n#else\nb", message: "#endif is missing" },
  { what: "an #unroll", text: "#unroll i 2\na", message: "#end is missing" },
  { what: "an #if within an #unroll", text: "#unroll i 2\n#if A\na\n#end", message: /is no directive|is missing/ },
  { what: "a lone #endif", text: "a\n#endif", message: 'line 2: "#endif" is no directive' },
  { what: "a lone #end", text: "#end", message: 'line 1: "#end" is no directive' },
])("$what that does not close is an error with its line", ({ text, message }) => {
  expect(() => build(text, { A: true })).toThrow(message);
});
