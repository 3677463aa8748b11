// The sum of a value over LANES threads, always in the same order; lane 0 gets it. On a software adapter, where barriers
// are what costs, a thread sums alone. Else LANES = ROOT * ROOT threads, a workgroup, sum in two steps.
#if SHARED
const THREADS = LANES;
var<workgroup> partial: array<f32, LANES>;
var<workgroup> partialOfRoot: array<f32, ROOT>;
#else
const THREADS = 64u;
#endif

// Which sum this thread takes part in.
fn sumNumber(group: u32, local: u32) -> u32 {
#if SHARED
  return group;
#else
  return group * THREADS + local;
#endif
}

fn laneOf(local: u32) -> u32 {
#if SHARED
  return local;
#else
  return 0u;
#endif
}

fn laneSum(lane: u32, value: f32) -> f32 {
#if SHARED
  partial[lane] = value;
  workgroupBarrier();
  var sum = 0.0;
  if (lane < ROOT) {
#unroll i ROOT
    sum += partial[lane * ROOT + {i}u];
#end
    partialOfRoot[lane] = sum;
  }
  workgroupBarrier();
  if (lane == 0u) {
    sum = 0.0;
#unroll i ROOT
    sum += partialOfRoot[{i}];
#end
  }
  return sum;
#else
  return value;
#endif
}
