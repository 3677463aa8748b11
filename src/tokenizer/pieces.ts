/**
 * A trie over the vocabulary's pieces, in UTF-16 units: the children of a node lie next to each other, sorted, in flat
 * arrays (250,000 pieces take a few MB and no objects).
 */
export class PieceTrie {
  readonly #labels: Uint16Array;
  /** The children of node n are nodes firstChild[n] up to firstChild[n + 1]. */
  readonly #firstChild: Int32Array;
  /** Id of the piece that ends here, or -1. */
  readonly #ids: Int32Array;
  /** The root has thousands of children: found directly. */
  readonly #rootChild = new Int32Array(0x10000).fill(-1);

  /** A piece that occurs twice has its last id, as in the Rust library. */
  constructor(pieces: readonly string[]) {
    const order = Array.from(pieces.keys()).filter((id) => pieces[id]!.length > 0);
    order.sort((a, b) => (pieces[a]! < pieces[b]! ? -1 : pieces[a]! > pieces[b]! ? 1 : a - b));
    const labels = [0];
    const firstChild: number[] = [];
    const ids = [-1];
    // Breadth first; node n covers the sorted pieces from[n] to[n], which agree in their first depth[n] units.
    const from = [0];
    const to = [order.length];
    const depth = [0];
    for (let node = 0; node < labels.length; node++) {
      firstChild.push(labels.length);
      const at = depth[node]!;
      const end = to[node]!;
      let piece = from[node]!;
      while (piece < end && pieces[order[piece]!]!.length === at) ids[node] = order[piece++]!;
      while (piece < end) {
        const label = pieces[order[piece]!]!.charCodeAt(at);
        const start = piece;
        while (piece < end && pieces[order[piece]!]!.charCodeAt(at) === label) piece++;
        labels.push(label);
        ids.push(-1);
        from.push(start);
        to.push(piece);
        depth.push(at + 1);
      }
    }
    firstChild.push(labels.length);
    this.#labels = Uint16Array.from(labels);
    this.#firstChild = Int32Array.from(firstChild);
    this.#ids = Int32Array.from(ids);
    for (let child = this.#firstChild[0]!; child < this.#firstChild[1]!; child++) {
      this.#rootChild[this.#labels[child]!] = child;
    }
  }

  /** Calls `found(end, id)` for every piece that starts at `start`, the shortest first. */
  prefixes(text: string, start: number, found: (end: number, id: number) => void): void {
    let node = this.#rootChild[text.charCodeAt(start)]!;
    for (let end = start + 1; node >= 0; end++) {
      const id = this.#ids[node]!;
      if (id >= 0) found(end, id);
      if (end >= text.length) return;
      node = this.#child(node, text.charCodeAt(end));
    }
  }

  #child(node: number, label: number): number {
    let low = this.#firstChild[node]!;
    let high = this.#firstChild[node + 1]! - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#labels[middle]!;
      if (found === label) return middle;
      if (found < label) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
