/** Apart from what throws: the page reads it too, and needs no engine for that. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
