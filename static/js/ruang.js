/* The conversation of a counselling room: live where a socket can be had, every five seconds where it cannot.
   Without this file the room is a list, a form and a link. Text is put on the page as text, never as markup. */
(() => {
  "use strict";
  const closedDoor = document.querySelector("[data-buka]");
  if (closedDoor) setTimeout(() => location.reload(), (Math.min(closedDoor.dataset.buka, 86400) + Math.random() * 2) * 1000);
  const root = document.querySelector("[data-ruang]");
  if (!root) return;

  const one = (selector) => root.querySelector(selector);
  const words = JSON.parse(document.getElementById("kata-ruang").textContent);
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const list = one(".chat");
  const log = one("[data-log]");
  const form = one(".send");
  const field = form.elements.body;
  const shown = new Map(); // number: line
  const unsent = new Map(); // key: what was typed and its line
  const clock = new Intl.DateTimeFormat("id-ID", { timeZone: root.dataset.zone, hour: "2-digit", minute: "2-digit", hour12: false });
  let have = Number(root.dataset.last);
  let socket = null;
  let tries = 0;
  let heard = 0; // when the last frame came
  let retry = 0;
  let polls = 0;
  let typedAt = 0;
  let quiet = 0;
  let over = false;
  let loading = null;
  let met = root.hasAttribute("data-met");
  let owed = null; // a goodbye that found no line

  // What the call's script is given.
  const room = { root, words, fill, polite: root.dataset.side === "peserta", ice: [], peer: false };
  room.send = (data) => {
    owed = tell({ t: "signal", data }) || !data.bye ? null : data;
  };
  room.stats = (kbps) => tell({ t: "stats", kbps });

  // --- what is said about the line and the other one ---

  const status = one("[data-said]");
  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
  const complain = (text) => {
    const place = one("[data-error]");
    place.textContent = text;
    place.hidden = !text;
    place.parentElement.classList.toggle("err", !!text);
    field.setAttribute("aria-invalid", !!text);
  };
  room.quality = (kbps) => {
    const tag = document.querySelector("[data-koneksi]");
    if (!tag) return;
    const [tone, word] = kbps === 0 ? ["wait", "off"] : kbps >= 350 ? ["ok", "forVideo"] : kbps >= 60 ? ["ok", "forVoice"] : kbps ? ["run", "slow"] : ["ok", "on"];
    tag.className = `tag ${tone}`;
    tag.textContent = words[word];
  };
  const guess = () => {
    const line = navigator.connection;
    room.quality(line && line.downlink ? line.downlink * (line.saveData ? 100 : 1000) : undefined);
  };
  const peer = (here) => {
    const came = here && !room.peer;
    room.peer = here;
    if (over) return;
    met = met || here;
    say(here ? words.here : met ? words.left : words.away);
    if (here && late) late.remove();
    if (here) document.querySelectorAll("[data-waits]").forEach((said) => said.remove());
    if (came && loading) loading.then((call) => call.anew());
  };
  const late = one("[data-late]");
  if (late) setTimeout(() => (late.hidden = false), late.dataset.late * 1000);
  const finish = (text) => {
    over = true;
    clearTimeout(retry);
    clearInterval(polls);
    say(text);
    room.quality(0);
    one("[data-plain]").hidden = false;
    if (loading) loading.then((call) => call.end());
  };

  // --- lines ---

  const put = (line, name, value) =>
    line.querySelectorAll(`[data-f=${name}]`).forEach((place) => {
      if (name === "href" || name === "apply") {
        if (/^\/(?!\/)/.test(value)) place.href = value;
        else place.remove();
      } else place.textContent = value;
    });
  const draw = (item) => {
    const mine = item.from === root.dataset.side;
    const who = mine ? words.you : item.from === "portal" ? words.portal : words.they;
    const shape = item.kind === "text" || item.card ? item.kind : "note";
    const line = one(`template[data-shape=${shape}]`).content.firstElementChild.cloneNode(true);
    line.classList.toggle("me", mine && shape === "text");
    if (item.card) {
      Object.entries(item.card).forEach(([name, value]) => put(line, name, value));
      line.querySelector("[data-f=body]").hidden = !item.body;
    }
    put(line, "body", item.body);
    const time = item.at ? clock.format(new Date(item.at)).replace(":", ".") : words.sending;
    put(line, "foot", shape === "note" ? `${fill(words[item.kind] || item.body, { who })}, ${time}` : `${who}, ${time}`);
    return line;
  };
  // The counsellor is given the number when it is asked for, not before.
  const number = async () => {
    const holder = one("[data-dial]");
    if (!holder || !holder.hidden) return;
    const answer = await fetch(`${form.action}?after=${have}`, { headers: { Accept: "application/json" } });
    const { dial } = await answer.json();
    const link = holder.querySelector("a");
    link.href = `tel:${dial}`;
    link.textContent = dial;
    holder.hidden = !dial;
  };
  // What stands beside the room is another script's: it is told what has changed.
  const changed = (what) => document.dispatchEvent(new CustomEvent("room", { detail: what }));
  const settle = (change) => {
    const low = log.scrollHeight - log.scrollTop - log.clientHeight < 90;
    change();
    if (low) log.scrollTop = log.scrollHeight;
  };
  const place = (line, n) => {
    line.dataset.n = n;
    shown.set(n, line);
    settle(() => list.insertBefore(line, [...list.children].find((other) => other !== line && !(other.dataset.n < n)) || null));
  };
  const take = (items, more) => {
    items.forEach((item) => {
      const mine = unsent.get(item.key);
      if (mine) mine.line.remove();
      unsent.delete(item.key);
      if (item.n <= have || shown.has(item.n)) return;
      place(draw(item), item.n);
      if (item.kind === "phone") number().catch(() => {});
      if (item.card) changed("advice");
    });
    const before = have;
    while (shown.has(have + 1)) have += 1;
    if (have > before && quiet) hush();
    if (more || Math.max(have, ...shown.keys()) > have) ask();
  };

  // --- sending ---

  const open = () => socket && socket.readyState === 1;
  const tell = (frame) => {
    if (open()) socket.send(JSON.stringify(frame));
    return open();
  };
  const key = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
    );
  const refuse = (id, text) => {
    const mine = unsent.get(id);
    if (!mine) return;
    mine.line.remove();
    unsent.delete(id);
    field.value = field.value ? `${mine.body}\n${field.value}` : mine.body;
    complain(text);
  };
  const stored = (id, n) => {
    const mine = unsent.get(id);
    if (mine) take([{ n, key: id, from: root.dataset.side, kind: "text", body: mine.body, at: mine.at }]);
  };
  const deliver = async (id) => {
    const { body } = unsent.get(id);
    if (tell({ t: "msg", key: id, body }) || !polls) return;
    const data = new FormData(form);
    data.set("body", body);
    data.set("key", id);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.type === "opaqueredirect") return finish(words.out);
      const said = await answer.json();
      if (answer.ok) stored(id, said.n);
      else if (answer.status < 500) refuse(id, said.text);
    } catch {
      // no line: it stays, and goes with the next round
    }
  };
  const flush = () => [...unsent.keys()].forEach(deliver);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = field.value.trim();
    const length = [...body.normalize("NFC")].length;
    if (over || !body || length > root.dataset.most) {
      complain(over ? words.over : body ? fill(words.long, { n: length }) : words.empty);
      return field.focus();
    }
    complain("");
    const id = key();
    const line = draw({ from: root.dataset.side, kind: "text", body });
    const at = new Date().toISOString();
    unsent.set(id, { body, line, at });
    list.append(line);
    log.scrollTop = log.scrollHeight;
    field.value = "";
    field.focus();
    if (!open()) put(line, "foot", `${words.you}, ${words.unsent}`);
    deliver(id);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  field.addEventListener("input", () => {
    if (Date.now() - typedAt > 3000 && tell({ t: "typing" })) typedAt = Date.now();
  });
  const hush = () => {
    one("[data-typing]").textContent = "";
    clearTimeout(quiet);
  };

  // --- receiving ---

  const call = () => {
    loading = loading || import(root.dataset.call).then((module) => module.call(room));
    return loading;
  };
  const frames = {
    hello(frame) {
      tries = 0;
      room.ice = frame.ice;
      clearInterval(polls);
      polls = 0;
      guess();
      if (owed) room.send(owed);
      peer(frame.peer);
      ask();
      flush();
    },
    msgs: (frame) => take(frame.items, frame.more),
    ack: (frame) => stored(frame.key, frame.n),
    no: (frame) => refuse(frame.key, frame.text),
    peer: (frame) => peer(frame.here),
    typing() {
      clearTimeout(quiet);
      one("[data-typing]").textContent = words.typing;
      quiet = setTimeout(hush, 4000);
    },
    signal: (frame) => call().then((known) => known.hear(frame.data)),
    closed: () => finish(words.over),
    worksheet({ state }) {
      say(words[state]);
      const note = one("[data-sheet]");
      if (note) note.hidden = state !== "sent";
      changed(state);
    },
  };
  const ask = () => tell({ t: "have", n: have }) || (polls && poll());

  const connect = () => {
    clearTimeout(retry);
    socket = new WebSocket(root.dataset.ruang);
    socket.onmessage = (event) => {
      heard = Date.now();
      const frame = JSON.parse(event.data);
      if (frames[frame.t]) frames[frame.t](frame);
    };
    socket.onclose = (event) => cut(event.code);
  };
  const cut = (code) => {
    if (over) return;
    if (socket) socket.onclose = socket.onmessage = null;
    socket = null;
    room.peer = false;
    if (code === 4401) return finish(words.out);
    if (code === 4408) return finish(words.over);
    tries += 1;
    if (!polls) {
      say(words.lost);
      room.quality(0);
    }
    unsent.forEach(({ line }) => put(line, "foot", `${words.you}, ${words.unsent}`));
    if (tries > 2 && !polls) {
      polls = setInterval(poll, 5000);
      poll();
    }
    retry = setTimeout(connect, Math.min(15, 2 ** (tries - 1)) * 1000);
  };
  const poll = async () => {
    try {
      const answer = await fetch(`${form.action}?after=${have}`, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.type === "opaqueredirect") return finish(words.out);
      if (!answer.ok) return;
      const news = await answer.json();
      room.quality(30);
      take(news.items, news.more);
      if (news.closed) return finish(words.over);
      peer(news.peer);
      flush();
    } catch {
      say(words.lost);
      room.quality(0);
    }
  };
  setInterval(() => {
    if (!open()) return;
    if (Date.now() - heard > 40000) {
      socket.close();
      cut(0);
    } else ask();
  }, 15000);
  addEventListener("online", () => !over && !open() && connect());
  addEventListener("visibilitychange", () => document.hidden || ask());

  // --- beginning ---

  list.querySelectorAll("[data-n]").forEach((line) => line.dataset.n > 0 && shown.set(Number(line.dataset.n), line));
  log.classList.add("live");
  log.scrollTop = log.scrollHeight;
  one("[data-plain]").hidden = true;
  if (window.RTCPeerConnection && navigator.mediaDevices) {
    one("[data-steps]").hidden = false;
    root.querySelectorAll("[data-add]").forEach((button) => button.addEventListener("click", () => call().then((known) => known.add(button.dataset.add))));
  }
  if (matchMedia("(pointer: fine)").matches) one("[data-enter]").hidden = false;
  connect();
})();
