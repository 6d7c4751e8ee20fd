"""python3 -m unittest discover -s src/bench"""

import hashlib
import json
import pathlib
import struct
import unittest

import random_streams

REFERENCE = pathlib.Path(__file__).parents[1] / "test/resources/reference/random_streams.json"

# The number of values and the fan-in of each kernel and bias of the network.
CHANNELS = [1, 7, 7, 10, 10, 12, 16, 18]
KERNELS = [(9 * i * o, 9 * i) for i, o in zip(CHANNELS, CHANNELS[1:])]
TENSORS = [*KERNELS, (18 * 10, 18), (10, 18)]


def sha256(kind, values):
    """Of the values as Java's ByteBuffer holds them."""
    return hashlib.sha256(struct.pack(f">{len(values)}{kind}", *values)).hexdigest()


class RandomStreams(unittest.TestCase):
    """RandomStreamsTest.java compares Java's draws with the same file."""

    def test_draws_what_java_draws(self):
        for expected in json.loads(REFERENCE.read_text()):
            with self.subTest(seed=expected["seed"]):
                weights = list(random_streams.weights(expected["seed"], TENSORS))
                self.assertEqual(expected["first_weights"], weights[0][:4])
                self.assertEqual(expected["weights_sha256"], sha256("f", sum(weights, [])))
                for epoch, order in expected["orders"].items():
                    images = random_streams.order(expected["seed"], int(epoch), 60_000)
                    self.assertEqual(order["first"], images[:4])
                    self.assertEqual(order["sha256"], sha256("i", images))


if __name__ == "__main__":
    unittest.main()
