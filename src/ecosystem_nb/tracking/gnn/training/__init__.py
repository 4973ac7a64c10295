"""How the networks of ``ecosystem_nb.tracking.gnn`` are trained; needs the extra ``learning`` (torch, onnx)."""
