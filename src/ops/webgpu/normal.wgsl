// Standard normal numbers from u32 words, step by step as src/graddrop/normal.ts makes them; two pairs at once.
//
// Every result passes through `strict`: an exclusive or with a zero that the compiler does not know. So it can neither
// fuse a product with a sum nor regroup sums, which WGSL would let it, and the bits are those of f32 arithmetic. The root
// is corrected to the nearest f32, since WGSL lets it be off by some units.

fn strict(x: vec2f, zero: u32) -> vec2f {
  return bitcast<vec2f>(bitcast<vec2u>(x) ^ vec2u(zero));
}

// ln(k / 2^24) for k in 1..2^24
fn logOf24Bits(k: vec2u, zero: u32) -> vec2f {
  let zeros = countLeadingZeros(k) - 7u;
  let mantissa = vec2i(k << zeros);
  let high = (mantissa >> vec2u(1u)) >= vec2i(0xb504f3);
  let exponent = vec2f(select(vec2i(0), vec2i(1), high) - vec2i(zeros));
  let x = select(
    vec2f(mantissa - 0x1000000) * 5.9604644775390625e-8,
    vec2f(mantissa - 0x2000000) * 2.98023223876953125e-8,
    high,
  );
  let square = strict(x * x, zero);
  var p = vec2f(7.0376836292e-2);
  p = strict(strict(p * x, zero) - 1.151461031e-1, zero);
  p = strict(strict(p * x, zero) + 1.167699874e-1, zero);
  p = strict(strict(p * x, zero) - 1.2420140846e-1, zero);
  p = strict(strict(p * x, zero) + 1.4249322787e-1, zero);
  p = strict(strict(p * x, zero) - 1.6668057665e-1, zero);
  p = strict(strict(p * x, zero) + 2.0000714765e-1, zero);
  p = strict(strict(p * x, zero) - 2.4999993993e-1, zero);
  p = strict(strict(p * x, zero) + 3.3333331174e-1, zero);
  p = strict(strict(p * x, zero) * square, zero);
  p = strict(p - 0.5 * square, zero);
  return strict(strict(x + p, zero) + strict(exponent * 0.6931471805599453, zero), zero);
}

// x - s * s to the last bit: s is cut into halves of 12 bits, whose products f32 holds whole.
fn rest(x: vec2f, s: vec2f, zero: u32) -> vec2f {
  let high = bitcast<vec2f>((bitcast<vec2u>(s) & vec2u(0xfffff000u)) ^ vec2u(zero));
  let low = strict(s - high, zero);
  let first = strict(x - strict(high * high, zero), zero);
  let second = strict(first - 2.0 * strict(high * low, zero), zero);
  return strict(second - strict(low * low, zero), zero);
}

// The square root, rounded to the nearest f32, for x = 0 and 2^-24 <= x < 64.
fn nearestRoot(x: vec2f, zero: u32) -> vec2f {
  let near = max(sqrt(x), vec2f(1e-6));
  let s = strict(near + 0.5 * rest(x, near, zero) / near, zero);
  // s is now at most one f32 off. The neighbours are halfway at s +- half a unit: a rest beyond s * unit decides.
  let r = rest(x, s, zero);
  let bits = bitcast<vec2u>(s);
  let up = bitcast<vec2f>((bits + vec2u(1u)) ^ vec2u(zero));
  let down = bitcast<vec2f>((bits - vec2u(1u)) ^ vec2u(zero));
  var root = select(s, up, r > s * strict(up - s, zero));
  root = select(root, down, r <= -(s * strict(s - down, zero)));
  return select(root, vec2f(0.0), x <= vec2f(0.0));
}

// Words 0 and 1 make numbers 0 and 1, words 2 and 3 the others.
fn normals(words: vec4u, zero: u32) -> vec4f {
  let r = nearestRoot(-2.0 * logOf24Bits((words.xz >> vec2u(8u)) + vec2u(1u), zero), zero);
  let turns = words.yw;
  let quarter = turns >> vec2u(30u);
  let centred = vec2i((turns << vec2u(2u)) >> vec2u(8u)) - 0x800000;
  let x = strict(vec2f(centred) * 9.362675967850009e-8, zero);
  let square = strict(x * x, zero);
  let s0 = strict(strict(-1.9515295891e-4 * square, zero) + 8.3321608736e-3, zero);
  let s1 = strict(strict(s0 * square, zero) - 1.6666654611e-1, zero);
  let sine = strict(strict(strict(s1 * square, zero) * x, zero) + x, zero);
  let c0 = strict(strict(2.443315711809948e-5 * square, zero) - 1.388731625493765e-3, zero);
  let c1 = strict(strict(c0 * square, zero) + 4.166664568298827e-2, zero);
  let cosine = strict(
    strict(strict(c1 * square, zero) * square, zero) + strict(1.0 - 0.5 * square, zero),
    zero,
  );
  let along = strict(r * cosine, zero);
  let across = strict(r * sine, zero);
  let isOdd = (quarter & vec2u(1u)) == vec2u(1u);
  let first = select(along, across, isOdd);
  let second = select(across, along, isOdd);
  // A quarter turn takes (cos, sin) to (-sin, cos).
  let a = select(first, -first, (quarter == vec2u(1u)) | (quarter == vec2u(2u)));
  let b = select(second, -second, quarter >= vec2u(2u));
  return vec4f(a.x, b.x, a.y, b.y);
}
