/**
 * The keys of a JSON object as they are written, repeated ones included (JSON.parse keeps only the last).
 *
 * @param json a valid JSON document that is an object
 */
export function topLevelKeys(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let isKey = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at]!;
    if (character === '"') {
      const end = endOfString(json, at);
      if (depth === 1 && isKey) keys.push(JSON.parse(json.slice(at, end)) as string);
      isKey = false;
      at = end - 1;
    } else if (character === "{" || character === "[") {
      depth++;
      isKey = true;
    } else if (character === "}" || character === "]") {
      depth--;
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
