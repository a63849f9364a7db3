import { assertClose, forAny, gradientOf, lossOf, mapped, total } from './law';

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

describe('laws of likelihoods', () => {
  it('the divergence of a distribution is its cross entropy less its entropy', () => {
    forAny((draw) => {
      const shape = [draw.integer(1, 4), draw.integer(1, 5)];
      const [z, target] = [draw.real(shape), draw.distribution(shape, 1, false)];
      const log = mapped(Math.log, target);
      const input = draw.distribution(shape, 1, true);
      const entropy = -total(mapped((y, l = NaN) => y * l, target, log).data);
      const cross = lossOf('CrossEntropyLoss', { input, target }, { reduction: 'sum' });
      const divergence = lossOf('KLDivLoss', { input, target }, { reduction: 'sum' });
      assertClose(divergence.loss.data, [(cross.loss.data[0] ?? NaN) - entropy]);
      const batch = lossOf('KLDivLoss', { input: z, target }, { reduction: 'batchmean' });
      const sum = lossOf('KLDivLoss', { input: z, target }, { reduction: 'sum' });
      assertClose(batch.loss.data, mapped((value) => value / (shape[0] ?? NaN), sum.loss).data);
      for (const name of ['input', 'target']) {
        const slopes = mapped((value) => value / (shape[0] ?? NaN), gradientOf(sum, name));
        assertClose(gradientOf(batch, name).data, slopes.data);
      }
      const logs = lossOf('KLDivLoss', { input: z, target: log }, { reduction: 'sum', log_target: true });
      assertClose(logs.loss.data, sum.loss.data);
      assertClose(gradientOf(logs, 'input').data, gradientOf(sum, 'input').data);
    });
  });

  it('Poisson of a rate plus eps is that of its logarithm, less eps', () => {
    forAny((draw) => {
      const [shape, eps] = [draw.shape(), draw.between(0.01, 1)];
      const [rate, target] = [draw.real(shape, 0.1, 4), draw.real(shape, 0, 5)];
      const ofRate = lossOf('PoissonNLLLoss', { log_input: rate, target }, { log_input: false, eps });
      const logs = mapped((value) => Math.log(value + eps), rate);
      const ofLog = lossOf('PoissonNLLLoss', { log_input: logs, target });
      assertClose(ofRate.loss.data, mapped((value) => value - eps, ofLog.loss).data);
      const chained = mapped((slope, x = NaN) => slope / (x + eps), gradientOf(ofLog, 'log_input'), rate);
      assertClose(gradientOf(ofRate, 'log_input').data, chained.data);
    });
  });

  it("full=True adds Stirling's term to counts above 1, and half log of two pi to normal distributions", () => {
    forAny((draw) => {
      const shape = draw.shape();
      const [input, target] = [draw.real(shape), draw.filled('float64', shape, () => draw.integer(0, 5))];
      const [plain, full] = [false, true].map(
        (isFull) => lossOf('PoissonNLLLoss', { log_input: input, target }, { full: isFull }).loss,
      );
      const stirling = mapped(
        (y) => (y > 1 ? y * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI * y) : 0),
        target,
      );
      if (plain && full) assertClose(full.data, mapped((loss, s = NaN) => loss + s, plain, stirling).data);
      const inputs = { input, target, var: draw.real(shape, 0.1, 2) };
      const normal = lossOf('GaussianNLLLoss', inputs).loss;
      const whole = lossOf('GaussianNLLLoss', inputs, { full: true }).loss;
      assertClose(whole.data, mapped((loss) => loss + halfLogTwoPi, normal).data);
    });
  });

  it('a normal distribution is the standard one of scaled errors, and half the log of its variance', () => {
    forAny((draw) => {
      const shape = draw.shape();
      const [x, y, v] = [draw.real(shape), draw.real(shape), draw.real(shape, 0.1, 4)];
      const direct = lossOf('GaussianNLLLoss', { input: x, target: y, var: v });
      const scaled = (tensor: typeof x): typeof x =>
        mapped((value, w = NaN) => value / Math.sqrt(w), tensor, v);
      const standard = lossOf('GaussianNLLLoss', { input: scaled(x), target: scaled(y), var: 1 });
      const logs = mapped((loss, w = NaN) => loss + 0.5 * Math.log(w), standard.loss, v);
      assertClose(direct.loss.data, logs.data);
    });
  });

  it('one variance is as good as a tensor of it, and one below eps counts as eps', () => {
    forAny((draw) => {
      const shape = draw.shape(1, 3);
      const [input, target] = [draw.real(shape), draw.real(shape)];
      const [variance, eps] = [draw.between(0.01, 2), draw.between(0.01, 2)];
      const one = lossOf('GaussianNLLLoss', { input, target, var: variance }, { eps });
      const filled = mapped(() => variance, input);
      const many = lossOf('GaussianNLLLoss', { input, target, var: filled }, { eps });
      assertClose(one.loss.data, many.loss.data);
      const least = mapped(() => Math.max(variance, eps), input);
      const raised = lossOf('GaussianNLLLoss', { input, target, var: least }, { eps: 0 });
      assertClose(many.loss.data, raised.loss.data);
      // The floor does not cut the gradient off.
      assertClose(gradientOf(many, 'var').data, gradientOf(raised, 'var').data);
    });
  });
});
