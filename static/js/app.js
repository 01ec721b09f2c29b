// Small conveniences. Every page does its whole job without this file.
"use strict";

(function () {
  const pounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });

  function inPounds(pence) {
    return pounds.format(pence / 100).replace(/\.00$/, "");
  }

  function listItem(box) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const money = document.createElement("span");
    name.textContent = box.dataset.title || "";
    money.textContent = inPounds(Number(box.dataset.pence));
    money.className = "money";
    item.append(name, money);
    return item;
  }

  // A ballot: <form data-ballot> with boxes carrying data-pence and data-title.
  function tally(form) {
    const picked = [...form.querySelectorAll("input[data-pence]:checked")];
    const sum = picked.reduce((total, box) => total + Number(box.dataset.pence), 0);
    for (const place of form.querySelectorAll("[data-picked]")) place.textContent = picked.length;
    for (const place of form.querySelectorAll("[data-sum]")) place.textContent = inPounds(sum);
    for (const list of form.querySelectorAll("[data-picked-list]")) {
      list.replaceChildren(...picked.map(listItem));
    }
    for (const part of form.querySelectorAll("[data-live]")) part.hidden = false;
    for (const part of form.querySelectorAll("[data-if-picked]")) part.hidden = !picked.length;
    for (const part of form.querySelectorAll("[data-if-none]")) part.hidden = picked.length > 0;
  }

  function watchBallots(root) {
    for (const form of root.querySelectorAll("form[data-ballot]")) {
      form.addEventListener("change", () => tally(form));
      tally(form);
    }
  }

  // A text box with a limit: says how much room is left, politely and not at every key.
  function watchLimit(box) {
    const note = document.getElementById(box.id + "_info");
    const limit = Number(box.dataset.limit);
    if (!note || !limit) return;
    let wait;
    box.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => {
        const left = limit - box.value.length;
        const many = Math.abs(left).toLocaleString("en-GB");
        const unit = Math.abs(left) === 1 ? "character" : "characters";
        note.textContent = left < 0 ? `${many} ${unit} too many` : `${many} ${unit} left`;
      }, 600);
    });
    note.setAttribute("aria-live", "polite");
  }

  // The server's messages are in plain words and keep what was typed, so ours are the ones shown.
  function start(root) {
    for (const form of root.querySelectorAll("form[method=post]")) form.noValidate = true;
    for (const box of root.querySelectorAll("[data-limit]")) watchLimit(box);
    watchBallots(root);
  }

  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    start(event.target);
    const summary = event.target.querySelector(".govuk-error-summary");
    if (summary) summary.focus();
  });

  // What this tab keeps for somebody (ballot.js) goes as soon as somebody else, or nobody, is
  // signed in. That ticks went so, other than by signing out, is left for the ballot to say, to
  // whose they were.
  function forgetOthers(visit, word) {
    if (visit === undefined) return;
    try {
      for (const name of Object.keys(sessionStorage)) {
        const mine = visit && name.startsWith(`kept/${visit}/`);
        if (!name.startsWith("kept/") || mine) continue;
        const value = sessionStorage.getItem(name);
        sessionStorage.removeItem(name);
        const whose = word && name.includes("/ticks/") && JSON.parse(value).whose;
        if (whose) sessionStorage.setItem(word, whose);
      }
    } catch {
      // The browser keeps nothing for a site.
    }
  }

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-sign-out]")) forgetOthers("");
  });

  // A page that answered a form is kept by no browser: going back to it would show a fault. It
  // stands in the history under the address of a page that can be asked for again.
  const address = document.body.dataset.address;
  if (address) history.replaceState(history.state, "", address);

  forgetOthers(document.body.dataset.visit, "signed-out");
  start(document);
})();
