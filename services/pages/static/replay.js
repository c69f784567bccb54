// A slider and the number beside it say the same place of the log while one of them is moved.
"use strict";
(() => {
  const join = (number) => {
    const slider = document.getElementById(number.dataset.numberOf);
    slider.addEventListener("input", () => { number.value = slider.value; });
    number.addEventListener("input", () => { if (/^\d+$/.test(number.value)) slider.value = number.value; });
  };
  const prepare = (root) => root.querySelectorAll("input[data-number-of]").forEach(join);
  document.addEventListener("prepared", (event) => prepare(event.detail));
  prepare(document);
})();
