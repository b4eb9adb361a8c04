"""The measure: a bare aiohttp server that answers so many bytes, and for a push posts so many to a listener.

`python -m bench.bare ANSWER_BYTES PUSHED_BYTES` prints its port.
"""

from __future__ import annotations

import asyncio
import sys

from aiohttp import ClientSession, web

from bench.listener import listening


async def serve(answer: bytes, pushed: bytes) -> None:
    """Serve until killed."""
    tasks: set[asyncio.Task[None]] = set()
    async with ClientSession() as session:
        url = f"http://127.0.0.1:{listening()}/" if pushed else ""

        async def push() -> None:
            async with session.post(url, data=pushed, headers={"Content-Type": "text/xml; charset=utf-8"}) as got:
                await got.read()

        async def handle(request: web.Request) -> web.Response:
            await request.read()
            if pushed:
                task = asyncio.create_task(push())
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
    asyncio.run(serve(b"x" * int(sys.argv[1]), b"x" * int(sys.argv[2])))
