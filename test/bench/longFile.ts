/** How long it is. */
const lines = 10_000;

/** A file like those that people have: imports, classes with losses, functions, a script at the end. */
export function longFile(): string {
  const parts = ['import torch', 'import torch.nn as nn', 'import torch.nn.functional as F', ''];
  for (let i = 0; parts.length < lines - 40; i++) {
    const n = String(i);
    parts.push(
      `class Trainer${n}(nn.Module):`,
      `    """Trains model ${n}."""`,
      '',
      '    def __init__(self, model, lr=1e-3, smoothing=0.1):',
      '        super().__init__()',
      '        self.model = model',
      '        self.criterion = nn.CrossEntropyLoss(label_smoothing=smoothing)',
      '        self.losses = {"mse": nn.MSELoss(), "l1": nn.L1Loss()}',
      '',
      '    def forward(self, batch, steps=10):',
      '        total = 0.0',
      '        for step, (inputs, targets) in enumerate(batch):',
      '            outputs = self.model(inputs[:, step])',
      '            loss = self.criterion(outputs, targets) + 0.5 * F.mse_loss(outputs, targets.float())',
      '            total += loss.item() / max(1, len(batch))',
      '            if step > steps and total < 1e-3:',
      '                break',
      '        return {"total": total, "mean": total / (step + 1), "name": f"{self.model}"}',
      '',
      `def helper${n}(values, scale=2.0):`,
      `    weights = torch.tensor([1.0, 2.0, ${n}.0])`,
      '    return [value * scale for value in values if value is not None], weights',
      '',
    );
  }
  parts.push(
    'y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])',
    'y_true = torch.tensor([3.0, -0.5, 2.0, 7.0])',
    'loss_fn = nn.MSELoss()',
    'loss = loss_fn(y_pred, y_true)',
  );
  return parts.join('\n') + '\n';
}
