/* Voice and video of a counselling room, directly between the two browsers. Loaded when one of them asks for it.
   Signals go through the room's socket and are not kept. An offer that nobody has answered yet is the ringing: no device
   is opened before its owner says so. Perfect negotiation; the participant is the polite one. Nothing is recorded. */
export const call = (room) => {
  const { root, words, fill } = room;
  const one = (selector) => root.querySelector(selector);
  const limit = (name) => Number(root.dataset[name]);
  const stage = one("[data-stage]");
  const seen = one("video.them");
  const own = one("video.self");
  const said = one("[data-call-said]");
  let mic = null;
  let cam = null;
  let pc = null;
  let mine = ""; // of this connection, so that the other side knows a new one from a new offer
  let theirs = "";
  let held = null; // an offer that waits for its answer
  let waiting = []; // candidates that came with it
  let making = false;
  let ignoring = false;
  let opening = null;
  let wanted = "voice"; // for "try again" after a device was refused
  let ticking = 0;
  let low = 0;
  let ticks = 0;
  let settled = false; // was ever connected

  const say = (text) => {
    said.textContent = text;
  };
  const name = () => crypto.getRandomValues(new Uint32Array(2)).join("-");
  const send = (data) => room.send({ ...data, call: mine });

  // --- devices ---

  const help = (kind, error) => {
    const known = one(`[data-case=${error.name}]`);
    root.querySelectorAll("[data-case]").forEach((one) => (one.hidden = one !== known));
    root.querySelectorAll("[data-what]").forEach((place) => (place.textContent = kind === "audio" ? words.mic : words.cam));
    if (!known) say(words.fail);
    one("[data-help]").hidden = !known;
    if (known) one("[data-help]").focus();
  };
  const take = async (kind) => {
    const picture = { width: { ideal: 320 }, height: { ideal: 240 }, frameRate: { ideal: 15, max: 15 } };
    try {
      const stream = await navigator.mediaDevices.getUserMedia(kind === "audio" ? { audio: { echoCancellation: true } } : { video: picture });
      const [track] = stream.getTracks();
      track.onended = () => (kind === "audio" ? leave() : withoutVideo(words.noVideo));
      return track;
    } catch (error) {
      help(kind, error);
      return null;
    }
  };
  const openDevices = async (kind) => {
    wanted = kind;
    one("[data-help]").hidden = true;
    mic = mic || (await take("audio"));
    if (mic && kind === "video") cam = cam || (await take("video"));
    opening = null;
    return !!mic;
  };
  const devices = (kind) => {
    opening = opening || openDevices(kind); // pressed twice is once
    return opening;
  };

  // --- the connection ---

  const add = (track) => {
    const sender = pc.addTrack(track);
    const sizes = sender.getParameters();
    if (!sizes.encodings || !sizes.encodings.length) return;
    sizes.encodings[0].maxBitrate = limit(track.kind === "audio" ? "voice" : "video") * 1000;
    sender.setParameters(sizes).catch(() => {});
  };
  const addOwn = () =>
    [mic, cam].forEach((track) => {
      if (track && !pc.getSenders().some((sender) => sender.track === track)) add(track);
    });
  // What we are told to send: mono, quiet when silent, long packets; see counseling/presentation/call_cost.py.
  const thrifty = (sdp) =>
    sdp
      .replace(/^(a=fmtp:(\d+) (?=.*useinbandfec).*)$/gm, `$1;stereo=0;usedtx=1;maxaveragebitrate=${limit("voice") * 1000}`)
      .replace(/^(a=rtpmap:\d+ opus\/48000\/2)$/gm, "$1\r\na=ptime:60");
  const build = () => {
    drop();
    mine = name();
    theirs = "";
    const made = new RTCPeerConnection({ iceServers: room.ice, bundlePolicy: "max-bundle" });
    pc = made;
    pc.onnegotiationneeded = async () => {
      try {
        making = true;
        await made.setLocalDescription();
        if (made === pc) send({ description: made.localDescription });
      } finally {
        if (made === pc) making = false;
      }
    };
    pc.onicecandidate = ({ candidate }) => candidate && made === pc && send({ candidate });
    pc.ontrack = ({ track }) => {
      const stream = seen.srcObject || new MediaStream();
      stream.getTracks().forEach((old) => old.kind === track.kind && stream.removeTrack(old));
      stream.addTrack(track);
      seen.srcObject = stream;
      seen.play().catch(() => {});
      track.onmute = track.onunmute = show;
      show();
    };
    pc.onconnectionstatechange = () => {
      if (made !== pc) return;
      settled = settled || pc.connectionState === "connected";
      if (pc.connectionState === "failed") pc.restartIce();
      show();
    };
    ticking = setInterval(measure, 2000);
  };
  const drop = () => {
    clearInterval(ticking);
    if (pc) pc.close();
    pc = null;
    making = false;
    settled = false;
    seen.srcObject = null;
    low = 0;
  };
  const answer = async (description) => {
    const made = pc; // while we wait, somebody may hang up or call anew
    await made.setRemoteDescription({ type: description.type, sdp: thrifty(description.sdp) });
    if (description.type !== "offer" || made !== pc) return;
    addOwn();
    await made.setLocalDescription();
    if (made === pc) send({ description: made.localDescription, to: theirs });
  };
  const described = async (description, from, to) => {
    if (!mic) return description.type === "offer" && ring(description, from);
    if (description.type === "answer" && to !== mine) return; // to a connection that is no more
    if (!pc || (theirs && theirs !== from)) build();
    const collides = description.type === "offer" && (making || pc.signalingState !== "stable");
    ignoring = !room.polite && collides;
    if (ignoring) return;
    if (collides && !settled) build(); // Chromium finds no more addresses after taking back a first offer
    theirs = from;
    await answer(description);
    show();
  };

  // --- the steps ---

  const ring = (description, from) => {
    held = { description, from };
    waiting = [];
    say(/^m=video/m.test(description.sdp) ? words.ringVideo : words.ringVoice);
    show();
  };
  const quiet = () => {
    held = null;
    say("");
    show();
  };
  const join = async (kind) => {
    if (!kind) {
      quiet();
      send({ bye: true });
      return;
    }
    if (!(await devices(kind))) return;
    if (!held) {
      closeDevices(); // they hung up while ours were being opened
      return;
    }
    const { description, from } = held;
    quiet();
    build();
    theirs = from;
    await answer(description);
    if (!pc) return;
    waiting.forEach((candidate) => pc.addIceCandidate(candidate).catch(() => {}));
    show();
    one("[data-mute]").focus();
  };
  const begin = async (kind) => {
    if (held) return join(kind);
    say("");
    if (!(await devices(kind))) return;
    if (held) return join(kind); // they rang while our devices were being opened
    const first = !pc;
    if (first) build();
    addOwn();
    show();
    if (first) one("[data-mute]").focus();
    else if (cam) one("[data-drop]").focus();
  };
  const stop = (track) => {
    if (!track) return;
    track.onended = null;
    track.stop();
  };
  const closeDevices = () => {
    stop(mic);
    stop(cam);
    mic = cam = null;
  };
  const withoutVideo = (text) => {
    const had = cam;
    stop(cam);
    cam = null;
    low = 0;
    if (pc && had) pc.getSenders().forEach((sender) => sender.track === had && pc.removeTrack(sender));
    say(text);
    show();
  };
  const end = (text = "") => {
    const busy = stage.contains(document.activeElement);
    const was = pc || held;
    drop();
    quiet();
    closeDevices();
    show();
    if (was) say(text);
    if (busy) one("[data-add]").focus();
  };
  const leave = () => {
    send({ bye: true });
    end(words.end);
  };

  // --- what is to be seen ---

  const picture = () => {
    const track = seen.srcObject && seen.srcObject.getVideoTracks()[0];
    return !!track && !track.muted && track.readyState === "live";
  };
  const connected = () => pc && pc.connectionState === "connected";
  const state = () => {
    if (!connected()) return settled ? words.again : words.waiting;
    return picture() ? words.seeing : words.talking;
  };
  const show = () => {
    stage.hidden = !pc;
    one("[data-ring]").hidden = !held;
    one("[data-steps]").hidden = !!(pc || held);
    if (!pc) return;
    seen.hidden = !picture();
    own.hidden = !cam;
    if ((own.srcObject && own.srcObject.getTracks()[0]) !== cam) own.srcObject = cam ? new MediaStream([cam]) : null;
    stage.classList.toggle("voice", seen.hidden && own.hidden);
    stage.querySelector("[data-add]").hidden = !!cam;
    one("[data-drop]").hidden = !cam && seen.hidden;
    const now = state();
    if (stage.dataset.state === now) return;
    stage.dataset.state = one("[data-cap]").textContent = now;
    if (now === words.seeing) say("");
  };
  const measure = async () => {
    if (!connected()) return;
    let pair = null;
    let lost = 0;
    (await pc.getStats()).forEach((row) => {
      if (row.type === "candidate-pair" && row.state === "succeeded" && !(pair && pair.bytesReceived > row.bytesReceived)) pair = row;
      if (row.type === "remote-inbound-rtp") lost = Math.max(lost, row.fractionLost || 0);
    });
    if (!pair || !pc) return;
    const kbps = Math.round((pair.availableOutgoingBitrate || 0) / 1000);
    const used = ((pair.bytesSent + pair.bytesReceived) / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    one("[data-cap]").textContent = `${state()} · ${fill(words.used, { n: used })}`;
    ticks += 1;
    if (kbps) {
      room.quality(kbps);
      if (ticks % 3 === 0) room.stats(kbps);
    }
    // Only who sends a picture knows: the estimate of a line that carries a voice never rises above it.
    low = cam && (kbps ? kbps < limit("low") : lost > 0.15) ? low + 2 : 0;
    if (low >= limit("patience")) {
      send({ media: "voice" });
      withoutVideo(words.fell);
    }
  };

  // --- buttons ---

  one("[data-mute]").onclick = ({ currentTarget }) => {
    mic.enabled = !mic.enabled;
    currentTarget.lastChild.textContent = mic.enabled ? words.mute : words.unmute;
  };
  one("[data-drop]").onclick = () => {
    send({ media: "voice" });
    withoutVideo(words.noVideo);
    one("[data-mute]").focus();
  };
  one("[data-leave]").onclick = leave;
  one("[data-again]").onclick = () => begin(wanted);
  root.querySelectorAll("[data-answer]").forEach((button) => (button.onclick = () => join(button.dataset.answer)));
  // Whoever looks something up meanwhile keeps the call: leaving the page would end it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    if (!link || link.pathname === location.pathname || link.hasAttribute("data-ends")) return;
    link.target = pc || held ? "_blank" : "";
    if (link.target) say(words.tab);
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("main form")) return;
    event.target.target = pc || held ? "_blank" : "";
    if (event.target.target) say(words.tab);
  });
  addEventListener("pagehide", () => (pc || held) && send({ bye: true }));

  // Nobody heard the offer, or nobody is left of the connection: a new one.
  const anew = () => {
    if (!pc || connected() || !room.peer) return;
    build();
    addOwn();
    show();
  };
  return {
    add: begin,
    anew,
    end: () => end(""),
    async hear(data) {
      if (data.bye) return end(words.bye);
      if (data.media === "voice" && (cam || picture())) return withoutVideo(words.theirs);
      if (data.description) return described(data.description, data.call, data.to);
      if (!data.candidate) return undefined;
      if (held && held.from === data.call) return waiting.push(data.candidate);
      if (!pc || theirs !== data.call) return undefined;
      return pc.addIceCandidate(data.candidate).catch((error) => {
        if (!ignoring) throw error;
      });
    },
  };
};
