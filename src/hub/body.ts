const FIRST_BYTES = 65_536;

/**
 * The body of an answer, of which no more is held than was to come: who sends it is not trusted.
 *
 * @param most bytes
 * @param onBytes told how many more have come
 * @returns undefined where more came
 */
export async function readUpTo(
  response: Response,
  most: number,
  onBytes: (count: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const announced = Number(response.headers.get("content-length") ?? Number.NaN);
  let bytes = new Uint8Array(announced <= most ? announced : Math.min(most, FIRST_BYTES));
  let length = 0;
  for (const reader = response.body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    onBytes(value.length);
    const needed = length + value.length;
    if (needed > most) {
      // What the sender makes of it no longer matters.
      reader.cancel().catch(() => {});
      return undefined;
    }
    // What is announced is the length before it is decompressed.
    if (needed > bytes.length) {
      const larger = new Uint8Array(Math.min(most, Math.max(2 * bytes.length, needed)));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(value, length);
    length = needed;
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}
