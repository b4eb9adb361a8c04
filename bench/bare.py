"""The measure: a bare aiohttp server that answers so many bytes, and for a push posts so many to a listener.

`python -m bench.bare ANSWER_BYTES PUSHED_BYTES [LISTENER]` prints its port. With the URL of a listener it posts there,
to the path that was asked for; else to a listener of its own.
"""

from __future__ import annotations

import asyncio
import sys

from aiohttp import ClientSession, web

from bench.listener import listening


async def serve(answer: bytes, pushed: bytes, listener: str = "") -> None:
    """Serve until killed."""
    tasks: set[asyncio.Task[None]] = set()
    async with ClientSession() as session:
        base = listener or (f"http://127.0.0.1:{listening()}" if pushed else "")

        async def push(path: str) -> None:
            async with session.post(
                base + path, data=pushed, headers={"Content-Type": "text/xml; charset=utf-8"}
            ) as got:
                await got.read()

        async def handle(request: web.Request) -> web.Response:
            await request.read()
            if pushed:
                task = asyncio.create_task(push(request.path))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            return web.Response(body=answer, content_type="text/xml", charset="utf-8")

        app = web.Application()
        app.router.add_post("/{path:.*}", handle)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(b"x" * int(sys.argv[1]), b"x" * int(sys.argv[2]), *sys.argv[3:]))
