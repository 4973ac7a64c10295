"""A live server: the same bits as in the process, batches as large as the load, one line where it refuses."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from ecosystem_nb.learning.service import wire
from ecosystem_nb.learning.service.client import Client, ServiceError
from ecosystem_nb.learning.service.in_process import Model, ModelRefused
from ecosystem_nb.learning.service.server import Batching, Server, running

FEATURES = 5


@pytest.fixture(scope="module")
def content() -> bytes:
    """score = sigmoid(x w)."""
    w = numpy_helper.from_array(np.linspace(-1, 1, FEATURES, dtype=np.float32).reshape(-1, 1), "w")
    nodes = [helper.make_node("MatMul", ["x", "w"], ["z"]), helper.make_node("Sigmoid", ["z"], ["s"])]
    ends = [
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width])]
        for name, width in (("x", 5), ("s", 1))
    ]
    graph = helper.make_graph(nodes, "linear", *ends, [w])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    made: bytes = model.SerializeToString()
    return made


@pytest.fixture(scope="module")
def x() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(600, FEATURES)).astype(np.float32)


def test_the_scores_are_those_of_the_model(content: bytes, x: np.ndarray) -> None:
    """By hand, 1 / (1 + exp(-x w)), and bit for bit those in the process."""
    with running(content) as server, Client(server.address) as client:
        served = client.scores(x)
    expected = 1 / (1 + np.exp(-(x.astype(float) @ np.linspace(-1, 1, FEATURES))))
    np.testing.assert_allclose(served, expected, atol=1e-6)
    np.testing.assert_array_equal(served.view(np.uint32), Model(content).scores(x).view(np.uint32))


def test_each_of_many_clients_gets_its_own(content: bytes, x: np.ndarray) -> None:
    """Requests of 1 to 20 events, 12 clients at once, in batches: nobody gets another's scores."""
    truth = Model(content).scores(x)

    def client(k: int) -> bool:
        with Client(address) as mine:
            slices = [slice(a, a + 1 + (a + k) % 20) for a in range(k, 560, 40)]
            return all(np.allclose(mine.scores(x[one]), truth[one], atol=1e-6) for one in slices)

    with running(content, Batching(most=8, wait=0.002)) as server, ThreadPoolExecutor(12) as pool:
        address = server.address
        assert all(pool.map(client, range(12)))
    assert sum(size * number for size, number in server.sizes.items()) == 12 * 14
    assert max(server.sizes) <= 8


def test_the_oldest_request_waits_for_others(content: bytes, x: np.ndarray) -> None:
    """With a long wait, as many requests as make a batch are answered together, without waiting it out."""
    with running(content, Batching(most=3, wait=10.0)) as server, ThreadPoolExecutor(3) as pool:
        clients = [Client(server.address, patience=3.0) for _ in range(3)]
        list(pool.map(lambda one: one.scores(x[:1]), clients))
        for one in clients:
            one.close()
    assert server.sizes == {3: 1}


def test_a_wrong_feature_count_is_one_line_and_no_harm(content: bytes, x: np.ndarray) -> None:
    with running(content) as server, Client(server.address) as client:
        with pytest.raises(ServiceError, match=r"features: the model takes 5 an event, got 4"):
            client.scores(x[:, :4])
        assert client.scores(x).shape == (600,)
    with pytest.raises(ModelRefused, match=r"got an array of \(600, 4\)"):
        Model(content).scores(x[:, :4])


def test_nonsense_is_refused_and_others_are_served(content: bytes, x: np.ndarray) -> None:
    with running(content) as server, Client(server.address) as client:
        for bad, said in (
            (b"GET / HTTP/1.1", b"expected b'EGS1'"),
            (wire.HEAD.pack(wire.MAGIC, 0, 5), b"0 events"),
        ):
            with socket.create_connection(server.address, 5) as other:
                other.sendall(bad)
                assert said in other.recv(1000)
                assert other.recv(1000) == b""
        with socket.create_connection(server.address, 5) as other:
            other.sendall(wire.ask(x)[:50])  # and hangs up in the middle
        assert client.scores(x).shape == (600,)


def test_it_ends_cleanly(content: bytes, x: np.ndarray) -> None:
    """Afterwards no thread is left, the port is closed, and a client is told."""
    before = threading.active_count()
    with running(content) as server:
        client = Client(server.address)
        client.scores(x[:1])
    assert threading.active_count() == before
    with pytest.raises(ServiceError, match="the server is gone"):
        client.scores(x[:1])
    client.close()
    with pytest.raises(ServiceError, match="no server at 127"):
        Client(server.address)


def test_a_request_in_pieces(content: bytes, x: np.ndarray) -> None:
    with running(content) as server, socket.create_connection(server.address, 5) as line:
        whole = wire.ask(x[:3])
        for k in range(0, len(whole), 7):
            line.sendall(whole[k : k + 7])
        with line.makefile("rb") as answers:
            assert wire.HEAD.unpack(answers.read(wire.HEAD.size)) == (wire.MAGIC, wire.SCORES, 3)


def test_an_answer_larger_than_the_sockets_hold(content: bytes, x: np.ndarray) -> None:
    """A client that sends on and reads late gets all of its answers, in order."""
    many = np.tile(x, (100, 1))
    with running(content) as server, socket.create_connection(server.address, 20) as line:
        writer = threading.Thread(target=lambda: [line.sendall(wire.ask(many)) for _ in range(20)])
        writer.start()
        writer.join()  # all is asked, nothing is read yet: the rest goes out when the client makes room
        with line.makefile("rb") as answers:
            for _ in range(20):
                assert wire.HEAD.unpack(answers.read(wire.HEAD.size))[2] == len(many)
                assert len(answers.read(4 * len(many))) == 4 * len(many)


def test_bad_batching_and_bad_models_are_told() -> None:
    with pytest.raises(ValueError, match="most = 0 is out of range: expected at least 1"):
        Batching(most=0)
    with pytest.raises(ModelRefused, match="model file can't be run"):
        Server(b"nonsense")
