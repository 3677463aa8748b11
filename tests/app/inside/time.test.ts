import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyTime, canFollow, follow, placeOf, setMicroscope, subjectOf } from "../../../src/app/store/inside.ts";
import { newRun, type Run } from "../../../src/app/store/runs.ts";
import { createAppStore, setView } from "../../../src/app/store/store.ts";
import { lastPlace, placeInTime, reduceTime, type Span, type Time } from "../../../src/app/store/time.ts";
import { defaultExperiment } from "../../../src/experiment/defaults.ts";

const spans: fc.Arbitrary<Span> = fc.record({
  epochs: fc.integer({ min: 1, max: 30 }),
  batches: fc.integer({ min: 1, max: 20 }),
  pace: fc.constantFrom("epochs" as const, "batches" as const),
});
const START: Time = { moment: { epoch: 1, batch: 0 }, playing: false };

/** Every moment that is shown from pressing play until it stops by itself. */
function played(from: Time, span: Span): Time[] {
  const shown = [reduceTime(from, { kind: "toggle" }, span)];
  for (let i = 0; shown.at(-1)!.playing && i <= span.epochs * span.batches; i++) {
    shown.push(reduceTime(shown.at(-1)!, { kind: "tick" }, span));
  }
  return shown;
}

describe("playing time", () => {
  test("shows every epoch, or every batch, once and in order, and stops at the last", () => {
    fc.assert(
      fc.property(spans, (span) => {
        const shown = played(START, span);
        expect(shown.map(({ moment }) => placeInTime(moment, span))).toEqual(
          Array.from({ length: lastPlace(span) + 1 }, (_, i) => i),
        );
        expect(shown.at(-1)!.playing).toBe(false);
        expect(shown.at(-1)!.moment.epoch).toBe(span.epochs);
      }),
    );
  });

  test("begins anew when it is played at the end, and goes on from anywhere else", () => {
    const span: Span = { epochs: 4, batches: 3, pace: "epochs" };
    const at = (epoch: number) => reduceTime({ moment: { epoch, batch: 2 }, playing: false }, { kind: "toggle" }, span);
    expect(at(4)).toEqual({ moment: { epoch: 1, batch: 2 }, playing: true });
    expect(at(2)).toEqual({ moment: { epoch: 2, batch: 2 }, playing: true });
  });

  test("is impossible where there is a single moment", () => {
    expect(reduceTime(START, { kind: "toggle" }, { epochs: 1, batches: 9, pace: "epochs" }).playing).toBe(false);
  });

  test("ends as soon as somebody steps or scrubs", () => {
    const span: Span = { epochs: 4, batches: 3, pace: "batches" };
    const playing: Time = { moment: { epoch: 2, batch: 0 }, playing: true };
    expect(reduceTime(playing, { kind: "move", by: -1 }, span)).toEqual({
      moment: { epoch: 1, batch: 2 },
      playing: false,
    });
    expect(reduceTime(playing, { kind: "scrub", place: 11 }, span)).toEqual({
      moment: { epoch: 4, batch: 2 },
      playing: false,
    });
    expect(reduceTime(playing, { kind: "toggle" }, span)).toEqual({ ...playing, playing: false });
  });

  test("never leaves the run, wherever one steps or scrubs to", () => {
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: -5, max: 1000 }),
        fc.constantFrom(-1 as const, 1 as const),
        (span, place, by) => {
          const { moment } = reduceTime(reduceTime(START, { kind: "scrub", place }, span), { kind: "move", by }, span);
          expect(moment.epoch).toBeGreaterThanOrEqual(1);
          expect(moment.epoch).toBeLessThanOrEqual(span.epochs);
          expect(moment.batch).toBeGreaterThanOrEqual(0);
          expect(moment.batch).toBeLessThan(span.batches);
        },
      ),
    );
  });
});

describe("the page's time", () => {
  const config = { layers: 12 } as never;
  const store = () => createAppStore({ models: { mini: { config } as never } });

  test("of a preview starts at the first epoch, and keeps the layer that was chosen", () => {
    const page = store();
    applyTime(page, { kind: "move", by: 1 });
    expect(page.getState().view.cell).toEqual({ layer: 11, epoch: 2 });
    setView(page, { cell: { layer: 3, epoch: 2 } });
    applyTime(page, { kind: "scrub", place: 15 });
    expect(page.getState().view.cell).toEqual({ layer: 3, epoch: 16 });
    expect(page.getState().view.stepInEpoch).toBeUndefined();
  });

  test("goes by batches when asked to, over the end of an epoch", () => {
    const page = store();
    setView(page, { pace: "batches" });
    // 240 examples in batches of 16.
    applyTime(page, { kind: "scrub", place: 14 });
    expect(page.getState().view).toMatchObject({ cell: { epoch: 1 }, stepInEpoch: 14 });
    applyTime(page, { kind: "move", by: 1 });
    expect(page.getState().view).toMatchObject({ cell: { epoch: 2 }, stepInEpoch: 0 });
  });

  test("lasts as long as the longer of two experiments side by side", () => {
    const page = store();
    const short = { ...defaultExperiment("nc", "sft"), epochs: 3 };
    page.setState({ runs: [{ ...newRun("run-1", short), status: "done" }] });
    setView(page, { subject: { kind: "run", id: "run-1" }, compared: { kind: "preview", variant: "graddrop" } });
    applyTime(page, { kind: "scrub", place: 99 });
    expect(page.getState().view.cell?.epoch).toBe(3);
    // What is compared counts where it is shown.
    setMicroscope(page, true);
    applyTime(page, { kind: "scrub", place: 99 });
    expect(page.getState().view.cell?.epoch).toBe(16);
    expect(placeOf(subjectOf(page.getState(), { kind: "run", id: "run-1" }), page.getState().view.cell, 12).epoch).toBe(
      3,
    );
  });

  test("follows a run under way until it is scrubbed, and again when asked to; the layer stays", () => {
    const page = store();
    const run = newRun("run-1", { ...defaultExperiment("nc", "sft"), epochs: 5 });
    const at = (epoch: number) => ({ ...run, status: "training", epochs: Array.from({ length: epoch - 1 }) }) as Run;
    page.setState({ runs: [at(2)] });
    setView(page, { cell: { layer: 4, epoch: undefined } });
    const shown = () => placeOf(subjectOf(page.getState(), { kind: "auto" }), page.getState().view.cell, 12);
    expect(shown()).toEqual({ layer: 4, epoch: 2 });
    expect(canFollow(page.getState())).toBe(false);
    applyTime(page, { kind: "move", by: -1 });
    page.setState({ runs: [at(3)] });
    expect(shown()).toEqual({ layer: 4, epoch: 1 });
    expect(canFollow(page.getState())).toBe(true);
    follow(page);
    expect(shown()).toEqual({ layer: 4, epoch: 3 });
    page.setState({ runs: [at(4)] });
    expect(shown()).toEqual({ layer: 4, epoch: 4 });
    // Over: there is nothing to follow.
    applyTime(page, { kind: "move", by: -1 });
    page.setState({ runs: [{ ...at(4), status: "done" }] });
    expect(canFollow(page.getState())).toBe(false);
  });

  test("stands still before the model is known", () => {
    const page = createAppStore();
    const before = page.getState();
    applyTime(page, { kind: "toggle" });
    expect(page.getState()).toBe(before);
  });
});
