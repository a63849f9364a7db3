import type { Call, Expression } from '../../python/syntax';

/** Calls that draw from PyTorch's generator; layers and two losses draw the weights that they learn. */
const randomWords =
  /\b(?:rand|randn|randint|rand_like|randn_like|randint_like|random_|normal|normal_|uniform_|bernoulli|bernoulli_|randperm|multinomial|poisson|exponential_|dropout|Dropout|Linear|Conv2d|Embedding|LinearCrossEntropyLoss|AdaptiveLogSoftmaxWithLoss)\b/;

/** What is in the names of all that draws random numbers, or sets the generator to another state. */
const randomParts =
  /rand|normal(?!i[sz])|uniform|bernoulli|nomial|poisson|dropout|rrelu|gumbel|cauchy|exponential_|geometric|lowrank|lobpcg|fractional|rng|seed|DataLoader|[sS]ampl|distributions|attention|nn\.init|checkpoint/;

/** Paths of modules that know nothing of PyTorch's generator of the CPU, and call nothing of the code. */
const foreignModules =
  /^(?:random|numpy\.random|torch\.(?:cuda|backends|mps|xpu)|argparse|collections|copy|csv|datetime|gc|glob|hashlib|io|json|os|pathlib|pickle|platform|re|shutil|string|sys|tempfile|typing|uuid|warnings)\.(?!shuffle)/;

/** Paths of what only asks for the state of the generator, and of modules and optimizers that draw nothing when they are made. */
const drawsNothing =
  /^torch\.(?:(?:random\.)?(?:get_rng_state|initial_seed)|optim\.[A-Z]\w+|optim\.lr_scheduler\.\w+|nn\.(?:\w*Dropout\w*|P?R?ReLU|GLU|\w*BatchNorm\w*|InstanceNorm\w+|LayerNorm|GroupNorm|RMSNorm|LocalResponseNorm|\w*Pool\dd|\w+Pad\dd|Sequential|Module(?:List|Dict)|Parameter(?:List|Dict)|Unflatten|Softmax2d|Upsample\w*|\w*Shuffle|Fold|Unfold))$/;

/** Whether what has this path neither draws from PyTorch's generator when it is called, nor runs code that may. */
export function isForeign(path: string): boolean {
  return foreignModules.test(path) || drawsNothing.test(path);
}

/** Functions of NumPy that write into what they are given. */
const writing = /^(?:np|numpy)\.(?:copyto|put\w*|place|fill_diagonal|random\.shuffle)$/;

/** Whether text may draw random numbers that are known. */
export function drawsRandom(text: string): boolean {
  return randomWords.test(text);
}

/** Whether a callee, as written, may draw random numbers. */
export function mayDrawRandom(callee: string): boolean {
  return !isQuiet(callee) || saysItDraws(callee);
}

/** Whether the name of what is called says that it draws random numbers. */
export function saysItDraws(callee: string): boolean {
  return randomParts.test(callee);
}

/** Whether a decorator, as written, may be code that draws random numbers. */
export function mayDrawAsDecorator(decorator: string): boolean {
  return !/^(?:torch\.|functools\.|typing\.|abc\.|contextlib\.|pytest\.|dataclass|property$|staticmethod$|classmethod$|abstractmethod$|contextmanager$|overload$|override$|final$|wraps\(|lru_cache|cache$|\w+\.(?:setter|getter|deleter)$)/.test(
    decorator,
  );
}

/** Whether a callee, as written, calls no code of the user's and changes nothing that it is given. */
export function isQuiet(callee: string): boolean {
  return (
    /^(?:print|len|range|float|int|bool|str|repr|type|id|sorted|reversed|any|all|list|tuple|zip|enumerate|sum|min|max|abs|round|isinstance|open|dict|set|hasattr|divmod|pow|torch\.(?!nn\.)[\w.]*[a-z\d]|(?:np|numpy|plt|math|time|os|logging|warnings)\.[\w.]+|F\.[\w]*[a-z\d]|[\w.[\]'"]+\.(?:backward|item|parameters|named_parameters|numpy|format|tolist|append|zero_grad|size|dim|mean|sum|cpu|detach|clone|to|float|long|view|reshape|retain_grad|write|close|info|debug|warning|error|join|split|strip|lower|upper|keys|values|items))$/.test(
      callee,
    ) && !writing.test(callee)
  );
}

/** The arguments that a call writes into, quiet as it may be: `out=x`, and those of `F.relu(x, inplace=True)`, and a generator. */
export function writtenArguments(call: Call): readonly Expression[] {
  const { arguments: given } = call;
  const isTrue = (value: Expression): boolean => value.kind !== 'constant' || value.value === true;
  const isInPlace = given.some(({ name, value }, index) =>
    name === 'inplace' ? isTrue(value) : name === undefined && index > 0 && isFlag(value),
  );
  return given.flatMap(({ name, value }, index) =>
    name === 'out' || name === 'generator' || (isInPlace && (index === 0 || name === 'input')) ? [value] : [],
  );
}

/** `F.relu(x, True)`. */
function isFlag(value: Expression): boolean {
  return value.kind === 'constant' && value.value === true;
}
