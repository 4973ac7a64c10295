"""How the graph networks are trained; needs the extra ``learning`` (torch, onnx)."""
