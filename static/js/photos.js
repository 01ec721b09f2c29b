// A large photo is made smaller before it is sent, where the browser can. Without this file, and
// whenever anything here fails, the photo is sent as it is and the server makes it smaller.
"use strict";

(function () {
  const LARGE = 5 * 1024 * 1024; // bytes
  const MOST_EDGE = 2400; // dots, as the server keeps
  const QUALITY = 0.88;
  const PATIENCE = 30000; // milliseconds
  const KINDS = ["image/jpeg", "image/png"];
  const busy = new Map();

  function inMegabytes(bytes) {
    return (bytes / 1024 / 1024).toFixed(1) + " MB";
  }

  // Turned as it was taken: what is drawn has no note of that any more.
  async function smaller(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, MOST_EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // a JPEG has no clear parts
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!drawn || drawn.type !== "image/jpeg" || drawn.size >= file.size) return null;
    return new File([drawn], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: drawn.type });
  }

  function inTime(work) {
    return Promise.race([work, new Promise((done) => setTimeout(done, PATIENCE, null))]);
  }

  function noteOf(box) {
    let note = box.parentElement.querySelector("[data-photo-note]");
    if (!note) {
      note = document.createElement("p");
      note.className = "govuk-hint";
      note.dataset.photoNote = "";
      note.setAttribute("role", "status");
      box.after(note);
    }
    return note;
  }

  async function replace(box, file) {
    const note = noteOf(box);
    note.textContent = "Making the photo smaller…";
    const made = await inTime(smaller(file)).catch(() => null);
    if (box.files[0] !== file) return; // another one was chosen meanwhile
    note.textContent = "";
    if (!made) return;
    const files = new DataTransfer();
    files.items.add(made);
    box.files = files.files;
    note.textContent =
      `Made smaller before sending: ${inMegabytes(file.size)} became ${inMegabytes(made.size)}.`;
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches('input[type="file"][accept*="image/"]')) return;
    const old = box.parentElement.querySelector("[data-photo-note]");
    if (old) old.textContent = "";
    const file = box.files[0];
    if (box.files.length !== 1 || file.size <= LARGE || !KINDS.includes(file.type)) {
      busy.delete(box);
      return;
    }
    const work = replace(box, file)
      .catch(() => {})
      .then(() => busy.get(box) === work && busy.delete(box));
    busy.set(box, work);
  });

  // Whoever presses Send meanwhile waits for the smaller one.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const works = [...busy].filter(([box]) => box.form === form).map(([, work]) => work);
      if (!works.length || !form.requestSubmit) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const pressed = event.submitter;
      Promise.all(works).then(() => form.requestSubmit(pressed));
    },
    true,
  );
})();
