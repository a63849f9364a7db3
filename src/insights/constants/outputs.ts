const elementwise = new Set(
  'maximum minimum clamp clip clamp_min clamp_max fmod atan2 hypot logical_and logical_or logical_xor add sub subtract mul multiply div divide true_divide pow remainder floor_divide eq ne lt le gt ge round sigmoid exp log log2 log10 log1p expm1 sqrt reciprocal rsqrt tanh sin cos tan sinh cosh asin acos atan erf frac abs neg square sign floor ceil trunc logical_not absolute negative'.split(
    ' ',
  ),
);

const others = new Set(
  'zeros ones full eye arange linspace rand randn randint randperm normal cat concat concatenate stack hstack vstack gather index_select matmul mm dot outer cumsum cumprod diag mean amax amin argmax argmin softmax log_softmax'.split(
    ' ',
  ),
);

/** Whether a function of PyTorch gives each element of those in the same place. */
export function isElementwise(path: string): boolean {
  return elementwise.has(path.replace(/^torch\./, ''));
}

/** Whether a function of PyTorch takes `out=`, for one tensor. */
export function takesOut(path: string): boolean {
  return isElementwise(path) || (path.startsWith('torch.') && others.has(path.slice('torch.'.length)));
}
