/**
 * The keys of an object within a JSON document as they are written, repeated ones included (JSON.parse keeps only the last).
 *
 * @param json a valid JSON document that is an object
 * @param path keys that lead to the object; none for the document itself
 */
export function keysAt(json: string, path: readonly string[] = []): string[] {
  const keys: string[] = [];
  /** Of each object or array that is open, outermost first: the key that stands last in it. */
  const open: (string | undefined)[] = [];
  let isKey = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at]!;
    if (character === '"') {
      const end = endOfString(json, at);
      if (isKey && open.length <= path.length + 1) {
        const key = JSON.parse(json.slice(at, end)) as string;
        open[open.length - 1] = key;
        if (open.length === path.length + 1 && path.every((step, depth) => open[depth] === step)) keys.push(key);
      }
      isKey = false;
      at = end - 1;
    } else if (character === "{" || character === "[") {
      open.push(undefined);
      isKey = character === "{";
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === ",") {
      isKey = true;
    }
  }
  return keys;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}
