/* Sends a chosen photo or PDF ahead of its form, in pieces that survive a broken connection. Photos are made small first.
   The form then carries the id of what was sent. Without this file, or when anything fails, the form sends the file. */
const PIECE = 131072;
const LONGEST = 1600; // pixels of the longest edge
const NARROWEST = 800; // a long screenshot would become unreadable: it stays as it is
const QUALITY = 0.8;
const PAUSES = [1, 2, 4, 8, 15, 30, 30, 30]; // seconds before trying again
const PATIENCE = 60000; // for one piece, in milliseconds
const KINDS = { pdf: "pdf", jpg: "jpeg", jpeg: "jpeg", png: "png", webp: "webp", heic: "heic" };

const ending = (name) => name.slice(name.lastIndexOf(".") + 1).toLowerCase();

async function shrink(file) {
  if (!["jpeg", "png", "webp"].includes(KINDS[ending(file.name)])) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = LONGEST / Math.max(picture.width, picture.height);
    if (scale >= 1 || Math.min(picture.width, picture.height) * scale < NARROWEST) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!small || small.size >= file.size) return file;
    return new File([small], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// After so many seconds, or as soon as the connection is back.
const pause = (seconds) =>
  new Promise((go) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      go();
    };
    const timer = setTimeout(done, seconds * 1000);
    addEventListener("online", done);
  });

class Stopped extends Error {}

// One question, asked again while the line or the server is away. Any answer that says something is returned.
async function ask(job, address, options) {
  for (let tries = 0; ; tries += 1) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(address, { ...options, signal: patience.signal, redirect: "manual" });
      if (answer.status < 500) return answer; // 0: led to the sign-in page
    } catch {
      // no connection, or none that lasts
    } finally {
      clearTimeout(timer);
    }
    if (job.stopped || tries === PAUSES.length) throw new Stopped();
    job.waiting();
    await pause(PAUSES[tries]);
    if (job.stopped) throw new Stopped();
  }
}

function attach(holder) {
  const hidden = holder.previousElementSibling;
  const input = hidden.previousElementSibling;
  const form = input.form;
  const bar = holder.querySelector("progress");
  const status = holder.querySelector("[role=status]");
  const base = holder.dataset.unggah;
  const memory = `unggah:${location.pathname}:${input.name}`;
  const headers = () => ({ "X-CSRFToken": form.elements.csrfmiddlewaretoken.value });
  let job = null; // what is being sent
  let ready = null; // the file as it goes with the form when sending ahead failed

  const recall = () => {
    try {
      return JSON.parse(sessionStorage.getItem(memory));
    } catch {
      return null;
    }
  };
  const remember = (what) => {
    try {
      if (what) sessionStorage.setItem(memory, JSON.stringify(what));
      else sessionStorage.removeItem(memory);
    } catch {
      // a browser that keeps nothing: choosing the same file again still goes on where it stopped
    }
  };
  const say = (word, facts = {}) => {
    holder.hidden = false;
    status.textContent = holder.dataset[word].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  };
  const megabytes = (size) =>
    (size / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  const show = (offset, size) => {
    bar.value = Math.round((100 * offset) / size);
  };
  const finished = (id, name, size) => {
    hidden.value = id;
    show(1, 1);
    say("sent", { name, size: megabytes(size) });
  };
  const state = async (current, id) => {
    const answer = await ask(current, `${base}${id}/`, { method: "HEAD" });
    if (!answer.ok) return null;
    const number = (name) => Number(answer.headers.get(name));
    return { state: answer.headers.get("Upload-State"), offset: number("Upload-Offset"), size: number("Upload-Length") };
  };

  async function begin(current, file) {
    const body = new FormData();
    body.set("name", file.name);
    body.set("kind", KINDS[ending(file.name)] || "");
    body.set("size", file.size);
    body.set("sha256", await sha256(file));
    const answer = await ask(current, base, { method: "POST", headers: headers(), body });
    if (!answer.ok) throw new Stopped();
    return answer.json();
  }

  async function sendPieces(current, file, id, offset) {
    while (offset < file.size) {
      if (current.stopped) throw new Stopped();
      show(offset, file.size);
      const answer = await ask(current, `${base}${id}/`, {
        method: "PATCH",
        headers: { ...headers(), "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset },
        body: file.slice(offset, offset + PIECE),
      });
      const next = Number(answer.headers.get("Upload-Offset"));
      if (![204, 409].includes(answer.status) || !answer.headers.has("Upload-Offset") || next === offset) throw new Stopped();
      if (current.interrupted) say("sending", { name: file.name });
      current.interrupted = false;
      offset = next;
    }
  }

  async function send(current, chosen) {
    const known = recall();
    const mark = [chosen.name, chosen.size, chosen.lastModified].join("|");
    say("preparing", { name: chosen.name });
    show(0, 1);
    if (known && known.mark === mark && !known.gone) {
      const there = await state(current, known.id);
      if (there && there.state === "complete") return [known.id, there.size];
    }
    const file = await shrink(chosen);
    if (current.stopped) throw new Stopped();
    ready = file;
    const { id, offset } = await begin(current, file);
    remember({ id, mark, name: chosen.name });
    say("sending", { name: chosen.name });
    await sendPieces(current, file, id, offset);
    return [id, file.size];
  }

  input.addEventListener("change", () => {
    if (job) job.stopped = true;
    job = ready = null;
    hidden.value = "";
    const chosen = input.files[0];
    holder.hidden = !chosen;
    if (!chosen || !window.crypto || !crypto.subtle || !window.createImageBitmap) {
      holder.hidden = true;
      return;
    }
    const current = {
      stopped: false,
      interrupted: false,
      waiting: () => {
        current.interrupted = true;
        if (!current.stopped) say("waiting");
      },
    };
    job = current;
    current.over = send(current, chosen)
      .then(([id, size]) => {
        if (!current.stopped) finished(id, chosen.name, size);
      })
      .catch(() => {
        if (!current.stopped) say("failed", { name: chosen.name });
      })
      .finally(() => {
        if (job === current) job = null;
      });
  });

  // Pressed too early: the form goes by itself when the file is there. Pressed twice: it goes now, with the file.
  form.addEventListener("submit", (event) => {
    if (!job || job.held) return;
    event.preventDefault();
    event.stopPropagation();
    job.held = true;
    const button = event.submitter;
    say("held");
    job.over.then(() => form.requestSubmit(button && button.isConnected ? button : undefined));
  });

  form.addEventListener("formdata", ({ formData }) => {
    const known = recall();
    if (known) remember({ ...known, gone: true }); // with the form; when that comes back, it names the file itself
    if (hidden.value) formData.delete(input.name);
    else if (ready) formData.set(input.name, ready);
  });

  // After a reload: what was sent is still there, what was begun can go on.
  async function pickUp() {
    const known = recall();
    if (known && known.gone && !hidden.value) return remember(null);
    const id = hidden.value || (known && known.id);
    if (!id) return;
    const there = await state({ stopped: true, waiting: () => {} }, id);
    if (input.files.length) return;
    const name = known && known.id === id ? known.name : input.name;
    if (there && (there.state === "complete" || hidden.value)) finished(id, name, there.size);
    else if (there && there.state === "receiving") {
      show(there.offset, there.size);
      say("again", { name, percent: Math.round((100 * there.offset) / there.size) });
    } else if (!hidden.value) remember(null);
  }
  pickUp().catch(() => {});
}

document.querySelectorAll("[data-unggah]").forEach(attach);
