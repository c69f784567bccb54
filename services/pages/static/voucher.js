// Adds up both sides of a voucher while it is typed, and goes on with a new line after the last one.
"use strict";
(() => {
  const fen = (text) => { const plain = text.normalize("NFKC").replace(/[\s¥元]/g, "").replace(/(?<![0-9.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])/g, (found) => found.replaceAll(",", "")); return /^-?\d{1,13}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : 0; };
  const yuan = (sum) => (sum / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

  const add = (table) => {
    const sums = { debit: 0, credit: 0 };
    table.querySelectorAll("input[data-side]").forEach((input) => { sums[input.dataset.side] += fen(input.value); });
    for (const side of ["debit", "credit"]) table.querySelector(`[data-sum=${side}]`).textContent = yuan(sums[side]);
    const told = table.closest("fieldset").querySelector("[data-difference]"), difference = sums.debit - sums.credit;
    told.className = difference ? "error" : "hint";
    told.textContent = difference ? `借贷不平，相差 ${yuan(Math.abs(difference))} 元` : "借贷相等";
  };

  const grow = (table) => {
    const last = table.tBodies[0].rows[table.tBodies[0].rows.length - 1];
    if (!last.querySelector("input").value) return;
    const row = last.cloneNode(true), number = table.tBodies[0].rows.length;
    row.querySelectorAll(".error").forEach((one) => one.remove());
    row.querySelectorAll("input, select").forEach((one) => {
      one.name = one.name.replace(/\d+/, number); one.removeAttribute("aria-invalid");
      if (one.id) one.id = one.id.replace(/\d+/, number);
      one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/\d+/, number + 1));
      if (one.tagName === "INPUT") one.value = "";
    });
    table.tBodies[0].append(row);
  };

  const watch = (root) => root.querySelectorAll("table[data-lines]").forEach((table) => table.addEventListener("input", () => { add(table); grow(table); }));
  watch(document);
  document.addEventListener("prepared", (event) => { if (event.detail !== document) watch(event.detail); });
})();
