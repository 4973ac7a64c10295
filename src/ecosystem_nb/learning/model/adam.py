"""How does a step change the weights?  Adam with decoupled weight decay, on all weights at once."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass
class Adam:
    """The moments of the gradient, and the step they give.

    m <- b1 m + (1 - b1) g, v <- b2 v + (1 - b2) g^2,
    w <- w (1 - rate decay) - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps).

    Attributes
    ----------
    weights : torch.Tensor, shape (P,)
        All weights, with their gradient in ``weights.grad``; changed in place.
    decay : float
        Weight decay.

    Notes
    -----
    The optimisers of torch.optim load its compiler first: three seconds, more than a training takes here.

    References
    ----------
    Kingma and Ba, arXiv:1412.6980; Loshchilov and Hutter, arXiv:1711.05101.
    """

    weights: "Tensor"
    decay: float
    first: float = 0.9
    second: float = 0.999
    least: float = 1e-8
    steps: int = 0
    _moments: "list[Tensor]" = field(default_factory=list)

    def step(self, rate: float) -> None:
        """Change the weights by one step of a learning rate, and forget the gradient."""
        import torch

        gradient = self.weights.grad
        if gradient is None:
            raise ValueError("weights have no gradient: expected one from backward()")
        self.steps += 1
        with torch.no_grad():
            if not self._moments:
                self._moments = [torch.zeros_like(gradient), torch.zeros_like(gradient)]
            m, v = self._moments
            m.lerp_(gradient, 1.0 - self.first)
            v.mul_(self.second).addcmul_(gradient, gradient, value=1.0 - self.second)
            spread = (v / (1.0 - self.second**self.steps)).sqrt_().add_(self.least)
            self.weights.mul_(1.0 - rate * self.decay)
            self.weights.addcdiv_(m, spread, value=-rate / (1.0 - self.first**self.steps))
        self.weights.grad = None
