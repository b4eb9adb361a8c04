"""The edge: sockets, time, threads. It makes calls of bytes and posts what the model wants sent; it decides nothing."""
