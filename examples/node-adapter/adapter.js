// The adapter: the product contract on one side, the API of the toy product on the other, and nothing in between.
// To judge your product, replace the right-hand side of each call. Node 18 or newer, standard library only.
"use strict";
const http = require("node:http");
const { randomUUID } = require("node:crypto");

const PORT = Number(process.env.PORT || 8091);
const PRODUCT = `http://127.0.0.1:${process.env.TOY_PORT || 8092}/api`;
const SET = "5f0c3f0e-8a57-4c53-9d1c-6c1c2a2b7d11";
const NAME = "ToyBookingKey";

// What the product does. Declare little at first: what is not declared is "not offered", never "broken".
const CAPABILITIES = {
  names: ["clock", "make-resources"],
  transport: "push",
  access: "impersonation",
  fields: { subject: "both", start: "both", end: "both" },
  ownProperties: [{ set: SET, name: NAME, type: "String" }],
  writtenBack: [],
  resourceBy: "none",
  conflict: "report",
  past: "sync",
  crossing: "exchange",
  gone: "cancel",
  copies: "ignore",
  restored: "ignore",
  limits: { subject: 255 },
  settleSeconds: 30,
  recoverySeconds: 90,
};

class Problem extends Error {
  constructor(status, code, more = {}) {
    super(code);
    Object.assign(this, { status, body: { code, ...more } });
  }
}

// --- from one side to the other -------------------------------------------------------------------------------------

// The product's refusals in the words of the contract.
const REFUSALS = {
  occupied: () => new Problem(409, "taken"),
  unknown: () => new Problem(404, "unknown"),
  "no-such-room": () => new Problem(422, "invalid", { field: "resources" }),
  "too-long": (told) => new Problem(422, "too-long", { field: told.what === "title" ? "subject" : told.what, limit: told.most }),
};

async function product(name, question = {}) {
  const answer = await fetch(`${PRODUCT}/${name}`, { method: "POST", body: JSON.stringify(question), signal: AbortSignal.timeout(10_000) });
  const told = await answer.json();
  if (answer.ok) return told;
  throw REFUSALS[told.error]?.(told) ?? Object.assign(new Error(`${name}: ${told.error}`), { told });
}

const seconds = (instant) => Date.parse(instant) / 1000;
const instant = (number) => new Date(number * 1000).toISOString();

// oid -> the product's number. A product that shows its own key in lists needs no such table.
const numbers = new Map();

function reservation(booking) {
  numbers.set(booking.key, booking.number);
  const linked = booking.entry ? "linked" : "none";
  return {
    oid: booking.key,
    subject: booking.title,
    start: instant(booking.from),
    end: instant(booking.to),
    organizer: booking.owner,
    resources: booking.room == null ? [] : [String(booking.room)],
    cancelled: booking.cancelled,
    itemId: booking.entry,
    link: linked,
    revision: booking.edits,
    flags: booking.quarrel ? ["conflict"] : [],
  };
}

// The fields that both sides have; what is not there is not changed.
function fields(given) {
  const found = {};
  if (given.subject !== undefined) found.title = given.subject;
  if (given.start !== undefined) found.from = seconds(given.start);
  if (given.end !== undefined) found.to = seconds(given.end);
  if (given.resources !== undefined) found.room = given.resources.length ? Number(given.resources[0]) : null;
  return found;
}

function numberOf(oid) {
  if (!numbers.has(oid)) throw new Problem(404, "unknown");
  return numbers.get(oid);
}

// The same Idempotency-Key again makes nothing and gives the first answer again.
const answered = new Map();

async function made(given, key) {
  if (given.recurrence) throw new Problem(422, "invalid", { field: "recurrence" });
  if (given.resources?.length > 1) throw new Problem(422, "invalid", { field: "resources", limit: 1 });
  const booking = await product("booking.make", { title: "", room: null, ...fields(given), owner: given.organizer.toLowerCase(), by: given.origin });
  const { oid } = reservation(booking);
  const receipt = { oid, stamp: [{ set: SET, name: NAME, type: "String", value: oid }], location: null, invite: [] };
  answered.set(key, receipt);
  return receipt;
}

// --- the calls of the contract --------------------------------------------------------------------------------------

const CALLS = [
  // Whoever answers this is ready for all the rest: the product is asked, too.
  ["GET", "/capabilities", async () => (await product("state"), [200, CAPABILITIES])],
  ["PUT", "/users/([^/]+)", async ({ path, body }) => {
    await product("people.sync", { mail: path[0].toLowerCase(), on: body.synchronised });
    return [204];
  }],
  ["GET", "/users/([^/]+)", async ({ path }) => {
    const person = await product("people.show", { mail: path[0].toLowerCase() });
    return [200, { state: !person.on ? "off" : person.failure ? "failing" : "on", reason: person.failure, since: null }];
  }],
  ["GET", "/resources", async ({ query }) => {
    const rooms = await product("room.vacant", { from: seconds(query.get("start")), to: seconds(query.get("end")) });
    return [200, rooms.map((room) => ({ id: String(room.number), name: room.label, mailbox: room.mail }))];
  }],
  ["PUT", "/resources/([^/]+)", async ({ path, body }) => {
    await product("room.add", { mail: path[0].toLowerCase(), label: body.name });
    return [204];
  }],
  ["POST", "/reservations", async ({ body, key }) => [201, answered.get(key) ?? await made(body, key ?? randomUUID())]],
  ["GET", "/reservations", async ({ query }) => {
    const found = (await product("booking.list", { owner: query.get("organizer").toLowerCase() })).map(reservation);
    const wanted = query.get("cancelled");
    return [200, found.filter((one) =>
      (wanted === null || String(one.cancelled) === wanted)
      && (!query.has("start") || seconds(one.end) > seconds(query.get("start")))
      && (!query.has("end") || seconds(one.start) < seconds(query.get("end"))))];
  }],
  ["GET", "/reservations/([^/]+)", async ({ path }) => [200, reservation(await product("booking.show", { number: numberOf(path[0]) }))]],
  ["PATCH", "/reservations/([^/]+)", async ({ path, query, body }) => {
    await product("booking.change", { number: numberOf(path[0]), by: query.get("origin") ?? "web", ...fields(body) });
    return [204];
  }],
  ["DELETE", "/reservations/([^/]+)", async ({ path, query }) => {
    await product("booking.drop", { number: numberOf(path[0]), by: query.get("origin") ?? "web" });
    return [204];
  }],
  // Asked at once and again for up to 4 seconds: 202 says "still working".
  ["POST", "/settle", async () => {
    for (const ends = Date.now() + 4000; Date.now() < ends; await new Promise((wake) => setTimeout(wake, 5))) {
      const state = await product("state");
      if (!state.busy) return [200, { pending: state.waiting, nextAt: state.next === null ? null : instant(state.next) }];
    }
    return [202];
  }],
  ["PUT", "/clock", async ({ body }) => {
    try {
      await product("time", { seconds: seconds(body.now) });
    } catch (error) {
      if (error.told?.error !== "back") throw error;
      return [409, { now: instant(error.told.seconds) }];
    }
    return [200, { now: body.now }];
  }],
].map(([method, pattern, call]) => ({ method, pattern: new RegExp(`^${pattern}$`), call }));

async function answer(method, url, text, headers) {
  const { pathname, searchParams } = new URL(url, "http://adapter");
  for (const { method: wanted, pattern, call } of CALLS) {
    const found = wanted === method && pattern.exec(pathname);
    if (found) {
      const asked = { path: found.slice(1).map(decodeURIComponent), query: searchParams, body: text ? JSON.parse(text) : {}, key: headers["idempotency-key"] };
      return call(asked);
    }
  }
  throw new Problem(404, "no-such-call");
}

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const send = (status, body, type = "application/json") => {
    const content = body === undefined ? "" : JSON.stringify(body);
    response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(content) }).end(content);
  };
  try {
    send(...await answer(request.method, request.url, Buffer.concat(chunks).toString("utf8"), request.headers));
  } catch (error) {
    if (!(error instanceof Problem)) console.error(error);
    send(error.status ?? 500, error.body ?? { code: "failed", detail: error.message }, "application/problem+json");
  }
});
server.listen(PORT, "127.0.0.1", () => console.log(`adapter at http://127.0.0.1:${PORT}`));
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
