// Cross-entropy of each row and its gradient by the logits, times `scale` (1 / rows that count). A negative label does not
// count.
//   SPAN: logits are [tokens, 2]; rows 2r and 2r + 1 are where the answer in text r starts and ends. Their classes are its
//         tokens, starts[r] .. starts[r + 1] - 1.
#include groups

struct Params {
  rows: u32,
  classes: u32,
  scale: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read logits: array<f32>
#buffer read labels: array<i32>
#if SPAN
#buffer read starts: array<u32>
#endif
#buffer write losses: array<f32>
#buffer write gradient: array<f32>

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = groupNumber(group, groups) * 64u + local;
  if (row >= params.rows) { return; }
#if SPAN
  let text = row / 2u;
  let start = starts[text] * 2u + row % 2u;
  let classes = starts[text + 1u] - starts[text];
  const STEP = 2u;
#else
  let start = row * params.classes;
  let classes = params.classes;
  const STEP = 1u;
#endif
  let label = labels[row];
  var most = logits[start];
  for (var c = 1u; c < classes; c++) { most = max(most, logits[start + c * STEP]); }
  var sum = 0.0;
  for (var c = 0u; c < classes; c++) { sum += exp(logits[start + c * STEP] - most); }
  let scale = select(0.0, params.scale, label >= 0);
  for (var c = 0u; c < classes; c++) {
    let target_ = select(0.0, 1.0, i32(c) == label);
    gradient[start + c * STEP] = (exp(logits[start + c * STEP] - most) / sum - target_) * scale;
  }
  losses[row] = 0.0;
  if (label >= 0) { losses[row] = (log(sum) + most - logits[start + u32(label) * STEP]) * scale; }
}
