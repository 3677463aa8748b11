// The factors of src/graddrop/mask.ts, bit for bit: those of four neighbouring weights at once, since one Philox block
// serves four.
// Kernels have it in `params.mask`; it is not handed on, since a software adapter would copy all of it for each thread.
struct Mask {
  // Philox: counter words 3 and 2, and key.
  stream: u32,
  time: u32,
  key0: u32,
  key1: u32,
  // Bernoulli: a word below it drops its weight; any other gives `kept`.
  threshold: u32,
  kept: f32,
  sigma: f32,
  // See normal.wgsl.
  zero: u32,
}

// What the group knows of its parts (parts.ts): sixteen words a part, as named below, the last eight being the round keys
// of the partition's permutation. Then, for parts that all start at multiples of four, four words for each item, which is
// what one workgroup takes: the part, the number of the first weight in it, that one's place in the arena, and how many
// there are, both in fours. Otherwise see `partOf`.
const PART_WORDS = 16u;
const PART_START = 0u;
// Of the last part of a parameter: where the next parameter starts.
const PART_END = 1u;
const PART_SIZE = 2u;
const PART_TENSOR = 3u;
// The places in the order of births whose weights learn: `from`, and how many.
const PART_FROM = 4u;
const PART_PLACES = 5u;
const PART_LOW_BITS = 6u;
const PART_HIGH_MASK = 7u;
const PART_KEYS = 8u;
#buffer read parts: array<u32>

fn partWord(part: u32, word: u32) -> u32 {
  return parts[part * PART_WORDS + word];
}

#if PARTITION
#include permutation
#else
#include philox
#endif
#if GAUSSIAN
#include normal
#endif

// Factors of elements first .. first + 3 of a part; first is a multiple of four. Those beyond the part mean nothing.
fn partFactors(part: u32, first: u32) -> vec4f {
#if PARTITION
  let size = partWord(part, PART_SIZE);
  let start = partWord(part, PART_FROM);
  let places = partWord(part, PART_PLACES);
  let lowBits = partWord(part, PART_LOW_BITS);
  let highMask = partWord(part, PART_HIGH_MASK);
  let lowMask = (1u << lowBits) - 1u;
  var even: vec4u;
  var odd: vec4u;
#unroll i 4
  even[{i}] = partWord(part, PART_KEYS + 2u * {i}u);
  odd[{i}] = partWord(part, PART_KEYS + 2u * {i}u + 1u);
#end
  // One walk for all four, so that a thread whose first image is far off does not hold the others up four times.
  var learns = 0u;
  var done = 0u;
  var image = min(first, size - 1u);
  loop {
    image = feistel(image, lowBits, lowMask, highMask, even, odd);
    if (image < size) {
      learns |= select(0u, 1u, image - start < places) << done;
      done++;
      if (done == 4u) { break; }
      image = min(first + done, size - 1u);
    }
  }
  return vec4f((vec4u(learns) >> vec4u(0u, 1u, 2u, 3u)) & vec4u(1u));
#else
  let counter = vec4u(first / 4u, partWord(part, PART_TENSOR), params.mask.time, params.mask.stream);
  let words = philox(counter, vec2u(params.mask.key0, params.mask.key1));
#if GAUSSIAN
  let scaled = params.mask.sigma * normals(words, params.mask.zero);
  return 1.0 + bitcast<vec4f>(bitcast<vec4u>(scaled) ^ vec4u(params.mask.zero));
#else
  return select(vec4f(params.mask.kept), vec4f(0.0), words < vec4u(params.mask.threshold));
#endif
#endif
}

#if !ALIGNED
// Parts that do not start at multiples of four: only in models too small to matter. Each chunk has a word, the part that
// its first weight belongs to.
fn partOf(element: u32, map: u32) -> u32 {
  var part = parts[map + element / CHUNK];
  while (element >= partWord(part, PART_END)) { part++; }
  return part;
}

// Factors of elements first .. first + 3 of the arena; first is a multiple of four.
fn arenaFactors(map: u32, first: u32) -> vec4f {
  var factors: vec4f;
#unroll i 4
  {
    let part = partOf(first + {i}u, map);
    let element = first + {i}u - partWord(part, PART_START);
    factors[{i}] = partFactors(part, element & ~3u)[element & 3u];
  }
#end
  return factors;
}
#endif
