import type { ExpectedUpdate, StepTrace, WeightTrace } from "../../train/trace.ts";
import { expectedUpdate, roundingOf } from "../../train/trace.ts";
import {
  after,
  Formula,
  factor,
  fraction,
  hat,
  number,
  power,
  root,
  row,
  sub,
  type Term,
  vector,
  word,
} from "./Maths.tsx";
import { exact, short } from "./numbers.ts";
import { fateSentence, placeText } from "./words.ts";

interface UpdateProps {
  readonly trace: StepTrace;
  readonly weight: WeightTrace;
}

/** One weight's step, in the paper's symbols and with its own numbers. */
export function UpdateFormula({ trace, weight }: UpdateProps) {
  const expected = expectedUpdate(trace, weight);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where there is little room, and so must be reached by keyboard.
    <section className="update" tabIndex={0} aria-label="Formula of the chosen weight's step">
      <p className="update-why">
        <b>Weight {placeText(trace.tensor, weight.element)}.</b> {fateSentence(trace, expected)}
      </p>
      <dl>
        {linesOf(trace, weight, expected).map(({ name, symbols, numbers, result }) => (
          <div key={name} className="update-line">
            <dt>{name}</dt>
            <dd>
              <Formula>{symbols}</Formula>
              <Formula>{numbers}</Formula>
              {result === undefined ? null : <Formula>{row("=", result)}</Formula>}
            </dd>
          </div>
        ))}
      </dl>
      <Agreement trace={trace} weight={weight} expected={expected} />
    </section>
  );
}

/** Whether the device did the same as the formula in double precision. */
function Agreement({ trace, weight, expected }: UpdateProps & { readonly expected: ExpectedUpdate }) {
  const difference = Math.abs(weight.after.value - expected.value);
  const agrees = difference <= roundingOf(trace, expected);
  return (
    <p className="update-check" data-agrees={agrees}>
      On the device <b title="The weight after the step, all digits">{exact(weight.after.value)}</b>, by the formula in
      double precision {exact(expected.value)}: {agreementText(difference, agrees)}
    </p>
  );
}

function agreementText(difference: number, agrees: boolean): string {
  if (difference === 0) return "they are the same.";
  return agrees
    ? `they agree to ${short(difference)}, as single precision can.`
    : `they differ by ${short(difference)}.`;
}

interface Line {
  readonly name: string;
  readonly symbols: Term;
  readonly numbers: Term;
  /** Where the line would be too long with it. */
  readonly result?: Term;
}

const G = "g";
const M = vector("m");
const GM = row(G, "⊙", M);
const THETA_AFTER = after("θ");

function linesOf(trace: StepTrace, weight: WeightTrace, expected: ExpectedUpdate): Line[] {
  const { gradient } = weight;
  const mask = maskLine(trace, expected);
  if (gradient === null) return [mask, still(weight)];
  const lines = [clipLine(trace, gradient, expected), mask, maskedLine(expected)];
  if (expected.fate === "untouched") return [...lines, still(weight)];
  if (trace.optimizer.kind === "sgd") return [...lines, sgdLine(trace, weight, expected)];
  return [...lines, ...momentLines(trace, weight, expected), adamLine(trace, weight, expected)];
}

function clipLine({ clipScale }: StepTrace, gradient: number, { clipped }: ExpectedUpdate): Line {
  if (clipScale === null) {
    return { name: "Gradient, not clipped", symbols: row(G), numbers: row("=", number(gradient)) };
  }
  return {
    name: "Gradient, clipped by the scale s",
    symbols: row(G, "=", "s", "·", sub(G, word("raw"))),
    numbers: row("=", number(clipScale), "·", factor(gradient), "=", number(clipped ?? 0)),
  };
}

function maskLine({ mask }: StepTrace, { factor: value }: ExpectedUpdate): Line {
  switch (mask.kind) {
    case "bernoulli": {
      const { dropRate, rescale } = mask;
      const kept = row("1", "−", "p");
      const draw = row(word("Bernoulli"), "(", kept, ")");
      const keptNumbers = row("1", "−", number(dropRate));
      return {
        name: "Mask, Eq. 4",
        symbols: row(M, "∼", rescale ? fraction(draw, kept) : draw),
        numbers:
          value === 0 || !rescale
            ? row("=", number(value), word(` with p = ${short(dropRate)}`))
            : row("=", fraction("1", keptNumbers), "=", number(value)),
      };
    }
    case "gaussian":
      return {
        name: "Mask, Gaussian (III.A)",
        symbols: row(M, "∼", "N", "(", "1", ",", power("σ", "2"), ")"),
        numbers: row("=", number(value), word(` with σ = ${short(mask.sigma)}`)),
      };
    case "partition":
      return {
        name: "Mask, drawn without replacement (III.B)",
        symbols: row(M, "∈", "{", "0", ",", "1", "}"),
        numbers: row("=", number(value), word(` in epoch ${mask.epoch} of ${mask.epochs}`)),
      };
    case "active":
      return { name: "Mask", symbols: row(M), numbers: row("=", number(1)) };
    case "frozen":
      return { name: "Mask of the layer", symbols: row(sub(M, "l")), numbers: row("=", number(0)) };
  }
}

function maskedLine({ clipped, factor: value, masked }: ExpectedUpdate): Line {
  return {
    name: "Masked gradient, of Eq. 3",
    symbols: GM,
    numbers: row("=", number(clipped ?? 0), "·", factor(value), "=", number(masked ?? 0)),
  };
}

function still({ before }: WeightTrace): Line {
  return { name: "Weight", symbols: row(THETA_AFTER, "=", "θ"), numbers: row("=", number(before.value, 7)) };
}

function sgdLine({ learningRate, optimizer }: StepTrace, { before }: WeightTrace, expected: ExpectedUpdate): Line {
  const { weightDecay } = optimizer;
  const decays = weightDecay !== 0;
  const change = decays ? row("(", GM, "+", "λ", "θ", ")") : GM;
  const masked = expected.masked ?? 0;
  const numbers = decays
    ? row("(", number(masked), "+", number(weightDecay), "·", factor(before.value), ")")
    : factor(masked);
  return {
    name: decays ? "Weight, Eq. 3 with weight decay" : "Weight, Eq. 3",
    symbols: row(THETA_AFTER, "=", "θ", "−", "α", "·", change),
    numbers: row("=", number(before.value, 7), "−", number(learningRate), "·", numbers),
    result: number(expected.value, 7),
  };
}

function momentLines({ optimizer }: StepTrace, { before }: WeightTrace, expected: ExpectedUpdate): Line[] {
  const { beta1, beta2 } = optimizer;
  const { steps, first, second, firstCorrected, secondCorrected, masked } = expected;
  const g = masked ?? 0;
  const rest = (beta: number) => Number((1 - beta).toPrecision(6));
  const beta = (index: string) => sub("β", index);
  return [
    {
      name: "First moment",
      symbols: row(after("μ"), "=", beta("1"), "μ", "+", "(", "1", "−", beta("1"), ")", GM),
      numbers: row(
        "=",
        ...[number(beta1), "·", factor(before.first), "+", number(rest(beta1)), "·", factor(g)],
        "=",
        number(first),
      ),
    },
    {
      name: "Second moment",
      symbols: row(after("ν"), "=", beta("2"), "ν", "+", "(", "1", "−", beta("2"), ")", power(row("(", GM, ")"), "2")),
      numbers: row(
        "=",
        ...[
          number(beta2),
          "·",
          factor(before.second),
          "+",
          number(rest(beta2)),
          "·",
          power(row("(", number(g), ")"), "2"),
        ],
        "=",
        number(second),
      ),
    },
    {
      name: `Moments corrected for their start, after t = ${steps} ${steps === 1 ? "step" : "steps"}`,
      symbols: row(
        ...[hat("μ"), "=", fraction(after("μ"), row("1", "−", power(beta("1"), "t"))), ","],
        word("  "),
        ...[hat("ν"), "=", fraction(after("ν"), row("1", "−", power(beta("2"), "t")))],
      ),
      numbers: row(hat("μ"), "=", number(firstCorrected), ",", word("  "), hat("ν"), "=", number(secondCorrected)),
    },
  ];
}

function adamLine({ learningRate, optimizer }: StepTrace, { before }: WeightTrace, expected: ExpectedUpdate): Line {
  const { epsilon, weightDecay } = optimizer;
  const step = fraction(hat("μ"), row(root(hat("ν")), "+", "ε"));
  const stepNumbers = fraction(
    number(expected.firstCorrected),
    row(root(number(expected.secondCorrected)), "+", number(epsilon)),
  );
  const decays = weightDecay !== 0;
  return {
    name: "Weight, Eq. 3 with AdamW in the gradient's place",
    symbols: row(THETA_AFTER, "=", "θ", "−", "α", decays ? row("(", step, "+", "λ", "θ", ")") : step),
    numbers: row(
      ...["=", number(before.value, 7), "−", number(learningRate)],
      decays ? row("(", stepNumbers, "+", number(weightDecay), "·", factor(before.value), ")") : stepNumbers,
    ),
    result: number(expected.value, 7),
  };
}
