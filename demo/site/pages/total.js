// Keeps the total in step with quantity and delivery.
const form = document.querySelector("form[data-unit-cents]");
const total = document.getElementById("total");

form.addEventListener("input", () => {
  const quantity = form.quantity.valueAsNumber || 0;
  const delivery = form.querySelector("input[name=delivery]:checked");
  const cents = quantity * Number(form.dataset.unitCents) + Number(delivery?.dataset.cents ?? 0);
  const [whole, fraction] = (cents / 100).toFixed(2).split(".");
  total.textContent = `€\u00a0${whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0")}.${fraction}`;
  total.dataset.quantity = String(quantity);
});
