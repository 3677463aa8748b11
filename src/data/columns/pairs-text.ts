import { DataError } from "../error.ts";

/**
 * Pairs as people write them: `text=premise,label=gold`. A comma in a name is written twice.
 *
 * @param thing for messages, such as "--columns"
 */
export function parsePairs(text: string, thing: string): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const part of text.split(/(?<!,),(?!,)/)) {
    const at = part.indexOf("=");
    const [name, value] = [part.slice(0, at), part.slice(at + 1)].map((side) => side.trim().replaceAll(",,", ","));
    if (at < 1 || !name || !value) {
      throw new DataError(
        `${thing}: "${part}" is not of the form NAME=VALUE. Write, for instance, text=title,label=topic.`,
      );
    }
    if (pairs.has(name)) throw new DataError(`${thing}: names ${name} twice. Name it once.`);
    pairs.set(name, value);
  }
  return Object.fromEntries(pairs);
}
