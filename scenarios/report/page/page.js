"use strict";
// The page's behaviour: the filter, the drawings, what went over the wire, and the keyboard.
// Rule: it asks nobody for anything; whatever it shows stands in the page, and is put there as text, never as markup.

const LANES = ["browser", "add-in", "Outlook", "product", "Exchange"];
const NAMES = { 1: "connection 1", 2: "connection 2", 3: "connection 3", null: "" };
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

// --- the filter ------------------------------------------------------------------------------------------------------

function filter() {
  const words = document.getElementById("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const step = document.getElementById("step").value;
  const verdicts = new Set(all("input[name=verdict]:checked").map((box) => box.value));
  const cases = all("details.case");
  let shown = 0;
  for (const one of cases) {
    const { step: of, verdict, text } = one.dataset;
    const process = step.endsWith("*") && of !== "field" && of.startsWith(step.slice(0, -1));
    const fits = (!step || of === step || process) && verdicts.has(verdict) && words.every((word) => text.includes(word));
    one.hidden = !fits;
    shown += fits;
  }
  const hidden = new Set(cases.filter((one) => one.hidden).map((one) => one.id));
  for (const tile of all("a.tile")) tile.classList.toggle("aside", hidden.has(tile.hash.slice(1)));
  for (const section of all("section.step")) section.hidden = !section.querySelector("details.case:not([hidden])");
  document.getElementById("none").hidden = shown > 0;
  document.getElementById("shown").value = shown === cases.length ? `${shown} cases` : `${shown} of ${cases.length} cases`;
}

// --- drawings --------------------------------------------------------------------------------------------------------

let packed = null;
const unpackedDrawings = new Map();

async function unpack(number) {
  packed ??= JSON.parse(document.getElementById("drawings").textContent);
  if (!unpackedDrawings.has(number)) {
    const bytes = Uint8Array.from(atob(packed[number]), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    unpackedDrawings.set(number, await new Response(stream).json());
  }
  return unpackedDrawings.get(number);
}

async function draw(place) {
  if (place.dataset.drawn) return;
  place.dataset.drawn = "yes";
  try {
    place.replaceChildren(lanes(await unpack(Number(place.dataset.drawing))));
  } catch (error) {
    place.replaceChildren(make("p", { class: "wait" }, `The drawing could not be unpacked: ${error.message}`));
  }
}

function lanes(drawing) {
  const heads = make("div", { class: "heads", "aria-hidden": "true" },
    make("span", { class: "clock" }, "simulated time, UTC"),
    make("span", { class: "track" }, ...LANES.map((lane, place) => make("span", { class: `head l${place}` }, lane))));
  const root = make("div", { class: "lanes", role: "group", "aria-label": "What happened, in order" }, heads);
  if (drawing.dropped) root.append(make("p", { class: "wait" }, `${drawing.dropped} rows in the middle are left out.`));
  const groups = [{ step: null, rows: [] }];
  drawing.rows.forEach((row, place) => {
    if (row.row === "step") groups.push({ step: row, place, rows: [] });
    else groups[groups.length - 1].rows.push([row, place]);
  });
  const acts = groups.some((group) => group.step && group.step.kind !== "given" && group.rows.length);
  for (const group of groups) {
    if (!group.step && !group.rows.length) continue;
    const closed = acts && group.step?.kind === "given";
    const list = make("ol", { hidden: closed }, ...group.rows.map(([row, place]) => rowOf(row, place, drawing.texts)));
    if (group.step) root.append(sentence(group, list, closed));
    if (group.rows.length) root.append(list);
  }
  root.append(legend());
  return root;
}

function sentence(group, list, closed) {
  const [word, ...rest] = group.step.text.split(" ");
  const text = [make("b", {}, word), ` ${rest.join(" ")}`];
  const count = group.rows.length;
  if (!count) return make("p", { class: `said ${group.step.kind}`, "data-row": group.place }, ...text);
  const tally = make("small", {}, count === 1 ? "1 arrow" : `${count} arrows`);
  const button = make("button", { type: "button", "aria-expanded": String(!closed) }, ...text, " ", tally);
  button.addEventListener("click", () => expand(button, list, list.hidden));
  return make("p", { class: `said ${group.step.kind}`, "data-row": group.place }, button);
}

function expand(button, what, open) {
  what.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
}

function rowOf(row, place, texts) {
  if (row.row === "look") {
    return make("li", { class: "look", "data-row": place },
      make("time", {}, clock(row.at)), make("p", {}, make("b", {}, "seen "), row.text.replace(/^\d\d:\d\d:\d\d /, "")));
  }
  const [from, to] = [LANES.indexOf(row.source), LANES.indexOf(row.target)];
  const connection = row.connection ?? null;
  const mood = row.mood ?? "fine";
  const outcome = row.outcome && !(mood === "fine" && ["NoError", "OK"].includes(row.outcome)) ? row.outcome : "";
  const label = make("span", { class: "label" },
    connection ? make("span", { class: "connection" }, String(connection)) : null,
    make("span", { class: "what" }, row.label), outcome ? make("span", { class: "outcome" }, outcome) : null,
    row.proves ? make("span", { class: "proof" }, "proof") : null);
  const line = make("span", { class: `line ${from === to ? "self" : from < to ? "right" : "left"}` });
  const spoken = [clock(row.at), NAMES[connection], `${row.source} to ${row.target}:`, row.label, row.who && `for ${row.who}`,
    row.outcome && `answer ${row.outcome}`, row.proves && "proves the verdict"].filter(Boolean).join(", ");
  const classes = `arrow c${connection ?? 0} ${mood} from${Math.min(from, to)} to${Math.max(from, to)}${row.proves ? " proves" : ""}`;
  const button = make("button", { type: "button", "aria-expanded": "false", "aria-label": spoken, title: row.who ?? "" },
    make("time", {}, clock(row.at)), make("span", { class: "track" }, label, line));
  const item = make("li", { class: classes, "data-row": place }, button);
  button.addEventListener("click", () => toggle(item, button, row, texts));
  return item;
}

function legend() {
  const entries = [["c1", "1", "browser or add-in to product"], ["c2", "2", "product to Exchange (EWS)"],
    ["c3", "3", "Exchange to product (push)"]];
  return make("ul", { class: "legend" },
    ...entries.map(([kind, sign, text]) => make("li", { class: kind }, make("span", { class: "connection" }, sign), ` ${text}`)),
    make("li", { class: "c0" }, make("span", { class: "connection" }, "·"), " people's programs, Exchange itself"));
}

const clock = (at) => at.slice(11, 19);

// --- what went over the wire -----------------------------------------------------------------------------------------

function toggle(item, button, row, texts) {
  let raw = item.querySelector(".raw");
  if (!raw) item.append((raw = wire(row, texts)));
  else raw.hidden = !raw.hidden;
  button.setAttribute("aria-expanded", String(!raw.hidden));
}

function wire(row, texts) {
  const facts = make("dl", {}, ...[["answer", row.outcome], ...Object.entries(row.details ?? {})].filter(([, value]) => value)
    .map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
  const [asked, answered] = row.connection === 3 ? ["message", "the listener's answer"] : ["request", "answer"];
  const sides = [[asked, row.sent], [answered, row.received]].filter(([, place]) => place !== undefined && place !== null)
    .map(([name, place]) => text(name, texts[place]));
  return make("div", { class: "raw" }, facts, make("div", { class: "sides" }, ...sides));
}

function text(name, raw) {
  const copy = make("button", { type: "button", class: "copy" }, "copy as it was");
  copy.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(raw); copy.textContent = "copied"; } catch { copy.textContent = "not allowed"; }
  });
  const body = make("pre", { tabindex: "0", "aria-label": name }, ...coloured(pretty(raw)));
  return make("figure", {}, make("figcaption", {}, name, copy), body);
}

function pretty(raw) {
  const trimmed = raw.trim();
  if (trimmed.startsWith("<")) return prettyXml(trimmed);
  try { return JSON.stringify(JSON.parse(trimmed), null, 2); } catch { return raw; }
}

// Indents by the tags alone, so that what is not well-formed is shown too, and nothing is lost.
function prettyXml(raw) {
  const parts = raw.replace(/>\s+</g, "><").split(/(<[^>]*>)/).filter(Boolean);
  const lines = [];
  let depth = 0, open = false;
  for (const part of parts) {
    const closing = part.startsWith("</"), tag = part.startsWith("<");
    if (closing) depth = Math.max(depth - 1, 0);
    if (tag && !(closing && open)) lines.push("  ".repeat(depth) + part);
    else if (lines.length) lines[lines.length - 1] += part;
    else lines.push(part);
    open = tag ? !closing && !part.endsWith("/>") && !part.startsWith("<?") && !part.startsWith("<!") : open;
    if (tag && open) depth += 1;
    if (tag && closing) open = false;
  }
  return lines.map(attributesApart).join("\n");
}

function attributesApart(line) {
  if (line.length < 110 || !line.trimStart().startsWith("<")) return line;
  const indent = line.match(/^ */)[0];
  return line.replace(/ (xmlns(:\w+)?=)/g, `\n${indent}    $1`);
}

function* coloured(source) {
  for (const part of source.split(/(<[^>]*>)/)) {
    if (!part) continue;
    if (part.startsWith("<")) yield make("span", { class: "tag" }, part);
    else if (part.trim()) yield make("span", { class: "value" }, part);
    else yield part;
  }
}

// --- places and keys -------------------------------------------------------------------------------------------------

function opened(details) {
  for (const place of all(".drawing", details)) {
    if (!place.closest("details:not([open])")) draw(place);
  }
}

function reveal(id) {
  const target = id && document.getElementById(id);
  if (!target?.matches("details.case")) return;
  if (target.hidden) { document.getElementById("filter").reset(); filter(); }
  target.open = true;
  opened(target);
  target.scrollIntoView({ block: "start" });
  target.querySelector("summary").focus({ preventScroll: true });
}

async function showRow(button) {
  const place = button.closest(".facts").querySelector(".drawing");
  await draw(place);
  const row = place.querySelector(`[data-row="${button.dataset.place}"]`);
  if (!row) return;
  const list = row.closest("ol");
  const head = list.previousElementSibling?.querySelector("button");
  if (list.hidden && head) expand(head, list, true);
  for (const one of all(".found", place)) one.classList.remove("found");
  row.classList.add("found");
  row.scrollIntoView({ block: "center" });
  const focusable = row.querySelector("button") ?? row;
  if (focusable === row) row.tabIndex = -1;
  focusable.focus({ preventScroll: true });
}

function step(elements, current, by) {
  const next = elements[elements.indexOf(current) + by];
  if (!next) return false;
  next.focus();
  return true;
}

function keys(event) {
  const on = event.target;
  if (event.key === "/" && !on.matches("input, select, textarea") && document.getElementById("search")) {
    event.preventDefault();
    document.getElementById("search").focus();
    return;
  }
  const back = ["ArrowUp", "ArrowLeft"].includes(event.key), on_ = ["ArrowDown", "ArrowRight"].includes(event.key);
  if (event.key === "Escape" && on.closest("li.arrow")) {
    const item = on.closest("li.arrow"), raw = item.querySelector(".raw:not([hidden])");
    if (raw) item.querySelector("button").click();
    item.querySelector("button").focus();
  } else if (back || on_) {
    const upright = event.key === "ArrowUp" || event.key === "ArrowDown";
    const elements = on.matches("a.tile") ? all("a.tile")
      : on.matches(".lanes button[aria-expanded]") && upright
        ? all(".lanes button[aria-expanded]").filter((one) => one.offsetParent) : null;
    if (elements && step(elements, on, back ? -1 : 1)) event.preventDefault();
  }
}

// On paper the broken cases stand open, as far as the filter leaves them.
function forPaper() {
  for (const one of all("details.case.broken:not([open]):not([hidden])")) {
    one.open = true;
    one.dataset.paper = "yes";
  }
}

function afterPaper() {
  for (const one of all("details.case[data-paper]")) {
    one.open = false;
    delete one.dataset.paper;
  }
}

function begin() {
  document.addEventListener("keydown", keys);
  const only = document.getElementById("only");
  only?.addEventListener("change", () => document.querySelector("table.sides").classList.toggle("only", only.checked));
  if (!document.getElementById("filter")) return;
  document.getElementById("filter").addEventListener("input", filter);
  document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeprint", forPaper);
  addEventListener("afterprint", afterPaper);
  document.addEventListener("toggle", (event) => event.target.open && opened(event.target), true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-place]");
    if (button) showRow(button);
    const link = event.target.closest("a[href^='#case-']");
    if (link) setTimeout(() => reveal(link.hash.slice(1)));
  });
  filter();
  if (location.hash) reveal(decodeURIComponent(location.hash.slice(1)));
}

begin();
