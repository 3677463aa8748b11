import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type AddressBar, followAddress, openLink } from "../../src/app/services/address.ts";
import { fromShown, NUMBER_FIELDS, rangeOf, toShown } from "../../src/app/store/fields.ts";
import { checkForm, defaultForm, type Form, withVariant } from "../../src/app/store/form.ts";
import {
  accessOf,
  CONTROL_GROUPS,
  hasGroup,
  linkFrom,
  resetForm,
  stateFrom,
  withGroup,
} from "../../src/app/store/share.ts";
import { createAppStore, FIRST_VIEW, setForm, setView } from "../../src/app/store/store.ts";
import { CONTROLS, FREE } from "../../src/experiment/controls.ts";
import { MOST_SEEDS } from "../../src/experiment/defaults.ts";
import { encodeLink, experimentsOf, parseLink } from "../../src/experiment/link.ts";
import { VARIANTS } from "../../src/graddrop/index.ts";
import { TASK_IDS } from "../../src/tasks/types.ts";

const page = { view: FIRST_VIEW, lesson: FREE };

/** Whatever a person may have set; numbers as the form shows them. */
const forms: fc.Arbitrary<Form> = fc
  .record({
    task: fc.constantFrom(...TASK_IDS),
    model: fc.constantFrom(
      "mini",
      `hub:FacebookAI/xlm-roberta-base@${"a1".repeat(20)}`,
      "files:Mein Modell#0123456789ab",
    ),
    variants: fc.subarray(
      VARIANTS.map(({ id }) => id),
      { minLength: 1 },
    ),
    shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: NUMBER_FIELDS.length,
      maxLength: NUMBER_FIELDS.length,
    }),
    seeds: fc.integer({ min: 1, max: MOST_SEEDS }),
    dropRate: fc.double({ min: 0, max: 0.95, noNaN: true }),
    embeddings: fc.constantFrom("train" as const, "freeze" as const, "follow" as const),
    optimizer: fc.constantFrom("adamw" as const, "sgd" as const),
    recompute: fc.boolean(),
  })
  .map(({ shares, dropRate, recompute, ...rest }) => {
    const numbers = NUMBER_FIELDS.map((name, i) => {
      const { min, max, integer } = rangeOf(name);
      const value = min + (Math.min(max, 1e6) - min) * shares[i]!;
      const known = integer ? Math.round(value) : fromShown(name, toShown(name, value));
      return [name, name === "clipNorm" && known === 0 ? "" : toShown(name, known)];
    });
    const hyper = { graddrop: { dropRate } };
    const memory = { recompute, update: "after" as const };
    const entries = Object.fromEntries(numbers) as Form["numbers"];
    // Spans have no labels to replace.
    const labelNoise = rest.task === "mlqa" ? 0 : entries.labelNoise;
    return { ...rest, hyper, memory, numbers: { ...entries, labelNoise } };
  });

describe("a link made from the page", () => {
  test("asks for exactly the runs that the form asks for, and opens as the same form", () => {
    fc.assert(
      fc.property(forms, (form) => {
        const { experiments, errors } = checkForm(form);
        expect(errors).toEqual({});
        const link = linkFrom({ ...page, form })!;
        expect(experimentsOf(parseLink(encodeLink(link)))).toEqual(experiments);
        const opened = stateFrom(parseLink(encodeLink(link)));
        expect(checkForm(opened.form).experiments).toEqual(experiments);
      }),
    );
  });

  test("holds the view and the lesson, but nothing of one's own runs", () => {
    const view = {
      ...FIRST_VIEW,
      score: "ru",
      scale: "close",
      subject: { kind: "run", id: "run-7" },
      cell: { layer: 3, epoch: 2 },
      hoverEpoch: 4,
      zone: "figures",
    } as const;
    const lesson = { lock: ["lr"], hide: ["memory"] } as const;
    const link = linkFrom({ form: defaultForm(), view, lesson })!;
    expect(encodeLink(link)).toBe(
      "v=1&task=nc&variant=sft,graddrop-epoch&score=ru&scale=close&cell=4,2&lock=lr&hide=memory",
    );
    const opened = stateFrom(parseLink(encodeLink(link)));
    expect(opened.view).toEqual({ ...FIRST_VIEW, score: "ru", scale: "close", cell: { layer: 3, epoch: 2 } });
    expect(opened.lesson).toEqual(lesson);
  });

  test("opens the microscope on the two variants that were side by side, at their moment", () => {
    const view = {
      ...FIRST_VIEW,
      microscope: true,
      subject: { kind: "preview", variant: "graddrop-epoch" },
      compared: { kind: "preview", variant: "gradfreeze-topdown" },
      quantity: "updateNorm",
      cell: { layer: 11, epoch: 6 },
      zone: "inside",
    } as const;
    const link = encodeLink(linkFrom({ ...page, form: defaultForm(), view })!);
    expect(link).toMatch(/&show=graddrop-epoch&cell=12,6&wide=yes&beside=gradfreeze-topdown&quantity=updateNorm$/);
    expect(stateFrom(parseLink(link)).view).toEqual(view);
    // A run of one's own stays at home; what stood beside it last is no part of a page without it.
    const withRun = { ...view, compared: { kind: "run", id: "run-3" } } as const;
    expect(stateFrom(linkFrom({ ...page, form: defaultForm(), view: withRun })!).view.compared).toBeUndefined();
    const closed = { ...view, microscope: false };
    expect(encodeLink(linkFrom({ ...page, form: defaultForm(), view: closed })!)).not.toMatch(/beside|wide/);
  });

  test("does not exist while the form cannot be run", () => {
    const form = { ...defaultForm(), seeds: "many" };
    expect(linkFrom({ ...page, form })).toBeUndefined();
  });
});

describe("opening a link", () => {
  test("replaces form and view, whatever was there", () => {
    const store = createAppStore({ form: withVariant(defaultForm("xnli"), "head-only", true) });
    openLink(store, "#v=1&task=nc&variant=graddrop&graddrop.dropRate=0.4&epochs=3&noise=0.15&clip=none&show=graddrop");
    const { form, view, notice } = store.getState();
    expect(form).toMatchObject({ task: "nc", variants: ["graddrop"], hyper: { graddrop: { dropRate: 0.4 } } });
    expect(form.numbers).toMatchObject({ epochs: 3, labelNoise: 15, clipNorm: "" });
    expect(view.subject).toEqual({ kind: "preview", variant: "graddrop" });
    expect(notice).toBeUndefined();
  });

  test.each(["#v=9", "#v=1&matrix=none.such", "#v=1&lr=<img src=x>", "#javascript:alert(1)"])(
    "that is broken (%s) gives the defaults and says why",
    (hash) => {
      const store = createAppStore({ form: withVariant(defaultForm("xnli"), "head-only", true) });
      openLink(store, hash);
      const { form, view, lesson, notice } = store.getState();
      expect({ form, view, lesson }).toEqual({ form: defaultForm(), ...page });
      expect(notice?.title).toBe("The link could not be opened");
      expect(notice?.message).toMatch(/[.?] The page shows its defaults instead\.$/);
    },
  );

  test("without anything in it changes nothing", () => {
    const store = createAppStore();
    const before = store.getState();
    openLink(store, "");
    openLink(store, "#");
    expect(store.getState()).toBe(before);
  });
});

describe("the address bar", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function bar() {
    const written: string[] = [];
    let tell = () => {};
    const address: AddressBar & { go(hash: string): void } = {
      hash: "",
      replace: (hash) => void written.push(hash),
      onChange(listener) {
        tell = listener;
        return () => {};
      },
      go(hash) {
        Object.assign(this, { hash });
        tell();
      },
    };
    return { written, address };
  }

  test("follows what is set, a little later and once for many changes; pointing at something is none", () => {
    const store = createAppStore();
    const { written, address } = bar();
    followAddress(store, address);
    setView(store, { hoverEpoch: 3 });
    vi.runAllTimers();
    expect(written).toEqual([]);
    for (const epochs of [1, 2, 3]) {
      setForm(store, (form) => ({ ...form, numbers: { ...form.numbers, epochs } }));
    }
    setView(store, { score: "en" });
    vi.runAllTimers();
    expect(written).toEqual(["v=1&task=nc&variant=sft,graddrop-epoch&epochs=3&score=en"]);
  });

  test("keeps what could last be run while a number is being typed", () => {
    const store = createAppStore();
    const { written, address } = bar();
    followAddress(store, address);
    setForm(store, (form) => ({ ...form, numbers: { ...form.numbers, epochs: "" } }));
    vi.runAllTimers();
    expect(written).toEqual([]);
  });

  test("opens a link that is pasted into it, and does not write it again", () => {
    const store = createAppStore();
    const { written, address } = bar();
    followAddress(store, address);
    address.go("#v=1&task=xnli&variant=graddrop");
    expect(store.getState().form).toMatchObject({ task: "xnli", variants: ["graddrop"] });
    vi.runAllTimers();
    expect(written).toEqual([]);
  });
});

describe("a lesson", () => {
  test("hides rather than locks what it does both to", () => {
    const lesson = { lock: ["lr", "task"], hide: ["lr"] } as const;
    expect(["lr", "task", "seed"].map((name) => accessOf(lesson, name as (typeof CONTROLS)[number]))).toEqual([
      "hidden",
      "locked",
      "free",
    ]);
  });

  test("reaches every control through the groups of the dialog, each once", () => {
    expect(CONTROL_GROUPS.flatMap(({ controls }) => controls).sort()).toEqual([...CONTROLS].sort());
  });

  test("has a group locked or hidden, never both", () => {
    const group = CONTROL_GROUPS[3]!;
    const locked = withGroup(FREE, "lock", group, true);
    expect([hasGroup(locked.lock, group), hasGroup(locked.hide, group)]).toEqual([true, false]);
    const hidden = withGroup(locked, "hide", group, true);
    expect([hasGroup(hidden.lock, group), hasGroup(hidden.hide, group)]).toEqual([false, true]);
    expect(withGroup(hidden, "hide", group, false)).toEqual(FREE);
  });

  test("is what a reset goes back to; without one it is the defaults", () => {
    const store = createAppStore();
    openLink(store, "#v=1&variant=graddrop&lr=0.002&lock=lr");
    setForm(store, (form) => withVariant(form, "sft", true));
    expect(resetForm(store.getState())).toMatchObject({ variants: ["graddrop"], numbers: { learningRate: 0.002 } });
    store.setState({ lesson: FREE });
    expect(resetForm(store.getState())).toEqual(defaultForm());
  });
});
