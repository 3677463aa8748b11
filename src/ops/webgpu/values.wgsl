// Matrices are read four values at a time where their rows have a multiple of four, else one by one: `V` is one read
// (`U` its bits), `params.columns` counts them.
#if VEC
alias V = vec4f;
alias U = vec4u;
const WIDTH = 4u;
fn total(v: V) -> f32 { return v.x + v.y + v.z + v.w; }
#else
alias V = f32;
alias U = u32;
const WIDTH = 1u;
fn total(v: V) -> f32 { return v; }
#endif
