// Shows what matches while one types; without this script the form does the same by a page load.
const box = document.getElementById("q");
const results = document.getElementById("results");
let newest = 0;

box.addEventListener("input", async () => {
  const asked = ++newest;
  const query = box.value;
  const response = await fetch(`/catalog/results?q=${encodeURIComponent(query)}`);
  // An answer that a later keystroke has overtaken would show the wrong items.
  if (!response.ok || asked !== newest) return;
  results.innerHTML = await response.text();
  results.dataset.query = query;
});
