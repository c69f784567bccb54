// The dues sheet by keyboard: arrows and Enter move, Esc takes back, a column or a list is pasted from a spreadsheet,
// and the sum stands beside the paper's total all the time. Without this the sheet is a plain form.
"use strict";
(() => {
  // Commas only where they part thousands: 1,23 may mean anything, and is left as it was typed.
  const ungrouped = (text) => text.replace(/(?<![0-9.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])/g, (found) => found.replaceAll(",", ""));
  const plain = (text) => ungrouped(text.normalize("NFKC").replace(/[\s¥元]/g, ""));
  // Amounts in fen, reckoned in whole numbers: no sum may be off by a rounding.
  const fenOf = (text) => {
    const found = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain(text));
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : null;
  };
  const yuanOf = (fen) => {
    const whole = Math.trunc(Math.abs(fen) / 100), part = String(Math.abs(fen) % 100).padStart(2, "0");
    return `${fen < 0 ? "-" : ""}${whole.toLocaleString("en-US")}.${part}`;
  };
  const typed = (fen) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;

  class Grid {
    constructor(form) {
      this.form = form;
      this.inputs = [...form.querySelectorAll("input[data-amount]")];
      this.told = form.querySelector("[data-told]");
      this.sum = form.querySelector("[data-sum]");
      this.done = []; // what was changed, newest last: lists of [input, what stood there]
      this.before = new Map(); // what stood in an input when it was entered
      this.note = "";
      form.addEventListener("focusin", (event) => this.entered(event.target));
      form.addEventListener("change", (event) => this.left(event.target));
      form.addEventListener("input", () => { this.note = ""; this.count(); });
      form.addEventListener("keydown", (event) => this.key(event));
      form.addEventListener("paste", (event) => this.paste(event));
      form.addEventListener("click", (event) => this.click(event));
      this.count(true);
    }

    place(input) { return this.inputs.indexOf(input); }

    entered(input) {
      if (this.place(input) < 0) return;
      this.before.set(input, input.value);
      input.select();
    }

    left(input) {
      if (this.place(input) < 0) return;
      const before = this.before.get(input);
      if (before !== undefined && before !== input.value) this.done.push([[input, before]]);
      this.before.set(input, input.value);
    }

    go(from, step) {
      const to = this.inputs[from + step];
      if (!to) return false;
      to.focus();
      to.scrollIntoView({ block: "nearest" });
      return true;
    }

    key(event) {
      const place = this.place(event.target);
      if (place < 0 || event.isComposing || event.altKey) return;
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.undo(event.target); return; }
      if ((event.ctrlKey || event.metaKey) && event.key === "Home") { event.preventDefault(); this.go(-1, 1); return; }
      if ((event.ctrlKey || event.metaKey) && event.key === "End") { event.preventDefault(); this.go(this.inputs.length, -1); return; }
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); event.target.closest("tr").querySelector("a").click(); return; }
      if (event.ctrlKey || event.metaKey) return;
      const back = event.shiftKey;
      switch (event.key) {
        case "Enter": event.preventDefault(); this.left(event.target); this.go(place, back ? -1 : 1); break;
        case "ArrowDown": event.preventDefault(); this.left(event.target); this.go(place, 1); break;
        case "ArrowUp": event.preventDefault(); this.left(event.target); this.go(place, -1); break;
        case "PageDown": event.preventDefault(); this.go(Math.min(place + 15, this.inputs.length) - 1, 1) || this.go(this.inputs.length, -1); break;
        case "PageUp": event.preventDefault(); this.go(Math.max(place - 15, -1) + 1, -1) || this.go(-1, 1); break;
        // At either end Tab goes on to the next field of the page: nobody is caught in the sheet.
        case "Tab": if (this.go(place, back ? -1 : 1)) event.preventDefault(); break;
        default:
      }
    }

    // Esc takes back what is being typed; once more, the last thing done before.
    undo(input) {
      const before = this.before.get(input);
      if (before !== undefined && before !== input.value) {
        input.value = before;
        this.count();
        input.select();
        return;
      }
      const last = this.done.pop();
      if (!last) return;
      last.forEach(([one, text]) => { one.value = text; this.before.set(one, text); });
      this.note = `已撤销 ${last.length} 格。`;
      this.count();
      last[0][0].focus();
      last[0][0].select();
    }

    // Several cells at once, to be taken back at once.
    put(pairs) {
      const changed = pairs.filter(([input, text]) => input.value !== text);
      if (!changed.length) return;
      this.done.push(changed.map(([input]) => [input, input.value]));
      changed.forEach(([input, text]) => { input.value = text; this.before.set(input, text); });
      changed[0][0].dispatchEvent(new Event("input", { bubbles: true }));
    }

    paste(event) {
      const place = this.place(event.target);
      if (place < 0 || !event.clipboardData) return;
      const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
      if (!/[\n\t]/.test(text)) return;
      event.preventDefault();
      const lines = text.split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
      if (lines.some((cells) => cells.filter(Boolean).length > 1)) { this.byName(text); return; }
      this.byOrder(place, lines.map((cells) => cells.find(Boolean) || ""));
    }

    // One column goes down from here. A heading is left out, a blank cell leaves its line as it is.
    byOrder(place, amounts) {
      if (amounts.length > 1 && amounts[0] && fenOf(amounts[0]) === null) amounts.shift();
      const over = Math.max(place + amounts.length - this.inputs.length, 0);
      const pairs = amounts.slice(0, amounts.length - over).map((amount, step) => [this.inputs[place + step], amount]);
      this.put(pairs.filter(([, amount]) => amount).map(([input, amount]) => [input, fenOf(amount) === null ? amount : typed(fenOf(amount))]));
      const filled = pairs.filter(([, amount]) => amount).length;
      this.note = `已粘贴 ${filled} 格。${over ? `表里行数不够，最后 ${over} 个没有填。` : ""}`;
      this.count();
      const last = this.inputs[place + pairs.length - 1];
      if (last) last.focus();
    }

    // Names are shown masked here; the server knows who is meant.
    byName(text) {
      const list = this.form.elements.pasted, button = this.form.querySelector("[data-place]");
      if (!list || !button) return;
      list.value = text;
      this.form.requestSubmit ? this.form.requestSubmit(button) : button.click();
    }

    click(event) {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.matches("[data-fill]")) {
        event.preventDefault();
        const blank = this.inputs.filter((input) => !input.value.trim() && Number(input.dataset.unpaid) > 0);
        this.put(blank.map((input) => [input, typed(Number(input.dataset.unpaid))]));
        this.note = blank.length ? `已按未缴金额填了 ${blank.length} 人，按 Esc 可以撤销。` : "没有可填的空格。";
        this.count();
        if (blank.length) blank[0].focus();
      }
      if (button.matches("[data-count-button]")) { event.preventDefault(); this.count(); this.told.scrollIntoView({ block: "nearest" }); }
    }

    elsewhere() {
      return [...this.form.querySelectorAll("input[type=hidden][name^='amount.']")].map((one) => one.value);
    }

    count(first = false) {
      let heads = 0, sum = 0, unlike = 0, unreadable = 0;
      for (const input of this.inputs) {
        const text = input.value.trim(), fen = text ? fenOf(text) : null;
        const wrong = Boolean(text) && !fen;
        const differs = fen !== null && input.dataset.unpaid !== undefined && fen !== Number(input.dataset.unpaid);
        if (text) heads += 1;
        if (wrong) unreadable += 1; else if (fen) sum += fen;
        if (differs && !wrong) unlike += 1;
        if (!first || !input.hasAttribute("aria-describedby")) { if (wrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid"); }
        input.closest("tr").classList.toggle("unlike", differs && !wrong);
      }
      for (const text of this.elsewhere()) { heads += 1; sum += fenOf(text) || 0; }
      this.sum.textContent = yuanOf(sum);
      this.tell(heads, sum, unlike, unreadable);
    }

    tell(heads, sum, unlike, unreadable) {
      const { declared_heads: headsInput, declared_fen: fenInput } = this.form.elements;
      const wantedHeads = /^\d+$/.test(plain(headsInput.value).replace("人", "")) ? Number(plain(headsInput.value).replace("人", "")) : null;
      const wantedFen = fenInput.value.trim() ? fenOf(fenInput.value) : null;
      const says = [heads ? `已填 ${heads} 人，${yuanOf(sum)} 元。` : "还没有填金额。"];
      const headsApart = wantedHeads === null ? 0 : heads - wantedHeads, fenApart = wantedFen === null ? 0 : sum - wantedFen;
      if (headsApart) says.push(`人数比名单${headsApart > 0 ? "多" : "少"} ${Math.abs(headsApart)} 人。`);
      if (fenApart) says.push(`金额比名单${fenApart > 0 ? "多" : "少"} ${yuanOf(Math.abs(fenApart))} 元。`);
      if (wantedHeads !== null && wantedFen !== null && !headsApart && !fenApart && heads) says.push("与名单一致，可以登记。");
      if (unlike) says.push(`有 ${unlike} 人的金额与未缴金额不同，已在表中标出。`);
      if (unreadable) says.push(`有 ${unreadable} 格不是金额。`);
      if (this.note) says.unshift(this.note);
      const apart = Boolean((headsApart || fenApart) && heads) || unreadable > 0;
      this.told.className = `grid-told ${apart ? "error" : "hint"}`;
      this.sum.classList.toggle("negative", apart);
      const text = says.join("");
      if (this.told.textContent.trim() !== text) this.told.textContent = text;
    }
  }

  const watch = (root) => root.querySelectorAll("form[data-grid]").forEach((form) => new Grid(form));
  watch(document);
  document.addEventListener("prepared", (event) => { if (event.detail !== document) watch(event.detail); });
})();
