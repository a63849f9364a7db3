"""Times losses of PyTorch on one thread: a line of JSON in, a line of JSON out (test/bench/torchTimer.ts asks).

{"load": {"loss", "parameters", "inputs", "gradients"}} builds a call and answers {"loss": its value}.
{"run": count} runs it so many times, forward and backward, and answers {"seconds": how long that took}.
Tensors are {"dtype", "shape", "data"}, with the elements in base64: float32, or float64 for int64.
"""

import base64
import gc
import json
import sys
import time
import warnings

import torch

STORED = {"float32": torch.float32, "int64": torch.float64}


def value_of(value):
    if not isinstance(value, dict):
        return value
    data = torch.frombuffer(bytearray(base64.b64decode(value["data"])), dtype=STORED[value["dtype"]])
    return data.to(getattr(torch, value["dtype"])).reshape(value["shape"]).clone()


class Call:
    """One call of a loss module, made once and run again and again."""

    def __init__(self, loss, parameters, inputs, gradients):
        values = {name: value_of(value) for name, value in parameters.items()}
        weights = {name: value for name, value in values.items() if "." in name}
        self.module = getattr(torch.nn, loss)(**{k: v for k, v in values.items() if k not in weights})
        self.module.load_state_dict(weights, strict=False)
        self.inputs = {name: value_of(value) for name, value in inputs.items()}
        learned = dict(self.module.named_parameters())
        for name, parameter in learned.items():
            parameter.requires_grad_(name in gradients)
        self.leaves = [learned[name] if name in learned else self.inputs[name] for name in gradients]
        for leaf in self.leaves:
            leaf.requires_grad_()

    def run(self):
        for leaf in self.leaves:
            leaf.grad = None
        result = self.module(**self.inputs)
        loss = getattr(result, "loss", result)
        loss.backward()
        return loss

    def seconds(self, count):
        gc.collect()
        gc.disable()
        # Of the processor: nothing counts for which other programs let this one wait.
        start = time.process_time()
        for _ in range(count):
            self.run()
        seconds = time.process_time() - start
        gc.enable()
        return seconds


def main():
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    print(json.dumps({"version": torch.__version__}), flush=True)
    call = None
    for line in sys.stdin:
        asked = json.loads(line)
        if "load" in asked:
            call = Call(**asked["load"])
            answer = {"loss": call.run().item()}
        else:
            answer = {"seconds": call.seconds(asked["run"])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
