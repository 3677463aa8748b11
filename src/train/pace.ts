/** How long a unit of work takes, learnt from the work done so far. */
export class Pace {
  #units = 0;
  #ms = 0;
  #first: number | undefined;

  add(units: number, ms: number): void {
    if (this.#first === undefined) {
      // The first piece of work also compiles and allocates: it counts only until there is another.
      this.#first = ms / units;
      return;
    }
    this.#units += units;
    this.#ms += ms;
  }

  /** undefined before any work was done. */
  get msPerUnit(): number | undefined {
    return this.#units > 0 ? this.#ms / this.#units : this.#first;
  }
}
