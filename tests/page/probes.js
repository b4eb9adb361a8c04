// What the tests ask a page, in words.

const texts = (selector) => [...document.querySelectorAll(selector)].map((one) => one.innerText.split(/\s+/).join(" ").trim());

const shownCases = () => [...document.querySelectorAll("details.case:not([hidden])")].map((one) => one.id.slice(5));

const matrix = () => [...document.querySelectorAll("tr.step")].map((row) => [row.querySelector("th b").textContent,
  ...[...row.querySelectorAll("td")].map((cell) => [...cell.querySelectorAll("a")].map((one) => one.textContent).join(" "))]);

const drawn = () => new Promise((done) => {
  const look = () => (document.querySelector(".lanes") ? done() : setTimeout(look, 5));
  look();
});

const soon = () => new Promise((done) => setTimeout(done));

const spoken = () => [...document.querySelectorAll("li.arrow > button")].map((one) => one.getAttribute("aria-label"));

const middle = (selector) => {
  const { left, width } = document.querySelector(selector).getBoundingClientRect();
  return left + width / 2;
};

// How far an arrow of connection 2 ends from the lanes that it joins.
const missed = () => {
  const { left, right } = [...document.querySelectorAll("li.c2 .line")].pop().getBoundingClientRect();
  return [left - middle(".l3"), right - middle(".l4")].map(Math.abs);
};

const nameless = () => [...document.querySelectorAll("button, a[href], input, select, summary")]
  .filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length)).map((one) => one.outerHTML);

const light = (colour) => {
  const parts = colour.match(/[\d.]+/g).slice(0, 3).map((one) => one / 255);
  const [r, g, b] = parts.map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const behind = (one) => {
  const own = getComputedStyle(one).backgroundColor;
  return own.startsWith("rgba") && own.endsWith(", 0)") && one.parentElement ? behind(one.parentElement) : own;
};

// Texts whose contrast is below what WCAG 2.2 asks of normal text (1.4.3).
const faint = () => [...document.querySelectorAll("body *")]
  .filter((one) => one.offsetParent && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
  .filter((one) => {
    const [more, less] = [getComputedStyle(one).color, behind(one)].map(light).sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05) < 4.5;
  })
  .map((one) => `${one.outerHTML.slice(0, 200)} ${getComputedStyle(one).color} on ${behind(one)}`);
