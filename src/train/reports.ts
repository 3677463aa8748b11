/** What steps report, on its way from the device. */
import * as tf from "@tensorflow/tfjs";

/** Unread reports kept on a device that answers later; the oldest beyond that are dropped. */
const MAX_PENDING = 64;

interface Pending {
  readonly tensors: tf.Tensor[];
  gone: boolean;
}

/** Backends whose values are at hand: read at once, so that nothing waits for a reader. */
const SYNCHRONOUS = new Set(["cpu", "wasm"]);

type ValuesOf<Given> = { [Name in keyof Given]: Float32Array };

export class PendingReports {
  private readonly pending: Pending[] = [];

  /**
   * Keeps the tensors until `read` is called, once. On a GPU an unread report goes after 64 later ones, or with `dispose`.
   */
  add<Given extends Readonly<Partial<Record<string, tf.Tensor>>>, Report>(
    tensors: Given,
    make: (values: ValuesOf<Given>) => Report,
  ): { read(): Promise<Report> } {
    const entries = Object.entries(tensors) as [string, tf.Tensor][];
    const named = (values: Float32Array[]) =>
      Object.fromEntries(entries.map(([name], i) => [name, values[i]!])) as ValuesOf<Given>;
    if (SYNCHRONOUS.has(tf.getBackend())) {
      const report = make(named(entries.map(([, tensor]) => Float32Array.from(tensor.dataSync<"float32">()))));
      return { read: async () => report };
    }
    const entry: Pending = { tensors: entries.map(([, tensor]) => tf.keep(tensor)), gone: false };
    this.pending.push(entry);
    if (this.pending.length > MAX_PENDING) this.drop(this.pending[0]!);
    return {
      read: async () => {
        if (entry.gone) throw new Error("This step's report is gone. Read a report once, and before 64 further steps.");
        const values = await Promise.all(entry.tensors.map((tensor) => tensor.data<"float32">()));
        this.drop(entry);
        return make(named(values));
      },
    };
  }

  dispose(): void {
    for (const entry of [...this.pending]) this.drop(entry);
  }

  private drop(entry: Pending): void {
    const at = this.pending.indexOf(entry);
    if (at >= 0) this.pending.splice(at, 1);
    entry.gone = true;
    tf.dispose(entry.tensors);
  }
}
