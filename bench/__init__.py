"""What a request costs: CPU of the server process, beside a bare aiohttp server that sends the same bytes."""
