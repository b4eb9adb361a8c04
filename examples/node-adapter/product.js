// A toy room-booking product with an API of its own, kept in step with Exchange over EWS; everything is in memory.
// It stands for the product you have: adapter.js is the part you would write. Node 18 or newer, standard library only.
//
// One rule carries it: whatever happens (a push, a change in the browser, a silence), it compares all bookings of one
// owner with the entries of his calendar that carry a booking's key. `base` is what both sides last agreed on, `sent` what
// was written last: an answer may be lost.
"use strict";
const http = require("node:http");
const { randomUUID } = require("node:crypto");

const PORT = Number(process.env.TOY_PORT || 8092);
const EWS_URL = process.env.EWS_URL || "http://127.0.0.1:8080/EWS/Exchange.asmx";
const { EWS_BEARER, EWS_USER = "service@example.test", EWS_PASSWORD = "secret" } = process.env;
const LOGIN = EWS_BEARER ? `Bearer ${EWS_BEARER}` : "Basic " + Buffer.from(`${EWS_USER}:${EWS_PASSWORD}`).toString("base64");
const SET = "5f0c3f0e-8a57-4c53-9d1c-6c1c2a2b7d11"; // the property by which an entry is known again
const NAME = "ToyBookingKey";
const BEAT = 10; // minutes between two signs of life of Exchange
const SILENCE = 2 * BEAT * 60 + 1; // seconds after which nobody is heard any more
const AGAIN = 10; // seconds until what failed is tried again

const people = new Map(); // mail -> {mail, on, token, heard, subscription, due, running, failure}
const rooms = new Map(); // number -> {number, label, mail}
const bookings = new Map(); // number -> {number, key, title, from, to, owner, room, cancelled, by, entry, base, sent, waiting, edits, quarrel}
let frozen = null; // where somebody has set the clock, in seconds
const now = () => frozen ?? Date.now() / 1000;

// --- XML, as far as a toy needs it ---------------------------------------------------------------------------------

const coded = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (letter) => coded[letter]).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, "");
const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, number, name) =>
  name ? named[name] ?? all : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(number)));
const elements = (xml, name) => [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\b([^>]*?)(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}>)`, "g"))]
  .map((found) => ({ head: found[1], body: found[2] ?? "" }));
const text = (xml, name) => plain(elements(xml, name)[0]?.body ?? "");
const attribute = (head, name) => plain(new RegExp(`\\b${name}="([^"]*)"`).exec(head)?.[1] ?? "");

// --- Exchange ------------------------------------------------------------------------------------------------------

const KEY = `<t:ExtendedFieldURI PropertySetId="${SET}" PropertyName="${NAME}" PropertyType="String"/>`;
const instant = (seconds) => new Date(seconds * 1000).toISOString().replace(".000", "");

async function ews(mail, body) {
  const envelope = `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Header><t:RequestServerVersion Version="Exchange2013"/><t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>${escaped(mail)}</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation></s:Header><s:Body>${body}</s:Body></s:Envelope>`;
  const answer = await fetch(EWS_URL, {
    method: "POST", body: envelope, signal: AbortSignal.timeout(10_000),
    headers: { "Content-Type": "text/xml; charset=utf-8", Authorization: LOGIN },
  });
  const xml = await answer.text();
  const code = elements(xml, "ResponseCode").map((one) => one.body).find((one) => one !== "NoError");
  if (!answer.ok || code || !xml.includes("NoError")) throw new Error(code || `HTTP ${answer.status}`);
  return xml;
}

async function subscribe(person) {
  const token = randomUUID();
  person.token = token; // the first message may come before the answer
  person.heard = now();
  await ews(person.mail, `<m:Subscribe><m:PushSubscriptionRequest><t:FolderIds><t:DistinguishedFolderId Id="calendar"/></t:FolderIds><t:EventTypes>${["Created", "Modified", "Moved", "Deleted", "Copied"].map((kind) => `<t:EventType>${kind}Event</t:EventType>`).join("")}</t:EventTypes><t:StatusFrequency>${BEAT}</t:StatusFrequency><t:URL>http://127.0.0.1:${PORT}/push/${token}</t:URL></m:PushSubscriptionRequest></m:Subscribe>`);
}

async function entries(mail) {
  const xml = await ews(mail, `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="calendar:Start"/><t:FieldURI FieldURI="calendar:End"/>${KEY}</t:AdditionalProperties></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="1000" Offset="0" BasePoint="Beginning"/><m:Restriction><t:Exists>${KEY}</t:Exists></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>`);
  if (!xml.includes('IncludesLastItemInRange="true"')) throw new Error("a short list");
  return elements(xml, "CalendarItem").map(({ body }) => {
    const id = elements(body, "ItemId")[0].head;
    return {
      id: attribute(id, "Id"), change: attribute(id, "ChangeKey"), key: text(elements(body, "ExtendedProperty")[0].body, "Value"),
      title: text(body, "Subject"), from: Date.parse(text(body, "Start")) / 1000, to: Date.parse(text(body, "End")) / 1000,
    };
  });
}

async function create(booking) {
  const xml = await ews(booking.owner, `<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem><t:Subject>${escaped(booking.title)}</t:Subject><t:ExtendedProperty>${KEY}<t:Value>${booking.key}</t:Value></t:ExtendedProperty><t:Start>${instant(booking.from)}</t:Start><t:End>${instant(booking.to)}</t:End></t:CalendarItem></m:Items></m:CreateItem>`);
  return attribute(elements(xml, "ItemId")[0].head, "Id");
}

const URIS = { title: ["item:Subject", "Subject", escaped], from: ["calendar:Start", "Start", instant], to: ["calendar:End", "End", instant] };
const FIELDS = Object.keys(URIS);
const values = (one) => ({ title: one.title.trim(), from: one.from, to: one.to });

async function update(booking, entry, fields) {
  const changes = fields.map((field) => [...URIS[field], booking[field]]).map(([uri, element, write, value]) =>
    `<t:SetItemField><t:FieldURI FieldURI="${uri}"/><t:CalendarItem><t:${element}>${write(value)}</t:${element}></t:CalendarItem></t:SetItemField>`);
  await ews(booking.owner, `<m:UpdateItem ConflictResolution="NeverOverwrite" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:ItemId Id="${entry.id}" ChangeKey="${entry.change}"/><t:Updates>${changes.join("")}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`);
}

const remove = (booking, entry) => ews(booking.owner, `<m:DeleteItem DeleteType="MoveToDeletedItems" SendMeetingCancellations="SendToNone"><m:ItemIds><t:ItemId Id="${entry.id}"/></m:ItemIds></m:DeleteItem>`);

// --- keeping both sides in step ------------------------------------------------------------------------------------

function wake(mail, at = now()) {
  const person = people.get(mail);
  if (!person?.on) return;
  person.due = Math.min(person.due ?? Infinity, at);
  run();
}

function run() {
  for (const person of people.values()) {
    if (person.on && !person.running && dueOf(person) <= now()) {
      person.due = null;
      person.running = compare(person)
        .then(() => { person.failure = ""; })
        .catch((error) => { person.failure = String(error.message); person.due = now() + AGAIN; })
        .finally(() => { person.running = null; run(); });
    }
  }
}

const dueOf = (person) => Math.min(person.due ?? Infinity, person.heard + SILENCE);

async function compare(person) {
  if (!person.token || now() >= person.heard + SILENCE) {
    try { await subscribe(person); } catch (error) { person.token = null; throw error; }
  }
  const there = await entries(person.mail);
  for (const booking of [...bookings.values()].filter((one) => one.owner === person.mail)) {
    if (!person.on) return; // switched off meanwhile
    const carrying = there.filter((one) => one.key === booking.key);
    const entry = booking.entry ? carrying.find((one) => one.id === booking.entry) : carrying[0];
    await settle(booking, entry);
  }
}

async function settle(booking, entry) {
  if (booking.cancelled) {
    if (entry && booking.by === "web") await remove(booking, entry);
  } else if (!entry) {
    if (booking.entry) { booking.cancelled = true; booking.by = "exchange"; booking.edits++; } // deleted: it stays deleted
    else if (booking.by === "web") { booking.base = values(booking); booking.entry = await create(booking); }
  } else {
    await merge(booking, entry);
  }
}

async function merge(booking, entry) {
  booking.entry = entry.id;
  const here = values(booking), seen = values(entry), differ = FIELDS.filter((field) => here[field] !== seen[field]);
  const theirs = differ.filter((field) => seen[field] !== booking.base[field] && seen[field] !== booking.sent[field]);
  if (theirs.length) {
    const taken = Object.fromEntries(theirs.map((field) => [field, seen[field]]));
    booking.quarrel = !vacant(booking.room, taken.from ?? booking.from, taken.to ?? booking.to, booking);
    if (!booking.quarrel) { Object.assign(booking, taken); booking.edits++; }
  }
  for (const field of FIELDS) if (values(booking)[field] === seen[field]) booking.base[field] = seen[field];
  if (!differ.length) booking.waiting = false;
  const ours = differ.filter((field) => !theirs.includes(field));
  if (ours.length && !booking.waiting) { // what the add-in told Outlook itself will send
    booking.sent = values(booking);
    await update(booking, entry, ours);
    for (const field of ours) booking.base[field] = booking.sent[field];
  }
}

function vacant(room, from, to, except) {
  return room == null || ![...bookings.values()].some((one) => one !== except && !one.cancelled && one.room === room && one.from < to && from < one.to);
}

// --- its API, and the address that Exchange pushes to ---------------------------------------------------------------

const wrong = (error, more) => ({ status: 400, answer: { error, ...more } });
const shown = (one) => ({ ...one, base: undefined });
const calls = {
  "people.sync"({ mail, on }) {
    const known = people.get(mail) ?? { mail, heard: now(), token: null };
    people.set(mail, known);
    if (!on) known.token = null;
    known.on = on;
    wake(mail);
    return { mail, on, failure: known.failure || null };
  },
  "people.show": ({ mail }) => people.has(mail) ? { mail, on: people.get(mail).on, failure: people.get(mail).failure || null } : wrong("unknown"),
  "room.add"({ label, mail }) {
    const known = [...rooms.values()].find((one) => one.mail === mail);
    const room = known ?? { number: rooms.size + 1, label, mail };
    rooms.set(room.number, room);
    return room;
  },
  "room.vacant": ({ from, to }) => [...rooms.values()].filter((one) => vacant(one.number, from, to)),
  "booking.make"({ title, from, to, owner, room, by }) {
    if (title.length > 255) return wrong("too-long", { what: "title", most: 255 });
    if (room != null && !rooms.has(room)) return wrong("no-such-room");
    if (!vacant(room, from, to)) return wrong("occupied");
    const made = { number: bookings.size + 1, key: randomUUID(), title, from, to, owner, room, by, cancelled: false, entry: null, sent: {}, waiting: false, edits: 0, quarrel: false };
    made.base = values(made);
    bookings.set(made.number, made);
    if (by === "web") wake(owner);
    return shown(made);
  },
  "booking.show": ({ number }) => bookings.has(number) ? shown(bookings.get(number)) : wrong("unknown"),
  "booking.list": ({ owner }) => [...bookings.values()].filter((one) => one.owner === owner).map(shown),
  "booking.change"({ number, by, title, from, to, room }) {
    const booking = bookings.get(number);
    if (!booking || booking.cancelled) return wrong("unknown");
    const wanted = { title: title ?? booking.title, from: from ?? booking.from, to: to ?? booking.to, room: room === undefined ? booking.room : room };
    if (wanted.title.length > 255) return wrong("too-long", { what: "title", most: 255 });
    if (!vacant(wanted.room, wanted.from, wanted.to, booking)) return wrong("occupied");
    if (Object.keys(wanted).some((name) => wanted[name] !== booking[name])) {
      Object.assign(booking, wanted, { waiting: by === "addin" });
      booking.edits++;
    }
    wake(booking.owner);
    return shown(booking);
  },
  "booking.drop"({ number, by }) {
    const booking = bookings.get(number);
    if (!booking || booking.cancelled) return wrong("unknown");
    Object.assign(booking, { cancelled: true, by, edits: booking.edits + 1 });
    wake(booking.owner);
    return shown(booking);
  },
  "state"() {
    const all = [...people.values()], next = Math.min(...all.filter((one) => one.on).map(dueOf));
    return { busy: all.some((one) => one.running) || next <= now(), waiting: all.filter((one) => one.on && one.due != null).length, next: Number.isFinite(next) ? next : null };
  },
  "time"({ seconds }) {
    if (seconds < now() && frozen !== null) return wrong("back", { seconds: now() });
    frozen = seconds;
    run();
    return { seconds };
  },
};

function push(token, xml) {
  const person = [...people.values()].find((one) => one.token === token && one.on);
  if (person) {
    person.heard = now();
    if (elements(xml, "ResponseCode").some((one) => one.body !== "NoError")) person.token = null;
    if (!person.token || /<(?:\w+:)?(?:Created|Modified|Moved|Deleted|Copied)Event\b/.test(xml)) wake(person.mail);
  }
  return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><SendNotificationResult xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><SubscriptionStatus>${person ? "OK" : "Unsubscribe"}</SubscriptionStatus></SendNotificationResult></s:Body></s:Envelope>`;
}

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("utf8"), [, kind, name] = request.url.split("/");
  const send = (status, content, type) => response.writeHead(status, { "Content-Type": type }).end(content);
  if (kind === "push") {
    if (!body.includes("SendNotification")) return send(400, "", "text/plain");
    return send(200, push(name, body), "text/xml; charset=utf-8");
  }
  const call = kind === "api" && Object.hasOwn(calls, name) ? calls[name] : null;
  if (!call) return send(404, "{}", "application/json");
  const answer = call(body ? JSON.parse(body) : {});
  send(answer.status ?? 200, JSON.stringify(answer.answer ?? answer), "application/json");
});
server.listen(PORT, "127.0.0.1", () => console.log(`toy product at http://127.0.0.1:${PORT}/api`));
setInterval(() => frozen === null && run(), 500).unref();
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
