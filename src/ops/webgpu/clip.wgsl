// min(1, clipNorm / (norm + 1e-6)), from the squares of the norms of all parts.
#include reduce

struct Params {
  parts: u32,
  clipNorm: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read squares: array<f32>
#buffer write scale: array<f32>

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) local: u32) {
  let lane = laneOf(local);
  let exists = sumNumber(0u, local) == 0u;
  var value = 0.0;
  for (var i = lane; exists && i < params.parts; i += LANES) { value += squares[i]; }
  let sum = laneSum(lane, value);
  if (lane == 0u && exists) { scale[0] = min(1.0, params.clipNorm / (sqrt(sum) + 1e-6)); }
}
