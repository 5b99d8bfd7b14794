// A board of orders that changes all the time: each step changes one order, and the board is rendered
// anew and patched where it differs, as frameworks do. The same steps every time.
let seed = 1;
const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
const items = ["desk lamp", "office chair", "whiteboard", "kettle", "notebook a5", "standing desk"];
const states = ["received", "packed", "sent", "late"];
const money = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const day = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" });
const [rows, sums, feed, clock, bar, picks] = ["rows", "sums", "feed", "clock", "bar", "picks"].map(
  (id) => document.getElementById(id),
);
const chart = document.getElementById("chart").getContext("2d");
const orders = Array.from({ length: 600 }, (_, i) => {
  return { number: i + 1, item: items[i % 6], quantity: 1, price: 10 + i, state: 0, due: i };
});
const totals = [];
let [steps, shown] = [0, { rows: [], sums: [] }];

const h = (tag, attributes, ...children) => ({
  ...{ tag, attributes },
  children: children.map((child) => typeof child === "string" ? { text: child } : child),
});

function renderRow({ number, item, quantity, price, state, due }) {
  return h(
    "tr",
    { class: state === 3 ? "late" : "", "data-number": number },
    h("td", {}, String(number)),
    h("td", { title: item }, item),
    h("td", { class: "number" }, String(quantity)),
    h("td", { class: "number" }, money.format(quantity * price)),
    h("td", { class: states[state] }, states[state]),
    h("td", {}, day.format(due * 86_400_000)),
  );
}

function renderSum(item) {
  const found = orders.filter((order) => order.item === item);
  const total = found.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  return h("tr", {}, h("td", {}, item), h("td", { class: "number" }, money.format(total)));
}

function build(node) {
  if (node.tag === undefined) return node.element = document.createTextNode(node.text);
  node.element = document.createElement(node.tag);
  for (const [name, value] of Object.entries(node.attributes)) {
    node.element.setAttribute(name, value);
  }
  node.element.append(...node.children.map(build));
  return node.element;
}

function patch(parent, old, next) {
  next.forEach((node, i) => {
    const before = old[i];
    if (before === undefined) {
      parent.append(build(node));
      return;
    }
    const element = node.element = before.element;
    if (node.tag === undefined) {
      if (before.text !== node.text) element.data = node.text;
      return;
    }
    for (const [name, value] of Object.entries(node.attributes)) {
      if (before.attributes[name] !== value) element.setAttribute(name, value);
    }
    patch(element, before.children, node.children);
  });
}

function renderAll() {
  const next = { rows: orders.map(renderRow), sums: items.map(renderSum) };
  patch(rows, shown.rows, next.rows);
  patch(sums, shown.sums, next.sums);
  shown = next;
}

function draw() {
  totals.push(orders.reduce((sum, { quantity, price }) => sum + quantity * price, 0));
  const last = totals.slice(-900);
  const [least, most] = [Math.min(...last), Math.max(...last)];
  chart.clearRect(0, 0, 900, 120);
  chart.beginPath();
  last.forEach((total, x) => chart.lineTo(x, 110 - 100 * (total - least) / (most - least || 1)));
  chart.stroke();
}

function step() {
  steps++;
  const order = orders[Math.floor(random() * orders.length)];
  order.quantity = 1 + Math.floor(random() * 99);
  order.state = Math.floor(random() * states.length);
  renderAll();
  draw();
  clock.textContent = `Step ${steps}`;
  if (steps % 4 === 0) {
    const line = document.createElement("p");
    line.textContent = `${steps}: ${order.quantity} x ${order.item} ${states[order.state]}`;
    feed.prepend(line);
    if (feed.children.length > 40) feed.lastChild.remove();
  }
  if (steps % 8 === 0) bar.style.width = `${steps % 100}%`;
  if (steps % 10 === 0) scrollTo(0, steps % 400);
}

for (const item of items) {
  const button = document.createElement("button");
  button.textContent = item;
  button.onclick = () => button.classList.toggle("picked");
  picks.append(button);
}
renderAll();
// Called by the test: so many steps, one every so many milliseconds. Tells when each was done.
globalThis.run = (count, ms) =>
  new Promise((done) => {
    const times = [];
    const timer = setInterval(() => {
      step();
      times.push(Date.now());
      if (times.length < count) return;
      clearInterval(timer);
      done(times);
    }, ms);
  });
