import torch
import torch.nn as nn

# Hover over nn.MSELoss or loss_fn: the formula, with the parameters in force.
y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])
y_true = torch.tensor([3.0, -0.5, 2.0, 7.0])
loss_fn = nn.MSELoss()

# Put the cursor on the next line and run "Loss Playground: Compute Loss" (F1).
loss = loss_fn(y_pred, y_true)

# Classification: one row of logits per sample, and the index of its class.
logits = torch.tensor([[2.0, 0.5, -1.0], [0.1, 0.2, 3.0]])
target = torch.tensor([0, 1])
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
loss = criterion(logits, target)

# Something is wrong with the next line: point at it, and take the quick fix.
divergence = nn.KLDivLoss()
