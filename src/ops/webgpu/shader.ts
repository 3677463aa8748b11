/**
 * WGSL with the little that it lacks: conditions, unrolled loops, includes, and buffers that are numbered by themselves.
 *
 *   #include philox            another source, once
 *   #buffer read a: array<f32> a storage buffer; `write` for one that is written (and may be read)
 *   #if NAME / #if !NAME / #else / #endif
 *   #unroll i NAME ... #end    the lines between, NAME times (or a number); {i} is the number of the turn
 *
 * Numbers among the defines become WGSL constants (u32) of their name.
 */

export type Defines = Readonly<Record<string, number | boolean>>;

export interface BufferUse {
  readonly name: string;
  readonly access: "read" | "write";
}

export interface Shader {
  readonly code: string;
  /** In the order of their bindings, from 1; binding 0 holds the parameters. */
  readonly buffers: readonly BufferUse[];
}

/** Name and text of a `.wgsl` file. */
export interface Source {
  readonly name: string;
  readonly text: string;
  readonly includes?: readonly Source[];
}

/** @throws Error that names the source and the line that cannot be read */
export function buildShader(source: Source, defines: Defines): Shader {
  const buffers: BufferUse[] = [];
  const included = new Set<string>();
  const lines = expand(source, defines, included).map((line) => {
    const match = /^\s*#buffer\s+(read|write)\s+(\w+)\s*:\s*(.+?)\s*$/.exec(line);
    if (!match) return line;
    const [, access, name, type] = match as unknown as [string, BufferUse["access"], string, string];
    buffers.push({ name, access });
    const mode = access === "read" ? "read" : "read_write";
    return `@group(0) @binding(${buffers.length}) var<storage, ${mode}> ${name}: ${type};`;
  });
  const constants = Object.entries(defines)
    .filter(([, value]) => typeof value === "number")
    .map(([name, value]) => `const ${name}: u32 = ${value}u;`);
  return { code: [...constants, ...lines].join("\n"), buffers };
}

function expand(source: Source, defines: Defines, included: Set<string>): string[] {
  const lines = source.text.split("\n");
  const fail = (line: number, fault: string): never => {
    throw new Error(`${source.name}.wgsl, line ${line + 1}: ${fault}.`);
  };
  let at = 0;

  function define(name: string): number | boolean {
    const value = defines[name];
    return value ?? fail(at, `"${name}" is not defined`);
  }

  /** Reads until a line that closes the block, and returns which one did. */
  function block(out: string[], closers: readonly string[], active: boolean): string {
    const opened = at - 1;
    for (; at < lines.length; at++) {
      const line = lines[at]!;
      const [word = "", ...rest] = line.trim().split(/\s+/);
      if (closers.includes(word)) return word;
      if (!word.startsWith("#") || word === "#buffer") {
        if (active) out.push(line);
        continue;
      }
      directive(word, rest, out, active);
    }
    if (closers.length > 0) fail(opened, `${closers.join(" or ")} is missing for the block that begins here`);
    return "";
  }

  function directive(word: string, rest: readonly string[], out: string[], active: boolean): void {
    const [first = "", second = ""] = rest;
    switch (word) {
      case "#if": {
        const negated = first.startsWith("!");
        const holds = active && Boolean(define(negated ? first.slice(1) : first)) !== negated;
        at++;
        const closer = block(out, ["#else", "#endif"], active && holds);
        if (closer === "#else") {
          at++;
          block(out, ["#endif"], active && !holds);
        }
        return;
      }
      case "#unroll": {
        const count = !active ? 0 : /^\d+$/.test(second) ? Number(second) : Number(define(second));
        const start = ++at;
        const body: string[] = [];
        block(body, ["#end"], active);
        for (let turn = 0; turn < count; turn++) {
          out.push(...body.map((line) => line.replaceAll(`{${first}}`, String(turn))));
        }
        if (at < start) fail(at, "#end is missing");
        return;
      }
      case "#include": {
        const found = source.includes?.find(({ name }) => name === first);
        if (!found) fail(at, `there is no source "${first}" to include`);
        if (found && active && !included.has(first)) {
          included.add(first);
          out.push(...expand(found, defines, included));
        }
        return;
      }
      default:
        fail(at, `"${word}" is no directive`);
    }
  }

  const out: string[] = [];
  block(out, [], true);
  return out;
}
