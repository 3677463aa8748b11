import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONTROLS } from "../../src/experiment/controls.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import {
  EMBEDDING_POLICIES,
  type Experiment,
  experimentSchema,
  UPDATE_TIMES,
} from "../../src/experiment/experiment.ts";
import {
  encodeLink,
  experimentsOf,
  type Link,
  LinkError,
  LONGEST_LINK,
  linkTo,
  parseLink,
} from "../../src/experiment/link.ts";
import { TASK_IDS } from "../../src/tasks/types.ts";
import { histories, hyperOf, VARIANT_IDS } from "../support/courses.ts";
import { VERSION_1_LINKS } from "./version-1-links.ts";

const share = (max: number) => fc.double({ min: 0, max, noNaN: true });
const some = <T>(items: readonly T[]) => fc.subarray([...items]);

/** What a link can name. */
const MODELS = [
  "mini",
  "hub:FacebookAI/xlm-roberta-base",
  `hub:a_b/c.d-e@${"0af".repeat(13)}0`,
  "hub:files/0123456789ab@refs/pr/1",
  "files:Größe & Co, #1#0123456789ab",
];

const settingsRecord = fc.record({
  model: fc.constantFrom(...MODELS),
  task: fc.constantFrom(...TASK_IDS),
  epochs: fc.integer({ min: 1, max: 100 }),
  trainSize: fc.integer({ min: 2, max: 5000 }),
  evalSize: fc.integer({ min: 1, max: 1000 }),
  batchSize: fc.integer({ min: 1, max: 256 }),
  learningRate: share(10),
  warmupShare: share(1),
  weightDecay: share(1),
  clipNorm: fc.option(fc.double({ min: 0, minExcluded: true, max: 1e300, noNaN: true })),
  optimizer: fc.constantFrom("adamw" as const, "sgd" as const),
  embeddings: fc.constantFrom(...EMBEDDING_POLICIES),
  labelNoise: share(0.9),
  memory: fc.record({ recompute: fc.boolean(), update: fc.constantFrom(...UPDATE_TIMES) }),
  seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 5 }),
});

const settings = settingsRecord.chain((common) =>
  histories(common.epochs).map((history) => ({
    ...common,
    ...history,
    // Spans have no labels to replace.
    labelNoise: common.task === "mlqa" ? 0 : common.labelNoise,
  })),
);

const experiments: fc.Arbitrary<Experiment> = fc
  .tuple(settings, fc.constantFrom(...VARIANT_IDS))
  .chain(([common, variant]) => hyperOf(variant).map((hyper) => ({ ...common, version: 1 as const, variant, hyper })));

const views = fc.record(
  {
    score: fc.constantFrom("zero-shot" as const, "all" as const, "en" as const, "ru" as const),
    scale: fc.constantFrom("full" as const, "close" as const),
    y: fc.constantFrom("score" as const, "loss" as const, "gradient" as const),
    x: fc.constantFrom("epoch" as const, "seconds" as const),
    smoothing: share(0.9),
    table: fc.constantFrom("runs" as const, "means" as const),
    show: fc.constantFrom(...VARIANT_IDS),
    cell: fc.record({ layer: fc.integer({ min: 0, max: 999 }), epoch: fc.integer({ min: 1, max: 100 }) }),
    matrix: fc.constantFrom("intermediate.dense", "attention.self.query"),
    wide: fc.constant("yes" as const),
    beside: fc.constantFrom(...VARIANT_IDS),
    quantity: fc.constantFrom("active" as const, "gradNorm" as const, "updateNorm" as const),
    pace: fc.constantFrom("epochs" as const, "batches" as const),
  },
  { requiredKeys: [] },
);

const links: fc.Arbitrary<Link> = fc
  .record({
    settings,
    variants: fc.subarray([...VARIANT_IDS], { minLength: 1 }),
    seeds: fc.integer({ min: 1, max: 5 }),
    view: views,
    lock: some(CONTROLS),
    hide: some(CONTROLS),
  })
  .chain((link) =>
    fc.record(Object.fromEntries(link.variants.map((id) => [id, hyperOf(id)]))).map((all) => {
      const hyper = Object.fromEntries(Object.entries(all).filter(([, own]) => Object.keys(own).length > 0));
      return { ...link, hyper: hyper as Link["hyper"] };
    }),
  );

/** Property tests compare values, not prototypes: fast-check makes some records without one. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("a link", () => {
  test("brings any experiment back exactly", () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        const [back, ...more] = experimentsOf(parseLink(encodeLink(linkTo(experiment))));
        expect(plain(back)).toEqual(plain(experiment));
        expect(more).toEqual([]);
        expect(experimentSchema.safeParse(back).success).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("brings any comparison, view and lesson back exactly, as a whole address or encoded by a messenger", () => {
    fc.assert(
      fc.property(links, (link) => {
        const text = encodeLink(link);
        expect(plain(parseLink(text))).toEqual(plain(link));
        expect(plain(parseLink(`https://example.org/a/?b=c#${text}`))).toEqual(plain(link));
        expect(plain(parseLink(`#${text.replaceAll(",", "%2C")}`))).toEqual(plain(link));
      }),
      { numRuns: 300 },
    );
  });

  test("is short enough for any messenger, and holds nothing that could end a URL, an attribute or a tag", () => {
    fc.assert(
      fc.property(links, (link) => {
        const text = encodeLink(link);
        expect(text).toMatch(/^[\w&=.,-]*$/);
        expect(text.length).toBeLessThan(LONGEST_LINK - 500);
      }),
      { numRuns: 300 },
    );
  });

  test("says only what differs from the defaults", () => {
    expect(encodeLink(linkTo(defaultExperiment("nc", "sft")))).toBe("v=1&task=nc&variant=sft");
    const changed = { ...defaultExperiment("xnli", "graddrop"), learningRate: 1e-4, hyper: { dropRate: 0.3 } };
    expect(encodeLink(linkTo(changed, { score: "ru" }))).toBe(
      "v=1&task=xnli&variant=graddrop&graddrop.dropRate=0.3&lr=0.0001&score=ru",
    );
  });
});

describe("whatever is no link", () => {
  const refused = (text: string) => {
    try {
      parseLink(text);
      return "";
    } catch (error) {
      expect(error).toBeInstanceOf(LinkError);
      return (error as Error).message;
    }
  };

  test("is refused with a short, plain message, and never breaks anything", () => {
    const key = fc.oneof(fc.string(), fc.constantFrom("v", "task", "variant", "lr", "cell", "lock", "sft.dropRate"));
    const part = fc.tuple(key, fc.string()).map(([name, value]) => `${name}=${value}`);
    const nearly = fc.array(part).map((parts) => ["v=1", ...parts].join("&"));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), nearly), (text) => {
        const message = refused(text);
        expect(message.length).toBeLessThan(500);
        expect(message).not.toMatch(/[^\x20-\x7e…]/);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["", /Was it copied whole/],
    ["figures", /"figures" is not of the form name=value/],
    ["task=nc", /no version/],
    ["v=2&shape=round", /newer page \(version 2/],
    ["v=0", /no links of version "0"/],
    ["v=1&v=1", /"v" twice/],
    ["v=1&task=cola", /task is "cola", but should be one of: nc, xnli/],
    ["v=1&task=mlqa&noise=0.1", /noise cannot be used: must be 0: the answers of mlqa are spans/],
    ["v=1&variant=sft,sft", /variant names something twice/],
    ["v=1&variant=", /variant is ""/],
    ["v=1&lr=1e9", /lr cannot be used/],
    ["v=1&lr=1e999", /lr cannot be used/],
    ["v=1&lr=NaN", /"lr" should be a number, but is "NaN"/],
    ["v=1&lr=0x10", /should be a number/],
    ["v=1&epochs=2.5", /epochs cannot be used/],
    ["v=1&epochs=1000", /epochs cannot be used/],
    ["v=1&seeds=6", /seeds is "6"/],
    ["v=1&seed=9007199254740991&seeds=2", /seed cannot be used/],
    ["v=1&history=sft", /"sft" is not of the form VARIANT\.EPOCH/],
    ["v=1&history=sft.16", /history cannot be used: must be less than 16/],
    ["v=1&history=sft.0", /history cannot be used/],
    ["v=1&history=sft.4,graddrop.4", /history cannot be used: must be more than 4/],
    ["v=1&history=magic.4", /history cannot be used/],
    ["v=1&history=sft.4.dropRate.2", /history cannot be used: must be from 0 to 0\.95/],
    ["v=1&history=sft.4.constructor.1", /history cannot be used: sft has no such setting/],
    ["v=1&history=sft.4.__proto__.1", /not of the form/],
    ["v=1&data=0123456789ab", /data="0123456789ab" does not name data/],
    ["v=1&data=0123456789ab,_ff", /does not name data/],
    ["v=1&data=0123456789ab,<img>", /does not name data/],
    [`v=1&data=0123456789ab,${"x".repeat(121)}`, /data cannot be used/],
    ["v=1&optimizer=adam", /optimizer cannot be used/],
    ["v=1&update=never", /memory\.update cannot be used/],
    ["v=1&cell=1,2,3", /LAYER,EPOCH/],
    ["v=1&score=xx", /score cannot be used/],
    ["v=1&matrix=<img>", /matrix cannot be used/],
    ["v=1&lock=everything", /lock is "everything"/],
    ["v=1&graddrop.dropRate=0.3", /"graddrop\.dropRate" is unknown here/],
    ["v=1&sft.dropRate=2", /hyper\.dropRate cannot be used/],
    ["v=1&sft.constructor=1", /"sft\.constructor" is unknown/],
    ["v=1&__proto__.polluted=1", /is unknown/],
    ["v=1&model=/etc/passwd", /model="\/etc\/passwd" does not name a model/],
    ["v=1&model=hub,FacebookAI", /does not name a model/],
    ["v=1&model=hub,..,..", /does not name a model/],
    ["v=1&model=hub,evil.com/x,y", /does not name a model/],
    ["v=1&model=hub,a,b,refs,..,pr", /does not name a model/],
    ["v=1&model=folder,etc,passwd", /does not name a model/],
    ["v=1&model=files,0123456789ab", /does not name a model/],
    ["v=1&model=files,0123456789ab,<img>", /does not name a model/],
    ["v=1&task=%E0%A4%A", /broken percent sign/],
    ["v=1&<script>alert(1)</script>=1", /unknown here/],
    [`v=1&task=${"x".repeat(5000)}`, /has \d+ characters/],
  ])("%s", (text, message) => {
    expect(refused(text)).toMatch(message);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("links of version 1 mean what they always meant", () => {
  test.each(VERSION_1_LINKS)("$hash", ({ hash, experiments: expected, lock = [], hide = [], view = {} }) => {
    const link = parseLink(hash);
    expect(experimentsOf(link)).toEqual(expected);
    expect([link.lock, link.hide, link.view]).toEqual([lock, hide, view]);
  });
});
