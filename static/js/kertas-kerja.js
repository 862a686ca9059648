/* Saves the worksheet ten seconds after something was typed, and when the page is left. The button does the same
   without this file. What cannot be saved stays in its field; the button then shows what is to be decided.
   While a call is on, leaving the page would end it: what the worksheet's forms answer then takes the panel's place. */
(() => {
  "use strict";
  const panel = document.querySelector("[data-panel]");
  if (!panel || !window.fetch) return;
  const EVERY = 10000;
  const here = location.pathname;
  let form = null;
  let kept = "";
  let timer = null;
  let sending = null; // the saving that is under way
  let stopped = false; // a conflict or a mistake: only the button goes on
  let leaving = false;

  const texts = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    data.delete("version");
    return JSON.stringify([...data]);
  };
  const dirty = () => !!form && texts() !== kept;
  // The part of the worksheet that was asked for last is marked.
  const mark = () => {
    document.querySelectorAll('.chips a[href^="#"]').forEach((link) => {
      if (link.hash === location.hash) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const begin = () => {
    form = document.getElementById("kk");
    stopped = false;
    kept = form ? texts() : "";
    mark();
  };

  const say = (word, facts = {}) => {
    const message = document.getElementById("kk-pesan");
    message.hidden = !word;
    message.textContent = word ? form.dataset[word].replace(/\{(\w+)\}/g, (_, name) => facts[name]) : "";
  };
  const saved = (time) => {
    let status = document.getElementById("tersimpan");
    if (!status) {
      status = document.createElement("span");
      status.className = "res y";
      status.id = "tersimpan";
      status.append(document.createElement("span"));
      document.getElementById("kertas-kerja").after(status);
    }
    status.lastElementChild.textContent = form.dataset.saved.replace("{time}", time);
  };

  const tokens = () => [...panel.querySelectorAll("[name=csrfmiddlewaretoken]")];
  const headers = (more) => ({ ...(tokens().length && { "X-CSRFToken": tokens()[0].value }), ...more });
  const JSON_ONLY = { Accept: "application/json" };

  // Somebody who signed in again elsewhere has another token: ask for it once.
  async function renew() {
    const answer = await fetch(panel.dataset.save, { headers: JSON_ONLY, redirect: "manual" });
    if (!answer.ok) return false;
    const { token } = await answer.json();
    tokens().forEach((field) => (field.value = token));
    return true;
  }

  async function post(again) {
    const answer = await fetch(panel.dataset.save, {
      method: "POST",
      headers: headers(JSON_ONLY),
      body: new FormData(form),
      redirect: "manual",
    });
    if (answer.status === 403 && again && (await renew())) return post(false);
    return answer;
  }

  async function store() {
    const sent = texts();
    try {
      const answer = await post(true);
      if (answer.ok) {
        const known = await answer.json();
        form.elements.version.value = known.version;
        kept = sent;
        saved(known.saved);
        say("");
      } else if (answer.type === "opaqueredirect" || answer.status === 403) {
        say("out");
      } else if (answer.status === 409 || answer.status === 422) {
        stopped = true;
        say(answer.status === 409 ? "conflict" : "invalid");
      } else {
        say("offline");
      }
    } catch {
      say("offline");
    } finally {
      sending = null;
      if (dirty()) later();
    }
  }

  const save = () => {
    if (!sending && !stopped && dirty()) sending = store();
    return sending;
  };

  const later = () => {
    if (timer || stopped) return;
    timer = setTimeout(() => {
      timer = null;
      save();
    }, EVERY);
  };

  document.addEventListener("input", (event) => {
    if (form && event.target.form === form) later();
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // --- while a call is on ---

  const calling = () => !!document.querySelector("[data-stage]:not([hidden]), [data-ring]:not([hidden])");
  const failed = (yes) => (document.querySelector("[data-failed]").hidden = !yes);
  // The parts of this page that another one has too; without its panel it is no page of the worksheet.
  const take = (text, parts) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    parts.forEach((part) => {
      const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
      if (old && fresh) old.replaceChildren(...fresh.childNodes);
    });
    return !!page.querySelector("[data-panel]");
  };
  const look = () => {
    const found = panel.querySelector("[data-focus]") || panel.querySelector("h1, h2");
    found.tabIndex = -1;
    found.focus();
  };
  async function show(address, how) {
    try {
      const answer = await fetch(address, { ...how, headers: headers({ "X-In-Call": "1" }) });
      const known = take(await answer.text(), ["[data-next]", "[data-panel]"]);
      failed(!known);
      if (!known) return false;
      begin();
      look();
      return true;
    } catch {
      failed(true);
      return false;
    }
  }
  async function send(sent, button) {
    await sending;
    if (button && button.value === "stay" && !stopped) {
      kept = ""; // the button saves in any case
      await save();
    } else {
      const body = new FormData(sent);
      if (button && button.name) body.append(button.name, button.value);
      if (!(await show(sent.action, { method: "POST", body })) && tokens().length) await renew().catch(() => {});
    }
    delete sent.dataset.sent; // it may be sent again
    if (button) button.removeAttribute("aria-disabled");
  }

  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (event.defaultPrevented || !panel.contains(sent)) return;
    clearTimeout(timer);
    timer = null;
    leaving = !calling();
    if (leaving) return;
    event.preventDefault();
    send(sent, event.submitter);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !panel.contains(link) || link.pathname !== here || link.getAttribute("href")[0] === "#" || !calling()) return;
    event.preventDefault();
    show(link.href);
  });
  // The room told: something was recommended from another tab, or the participant answered.
  document.addEventListener("room", async ({ detail }) => {
    const isAdvice = detail === "advice";
    if (!isAdvice && (dirty() || (detail === "sent" && !form))) return; // what this page sent stands here already
    try {
      const answer = await fetch(here);
      take(await answer.text(), isAdvice ? ["[data-advice]"] : ["[data-next]", "[data-panel]"]);
      if (!isAdvice) begin();
    } catch {
      // it stands there at the next look
    }
  });

  addEventListener("pageshow", () => {
    leaving = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && dirty()) event.preventDefault();
  });

  addEventListener("hashchange", mark);
  begin();
})();
