import { describe, expect, test } from "vitest";
import { type MachineFacts, rankBackends } from "../../src/worker/backend.ts";

const plain: MachineFacts = { adapter: undefined, wasm: true, wasmThreads: true, isolated: true, processors: 8 };
const hardware = { description: "Apple M2", software: false };
const software = { description: "SwiftShader", software: true };
const names = (facts: MachineFacts, wish: Parameters<typeof rankBackends>[1] = "auto") =>
  rankBackends(facts, wish).map(({ backend }) => backend);

describe("the backend chosen by itself", () => {
  test("is a hardware GPU where there is one, with WASM and plain JavaScript to fall back on", () => {
    expect(names({ ...plain, adapter: hardware })).toEqual(["webgpu", "wasm", "cpu"]);
  });

  test("is never a software GPU", () => {
    expect(names({ ...plain, adapter: software })).toEqual(["wasm", "cpu"]);
    expect(rankBackends({ ...plain, adapter: software }, "auto")[0].reason).toContain("software");
  });

  test("has threads only on an isolated page with a browser that can", () => {
    const threads = (facts: Partial<MachineFacts>) => rankBackends({ ...plain, ...facts }, "auto")[0].threads;
    expect(threads({})).toBe(4);
    expect(threads({ processors: 4 })).toBe(2);
    expect(threads({ processors: 1 })).toBe(1);
    expect(threads({ isolated: false })).toBe(1);
    expect(threads({ wasmThreads: false })).toBe(1);
  });

  test("names what keeps it from using threads", () => {
    const reason = (facts: Partial<MachineFacts>) => rankBackends({ ...plain, ...facts }, "auto")[0].reason;
    expect(reason({ isolated: false })).toContain("COOP and COEP");
    expect(reason({ processors: 2 })).toContain("there are 2");
    expect(reason({})).toContain("4 threads");
  });

  test("is plain JavaScript where there is nothing else", () => {
    expect(names({ ...plain, wasm: false })).toEqual(["cpu"]);
  });
});

describe("a backend asked for by name", () => {
  test("may be a software GPU, and is said to be one", () => {
    const [candidate] = rankBackends({ ...plain, adapter: software }, "webgpu");
    expect(candidate.backend).toBe("webgpu");
    expect(candidate.reason).toContain("software");
  });

  test("is not replaced by another when it is missing", () => {
    expect(names({ ...plain, adapter: hardware }, "wasm")).toEqual(["wasm"]);
    expect(names({ ...plain, adapter: hardware }, "cpu")).toEqual(["cpu"]);
    expect(() => rankBackends(plain, "webgpu")).toThrow(/Choose WebAssembly/);
    expect(() => rankBackends({ ...plain, wasm: false }, "wasm")).toThrow(/Choose automatic/);
  });
});
