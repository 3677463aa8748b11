// AdamW and SGD on some weights (V; their bits: U), as src/ops/portable/fused/adamw.ts has them. Differences are formed before they are
// weighted, and what a step takes away is summed before it is subtracted: 1 - beta and 1 - rate * decay would lose their
// last digits in f32.
struct Optimizer {
  // Learning rate, divided by the first moment's bias correction where that is the same for all weights.
  rate: f32,
  // 1 / sqrt(the second moment's bias correction), where that is the same for all weights.
  root: f32,
  // Learning rate * weight decay.
  decay: f32,
  epsilon: f32,
  // 1 - beta1, 1 - beta2
  rest1: f32,
  rest2: f32,
  // A zero that the compiler does not know, see `changeOf`.
  zero: u32,
  // Uniform structures are laid out in sixteen bytes.
  pad: u32,
}

fn firstMoment(m: V, g: V) -> V {
  return m + params.optimizer.rest1 * (g - m);
}

fn secondMoment(v: V, g: V) -> V {
  return v + params.optimizer.rest2 * (g * g - v);
}

fn adamWStep(value: V, m: V, v: V, rate: V, root: V) -> V {
  return value - (params.optimizer.decay * value + rate * m / (sqrt(v) * root + params.optimizer.epsilon));
}

fn sgdStep(value: V, g: V) -> V {
  return value - (params.optimizer.rate * g + params.optimizer.decay * value);
}

// By how much a weight changes as it is stored: a compiler that saw through it would take the step itself, unrounded.
fn changeOf(value: V, next: V) -> V {
  return bitcast<V>(bitcast<U>(next) ^ U(params.optimizer.zero)) - value;
}
