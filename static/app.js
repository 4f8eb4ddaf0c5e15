// What shortens pages where scripts run. Every page works without: nothing here is a second way of doing something.

// A list whose entries can be picked: a box that picks them all, and how many are picked.
for (const bar of document.querySelectorAll("[data-picks]")) {
  const boxes = bar.closest("form").querySelectorAll("input[name='item[]']");
  const all = bar.querySelector("[data-picks-all]");
  const said = bar.querySelector("[data-picks-said]");
  const count = () => {
    const picked = Array.from(boxes).filter((box) => box.checked).length;
    all.checked = picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
    said.value = said.dataset.picksSaid.replace("#", picked);
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  for (const hidden of bar.querySelectorAll("[hidden]")) hidden.hidden = false;
  addEventListener("pageshow", count); // the boxes of a page that one comes back to are as they were left
}

// A part of a page that changes by itself is asked for again, until the page has none any more.
const refresh = (part) => {
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.onload = () => {
    const next = request.status === 200 && request.response && request.response.getElementById(part.id);
    if (!next || !next.matches("[data-again]")) {
      location.reload();
      return;
    }
    part.replaceWith(next);
    wait(next);
  };
  request.onerror = () => wait(part);
  request.open("GET", location.href);
  request.send();
};
const wait = (part) => setTimeout(refresh, part.dataset.again * 1000, part);
document.querySelectorAll("[data-again]").forEach(wait);
