// The passkey has a form of its own: it takes along what is ticked in the form for a code. Without
// this file there are no passkeys either.
"use strict";

(function () {
  const kept = document.querySelector("[data-follows]");
  const box = document.getElementById(kept.dataset.follows);

  function follow() {
    kept.value = box.checked ? "on" : "";
  }

  box.addEventListener("change", follow);
  window.addEventListener("pageshow", follow); // a browser that goes back ticks the box itself
  follow();
})();
