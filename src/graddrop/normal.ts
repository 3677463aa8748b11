/**
 * Standard normal numbers from u32 words: Box-Muller, on f32 throughout.
 *
 * To repeat it in a shader: use these steps as they are. All words, and every decision, are integers and agree bit for
 * bit; logarithm, sine and cosine are the polynomials below and not the shader's own, since WGSL lets its `cos` be off by
 * 2^-11. Rounding after every operation (`f`) is what f32 hardware does by itself. What stays open in WGSL is a fused
 * multiply-add and the last bits of `sqrt`, so a shader's normal number agrees to about 1e-6, not to the last bit.
 * The polynomials also free the result from the JavaScript engine's own `Math.log` and `Math.cos`.
 */
const f = Math.fround;

const LN_2 = f(Math.LN2);
const QUARTER_TURN_BY_2_TO_24 = f(Math.PI / 2 / 2 ** 24);
/** Of the f32 logarithm in Cephes (logf.c, S. Moshier): ln(1 + x) = x - x^2/2 + x^3 P(x) for sqrt(1/2) <= 1 + x < sqrt(2). */
const L0 = f(7.0376836292e-2);
const L1 = f(-1.151461031e-1);
const L2 = f(1.167699874e-1);
const L3 = f(-1.2420140846e-1);
const L4 = f(1.4249322787e-1);
const L5 = f(-1.6668057665e-1);
const L6 = f(2.0000714765e-1);
const L7 = f(-2.4999993993e-1);
const L8 = f(3.3333331174e-1);
/** Of sinf.c in Cephes, for angles within an eighth of a turn. */
const S0 = f(-1.9515295891e-4);
const S1 = f(8.3321608736e-3);
const S2 = f(-1.6666654611e-1);
const C0 = f(2.443315711809948e-5);
const C1 = f(-1.388731625493765e-3);
const C2 = f(4.166664568298827e-2);

/** The 24 high bits of 1 in f32, with the point after the first: mantissas at or above sqrt(2) are halved. */
const SQRT_2_MANTISSA = 0xb504f3;

/**
 * The natural logarithm of (k / 2^24) for an integer k in 1..2^24, in f32.
 */
function logOf24Bits(k: number): number {
  const zeros = Math.clz32(k) - 7; // k = mantissa * 2^-zeros, and the mantissa has bit 24 set
  let exponent = -zeros;
  const mantissa = k << zeros; // 2^24 <= mantissa < 2^25, as a number 1 <= m < 2
  let x: number;
  if (mantissa >>> 1 >= SQRT_2_MANTISSA) {
    exponent++;
    x = f(f(mantissa - 2 ** 25) * f(2 ** -25)); // m / 2 - 1; exact, since no mantissa has more than 24 bits that count
  } else {
    x = f(f(mantissa - 2 ** 24) * f(2 ** -24)); // m - 1
  }
  const square = f(x * x);
  let p = L0;
  p = f(f(p * x) + L1);
  p = f(f(p * x) + L2);
  p = f(f(p * x) + L3);
  p = f(f(p * x) + L4);
  p = f(f(p * x) + L5);
  p = f(f(p * x) + L6);
  p = f(f(p * x) + L7);
  p = f(f(p * x) + L8);
  p = f(f(p * x) * square);
  p = f(p - f(f(0.5) * square));
  return f(f(x + p) + f(f(exponent) * LN_2));
}

/** sqrt(-2 ln u), where u is in (0, 1] and made of the word's 24 high bits: at most 5.77. */
function radius(word: number): number {
  return f(Math.sqrt(f(-2 * logOf24Bits((word >>> 8) + 1))));
}

/** How far the word's angle is from the middle of its quarter turn, in radians: the 2 high bits are the quarter. */
function angle(word: number): number {
  // 24 of the 30 remaining bits, so that f32 holds the integer exactly.
  const centred = ((word << 2) >>> 8) - 2 ** 23;
  return f(f(centred) * QUARTER_TURN_BY_2_TO_24);
}

function sine(x: number): number {
  const square = f(x * x);
  const p = f(f(f(f(S0 * square) + S1) * square) + S2);
  return f(f(f(p * square) * x) + x);
}

function cosine(x: number): number {
  const square = f(x * x);
  const p = f(f(f(f(C0 * square) + C1) * square) + C2);
  return f(f(f(p * square) * square) + f(1 - f(f(0.5) * square)));
}

/**
 * Turns pairs of u32 words into pairs of standard normal numbers, the first on the cosine, the second on the sine: out[i]
 * takes words i & ~1 and i | 1. Of a pair that `out` cuts only the first is kept, but `words` must hold both.
 */
export function normalsFromWords(words: Uint32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i += 2) {
    const word = words[i + 1]!;
    const r = radius(words[i]!);
    const x = angle(word);
    const quarter = word >>> 30;
    const isOdd = (quarter & 1) === 1;
    const along = f(r * cosine(x));
    const across = f(r * sine(x));
    // A quarter turn takes (cos, sin) to (-sin, cos).
    const first = isOdd ? across : along;
    const second = isOdd ? along : across;
    out[i] = quarter === 1 || quarter === 2 ? -first : first;
    if (i + 1 < out.length) out[i + 1] = quarter >= 2 ? -second : second;
  }
}
