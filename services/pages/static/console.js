// The console works without this. With it, lists and forms are fetched and swapped in place instead of loaded anew.
"use strict";
(() => {
  const FRAGMENT = { "X-Fragment": "main" };
  const main = () => document.getElementById("main");
  let dirty = false;

  const strip = () => { const bar = document.createElement("div"); bar.className = "strip"; document.body.append(bar); return bar; };

  // Put a fetched page's middle in place, keep address, title, focus and scroll.
  const show = (html, url, { push = true, into = main() } = {}) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const title = parsed.querySelector("title");
    if (title && into === main()) { document.title = title.textContent; title.remove(); }
    const focused = document.activeElement && document.activeElement.id;
    const top = window.scrollY;
    into.replaceChildren(...parsed.head.childNodes, ...parsed.body.childNodes);
    if (into === main() && push) history.pushState({ swapped: true }, "", url);
    dirty = false;
    prepare(into);
    const problem = into.querySelector("#problem");
    const again = focused && document.getElementById(focused);
    if (problem) problem.focus(); else if (again) again.focus({ preventScroll: true }); else into.focus && into.focus({ preventScroll: true });
    if (again) window.scrollTo(0, top);
  };

  const fetched = async (url, options = {}) => {
    const bar = strip();
    try {
      const answer = await fetch(url, { ...options, headers: { ...FRAGMENT, ...(options.headers || {}) } });
      const kind = answer.headers.get("content-type") || "";
      return { answer, html: kind.startsWith("text/html") ? await answer.text() : null };
    } finally { bar.remove(); }
  };

  const go = async (url, options) => {
    const { answer, html } = await fetched(url);
    if (html === null || new URL(answer.url).pathname === "/login") { location.assign(url); return; }
    show(html, answer.url, options);
  };

  const leave = () => !dirty || confirm("填写的内容还没有提交，确定离开吗？");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.matches("[data-back]")) { const dialog = link.closest("dialog"); if (dialog) { event.preventDefault(); if (leave()) dialog.close(); return; } }
    if (link.origin !== location.origin || link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
    if (link.matches("[data-drawer]") && window.HTMLDialogElement) { event.preventDefault(); openDrawer(link); return; }
    if (link.closest("[data-swap]")) { event.preventDefault(); if (leave()) go(link.href); }
  });

  const openDrawer = async (opener) => {
    const { answer, html } = await fetched(opener.href);
    if (html === null || new URL(answer.url).pathname === "/login") { location.assign(opener.href); return; }
    const dialog = document.createElement("dialog");
    dialog.className = "drawer";
    dialog.setAttribute("aria-label", opener.textContent.trim());
    document.body.append(dialog);
    show(html, opener.href, { push: false, into: dialog });
    dialog.addEventListener("cancel", (event) => { if (!leave()) event.preventDefault(); });
    dialog.addEventListener("close", () => { dirty = false; dialog.remove(); opener.focus(); });
    dialog.showModal();
    const first = dialog.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  };

  document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) dirty = true; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    const method = form.getAttribute("method"), action = form.getAttribute("action"); // a field may be called so too
    if (method === "get" && form.matches("[data-swap-form]")) {
      event.preventDefault();
      const query = new URLSearchParams(new FormData(form));
      for (const [name, value] of [...query]) if (!value) query.delete(name, value);
      go(`${action.split("?")[0]}?${query}`);
      return;
    }
    if (method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (button && !button.hasAttribute("formnovalidate") && form.matches("[data-confirm]") && !confirm(form.dataset.confirm)) { event.preventDefault(); return; }
    dirty = false;
    form.dataset.sent = "1";
    if (button) { button.setAttribute("aria-busy", "true"); if (!button.name) button.textContent = "提交中…"; }
    const inDrawer = form.closest("dialog");
    if (!inDrawer || form.enctype === "multipart/form-data") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.append(button.name, button.value);
    const { answer, html } = await fetched(action, { method: "POST", body });
    if (answer.redirected && answer.ok && html !== null) { inDrawer.close(); show(html, answer.url); return; }
    if (html === null) { location.assign(action); return; }
    show(html, action, { push: false, into: inDrawer });
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; form.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy")); }));
  window.addEventListener("popstate", (event) => { if (event.state && event.state.swapped) go(location.href, { push: false }); else location.reload(); });

  // Typed names are looked up by the server; what is chosen goes into the field as an id, its name beside it.
  const pick = (input) => {
    const place = (location.pathname.match(/^(\/engagements\/[^/]+)?\/unions\/[^/]+/) || [""])[0];
    if (!place) return;
    const list = document.createElement("ul");
    list.className = "suggestions"; list.hidden = true; input.after(list);
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      const typed = input.value.trim();
      if (!typed) { list.hidden = true; return; }
      waiting = setTimeout(async () => {
        const body = new URLSearchParams({ q: typed, form_token: input.form.elements.form_token.value });
        const answer = await fetch(`${place}/members/pick`, { method: "POST", body, headers: FRAGMENT });
        if (!answer.ok) return;
        const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
        list.replaceChildren(...parsed.body.querySelectorAll("li")); list.hidden = !list.children.length;
      }, 200);
    });
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("button[value]");
      if (!chosen) return;
      input.value = chosen.value; list.hidden = true;
      let told = input.parentElement.querySelector("output.picked");
      if (!told) { told = document.createElement("output"); told.className = "picked"; list.after(told); }
      told.textContent = `已选：${chosen.textContent}`; input.focus();
    });
    input.addEventListener("keydown", (event) => { if (event.key === "Escape") list.hidden = true; if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); list.querySelector("button").focus(); } });
  };

  // Photographs are made smaller before they travel; what cannot be read as an image is sent as it is.
  const shrink = (input) => input.addEventListener("change", async () => {
    if (!window.createImageBitmap || !window.DataTransfer) return;
    const kept = new DataTransfer();
    for (const file of input.files) {
      if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 600000) { kept.items.add(file); continue; }
      try {
        const image = await createImageBitmap(file), scale = Math.min(1, 2000 / Math.max(image.width, image.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(image.width * scale); canvas.height = Math.round(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
        kept.items.add(new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }));
      } catch { kept.items.add(file); }
    }
    input.files = kept.files;
  });

  const prepare = (root) => {
    root.querySelectorAll("input[data-pick]").forEach(pick);
    root.querySelectorAll("input[data-shrink]").forEach(shrink);
    root.querySelectorAll("[data-submit]").forEach((one) => one.addEventListener("change", () => one.form.requestSubmit()));
    root.querySelectorAll("[data-all]").forEach((all) => all.addEventListener("change", () => all.closest("form").querySelectorAll("input[name=chosen]").forEach((one) => { one.checked = all.checked; })));
    root.querySelectorAll("[data-poll]").forEach((one) => setTimeout(() => { if (one.isConnected) go(location.href, { push: false }); }, Number(one.dataset.poll)));
    document.dispatchEvent(new CustomEvent("prepared", { detail: root }));
  };
  if (matchMedia("(max-width: 900px)").matches) document.querySelectorAll(".menu-fold").forEach((one) => { one.open = false; });
  prepare(document);
})();
