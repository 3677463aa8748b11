// One optimizer step of neighbouring parameters of an arena, in place: gradient * scale * the mask's factor, then the
// optimizer. A workgroup takes up to 1024 weights, a thread four; under
// a mask all of them are of one part (ITEMS) where parts start at multiples of four. What lies between parameters is computed too, and
// never read.
#include groups
alias V = vec4f;
alias U = vec4u;
#include optimizer
#if MASKED
#include mask
#endif

struct Params {
  firstChunk: u32,
  // Workgroups that have something to do.
  groups: u32,
  // Where in `parts` they find out what.
  firstWord: u32,
  // Steps that every weight had made when counting weight by weight began.
  baseSteps: u32,
  optimizer: Optimizer,
#if MASKED
  mask: Mask,
#endif
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer write values: array<vec4f>
#if MEASURED
// Gradients, which make room for what the update did: see squares.wgsl.
#buffer write gradients: array<vec4u>
#else
#buffer read gradients: array<vec4f>
#endif
#if ADAMW
#buffer write first: array<vec4f>
#buffer write second: array<vec4f>
#endif
#if SCALED
#buffer read scale: array<f32>
#endif
#if COUNTED
#buffer write counts: array<vec4u>
// [steps] 1 / the first moment's bias correction, 1 / sqrt(the second's)
#buffer read corrections: array<vec2f>
#endif

const VECTORS = CHUNK / 4u;

@compute @workgroup_size(VECTORS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let number = groupNumber(group, groups);
#if ITEMS
  let item = params.firstWord + number * 4u;
  if ((number >= params.groups) | (local >= parts[item + 3u])) { return; }
  let at = parts[item + 2u] - params.firstChunk * VECTORS + local;
  let factors = partFactors(parts[item], parts[item + 1u] + local * 4u);
#else
  if (number >= params.groups) { return; }
  let at = number * VECTORS + local;
#if MASKED
  let factors = arenaFactors(params.firstWord, (params.firstChunk * VECTORS + at) * 4u);
#endif
#endif
#if MEASURED
  var g = bitcast<vec4f>(gradients[at]);
#else
  var g = gradients[at];
#endif
#if SCALED
  g *= scale[0];
#endif
#if MASKED
  g *= factors;
#endif
#if UNTOUCHED
  let moves = factors != vec4f(0.0);
#endif
  let value = values[at];
#if ADAMW
  let oldFirst = first[at];
  let oldSecond = second[at];
  var m = firstMoment(oldFirst, g);
  var v = secondMoment(oldSecond, g);
  var rate = vec4f(params.optimizer.rate);
  var root = vec4f(params.optimizer.root);
#if COUNTED
  let count = counts[at] + 1u;
#unroll i 4
  let correction{i} = corrections[params.baseSteps + count[{i}]];
  rate[{i}] *= correction{i}.x;
  root[{i}] = correction{i}.y;
#end
#endif
  var next = adamWStep(value, m, v, rate, root);
#if COUNTED
#if UNTOUCHED
  m = select(oldFirst, m, moves);
  v = select(oldSecond, v, moves);
  counts[at] = select(count - 1u, count, moves);
#else
  counts[at] = count;
#endif
#endif
  first[at] = m;
  second[at] = v;
#else
  var next = sgdStep(value, g);
#endif
#if UNTOUCHED
  next = select(value, next, moves);
#endif
  values[at] = next;
#if MEASURED
#if MASKED
  let learns = select(vec4u(0u), vec4u(1u), factors != vec4f(0.0));
#else
  let learns = vec4u(1u);
#endif
  gradients[at] = (bitcast<vec4u>(changeOf(value, next)) & vec4u(0xfffffffeu)) | learns;
#endif
}
