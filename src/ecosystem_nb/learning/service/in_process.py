"""Scores in the process that wants them: ONNX Runtime on one thread."""

import numpy as np
from numpy.typing import NDArray

Batch = NDArray[np.float32]


class ModelRefused(ValueError):
    """A model file that can't be run, or features that it does not take."""


class Model:
    """A model that is loaded and ready.

    Parameters
    ----------
    content : bytes
        An ONNX file with one input, float32 of shape (N, F), and one score an event.

    Raises
    ------
    ModelRefused
        When it can't be run.

    Notes
    -----
    One thread: many processes on one machine would otherwise fight for its cores.
    """

    def __init__(self, content: bytes) -> None:
        import onnxruntime  # slow to import

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its exceptions share no base class
            raise ModelRefused(f"model file can't be run: {str(error).splitlines()[0]}") from error
        (entry,) = self._session.get_inputs()
        self._entry, self.features = str(entry.name), int(entry.shape[-1])

    def scores(self, x: Batch) -> Batch:
        """Return the score of each event.

        Parameters
        ----------
        x : ndarray of float32, shape (N, F)

        Returns
        -------
        ndarray of float32, shape (N,)

        Raises
        ------
        ModelRefused
            For another number of features.
        """
        if x.ndim != 2 or x.shape[1] != self.features:
            raise ModelRefused(
                f"features: the model takes {self.features} an event, got an array of {x.shape}"
            )
        (scores,) = self._session.run(None, {self._entry: np.ascontiguousarray(x, dtype=np.float32)})
        return np.asarray(scores, dtype=np.float32).reshape(-1)
