// A ballot that is not cast yet, and a receipt: kept by this tab alone (session storage), under a
// name of its own for each session and vote, so that nobody else is shown them. app.js forgets them
// when somebody else, or nobody, is signed in. Nothing of this reaches an address, a cookie or us.
"use strict";

(function () {
  const visit = document.body.dataset.visit;

  // Session storage under one name. A browser may keep nothing for a site: then nothing is promised.
  function shelf(what, vote) {
    const name = `kept/${visit}/${what}/${vote}`;
    return {
      read() {
        try {
          return JSON.parse(sessionStorage.getItem(name));
        } catch {
          return null;
        }
      },
      write(value) {
        try {
          if (value) sessionStorage.setItem(name, JSON.stringify(value));
          else sessionStorage.removeItem(name);
          return Boolean(visit);
        } catch {
          return false;
        }
      },
    };
  }

  function reveal(root, selector) {
    for (const part of root.querySelectorAll(selector)) part.hidden = false;
  }

  // The same sentence as voting/standing_lines.py.
  function lostTicks(names) {
    const said = names.map((name) => `“${name}”`);
    if (said.length === 1) return `${said[0]} is not on the ballot any more, so its tick is gone.`;
    const last = said.pop();
    return `${said.join(", ")} and ${last} are not on the ballot any more, so their ticks are gone.`;
  }

  // app.js left this word when it forgot ticks of a session that had ended: it is for whose they
  // were.
  function saySignedOut(form) {
    try {
      const whose = sessionStorage.getItem("signed-out");
      sessionStorage.removeItem("signed-out");
      if (whose && whose === form.dataset.whose) reveal(form, "[data-signed-out]");
    } catch {
      // The browser keeps nothing for a site.
    }
  }

  function keepTicks(form) {
    const ticks = shelf("ticks", form.dataset.ballot);
    const boxes = [...form.querySelectorAll("input[name=picks]")];
    const save = () => {
      const ticked = boxes.filter((box) => box.checked).map((box) => [box.value, box.dataset.title]);
      return ticks.write(ticked.length && { whose: form.dataset.whose, ticked });
    };

    // The page says what was wrong with other ticks than these.
    function outdated() {
      const stale = ".govuk-error-summary, #picks-error";
      for (const part of document.querySelectorAll(stale)) part.hidden = true;
      for (const part of form.querySelectorAll(".govuk-form-group--error")) {
        part.classList.remove("govuk-form-group--error");
      }
      document.title = document.title.replace(/^Error: /, "");
    }

    function restore() {
      const kept = ticks.read();
      if (!kept) return;
      const wanted = new Map(kept.ticked ?? kept); // a page of an earlier version kept these alone
      const others = boxes.filter((box) => box.checked !== wanted.has(box.value));
      if (others.length) outdated();
      for (const box of boxes) box.checked = wanted.delete(box.value);
      const place = form.querySelector("[data-lost]");
      if (wanted.size && place.dataset.lost !== "told") {
        place.textContent = lostTicks([...wanted.values()]);
        place.hidden = false;
      }
    }

    restore();
    saySignedOut(form);
    if (save()) reveal(form, "[data-kept]");
    form.addEventListener("change", save);
    form.dispatchEvent(new Event("change"));
  }

  // The browser asks before a ballot that is not cast is left, other than on the way to casting it.
  function warn() {
    const picked = "form[data-uncast] input[name=picks]:checked, form[data-uncast] input[name=picks][type=hidden]";
    let onTheWay = false;
    document.addEventListener("submit", (event) => {
      onTheWay = event.target.matches("[data-uncast]");
    });
    document.addEventListener("click", (event) => {
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
      onTheWay = Boolean(event.target.closest("a[data-stays]")) && !elsewhere;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!onTheWay && document.querySelector(picked)) event.preventDefault();
    });
    // A page that the browser had put by would say what was true then.
    window.addEventListener("pageshow", (event) => {
      onTheWay = event.persisted;
      if (event.persisted) location.reload();
    });
  }

  function select(part) {
    const range = document.createRange();
    range.selectNodeContents(part);
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
  }

  async function copy(code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      select(code);
      return document.execCommand("copy");
    }
  }

  function save(name, lines) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\r\n") + "\r\n"], { type: "text/plain" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function offerTools(root) {
    const code = root.querySelector("[data-code]");
    const said = root.querySelector("[data-said]");
    root.querySelector("[data-copy]").addEventListener("click", async () => {
      said.textContent = (await copy(code))
        ? "Copied."
        : "Your browser doesn’t let us copy. The receipt is marked: copy it yourself.";
    });
    root.querySelector("[data-save]").addEventListener("click", (event) => {
      const lines = [...root.querySelectorAll("[data-line]")].map((line) => line.textContent);
      save(event.target.dataset.save, [`Receipt ${code.textContent}`, ...lines]);
      said.textContent = "Saved where your browser keeps what you download.";
    });
    root.querySelector("[data-print]").addEventListener("click", () => window.print());
    reveal(root, "[data-tools]");
  }

  // Right after casting the receipt is kept, and the page gets an address that can be asked for
  // again; at that address it is shown from what was kept.
  function keepReceipt(root) {
    const receipt = shelf("receipt", root.dataset.receipt);
    const code = root.querySelector("[data-code]");
    if (root.dataset.again) {
      shelf("ticks", root.dataset.receipt).write(null);
      if (receipt.write(code.textContent)) {
        history.replaceState(history.state, "", root.dataset.again);
        reveal(root, "[data-kept]");
      }
    } else {
      const kept = receipt.read();
      if (!kept) return;
      code.textContent = kept;
      root.hidden = false;
      for (const part of document.querySelectorAll("[data-none]")) part.hidden = true;
    }
    offerTools(root);
  }

  for (const form of document.querySelectorAll("form[data-ballot]")) keepTicks(form);
  for (const root of document.querySelectorAll("[data-receipt]")) keepReceipt(root);
  warn();
})();
