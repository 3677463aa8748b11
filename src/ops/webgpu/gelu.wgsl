// Exact (erf) GELU. WGSL has no erf: this is W. J. Cody's rational approximation in the form of Numerical Recipes' erfc
// (Chebyshev, error below 1.2e-7), which f32 does not exceed.

fn erf4(x: vec4f) -> vec4f {
  let z = abs(x);
  let t = 1.0 / (1.0 + 0.5 * z);
  let p = -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 + t * (0.27886807
    + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  let tail = t * exp(-z * z + p);
  return select(tail - 1.0, 1.0 - tail, x >= vec4f(0.0));
}

fn gelu(x: vec4f) -> vec4f {
  return 0.5 * x * (1.0 + erf4(x * 0.70710678118));
}

// Its derivative: phi(x) + x * density(x).
fn geluSlope(x: vec4f) -> vec4f {
  return 0.5 * (1.0 + erf4(x * 0.70710678118)) + x * 0.39894228040 * exp(-0.5 * x * x);
}
