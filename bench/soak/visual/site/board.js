// A board of orders that changes all the time: each step changes one order, renders all rows anew and
// patches what differs, as frameworks do. The same steps every time.
let seed = 1;
const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
const items = ["desk lamp", "office chair", "whiteboard", "kettle", "notebook a5", "standing desk"];
const states = ["received", "packed", "sent", "late"];
const money = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const [rows, feed, clock, bar, find] = ["rows", "feed", "clock", "bar", "find"].map((id) =>
  document.getElementById(id)
);
const orders = Array.from({ length: 400 }, (_, i) => {
  return { number: i + 1, item: items[i % 6], quantity: 1, price: 10 + i, state: 0 };
});
let [steps, shown] = [0, []];

function render({ number, item, quantity, price, state }) {
  const cells = [number, item, quantity, money.format(quantity * price), states[state]];
  return { className: state === 3 ? "late" : "", cells: cells.map(String) };
}

function patch() {
  const next = orders.map(render);
  next.forEach(({ className, cells }, i) => {
    const row = rows.rows[i] ?? rows.insertRow();
    if (shown[i]?.className !== className) row.className = className;
    cells.forEach((text, j) => {
      if (shown[i]?.cells[j] === text) return;
      const cell = row.cells[j] ?? row.insertCell();
      if (cell.firstChild) cell.firstChild.data = text;
      else cell.textContent = text;
    });
  });
  shown = next;
}

const chart = document.getElementById("chart").getContext("2d");
const totals = [];

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
  patch();
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
  if (steps % 12 === 0) {
    find.value = items[steps % 6].slice(0, 1 + steps % 5);
    find.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

patch();
// Called by the test: so many steps, one every so many milliseconds.
globalThis.run = (count, ms) =>
  new Promise((done) => {
    const timer = setInterval(() => {
      step();
      if (--count > 0) return;
      clearInterval(timer);
      done(steps);
    }, ms);
  });
