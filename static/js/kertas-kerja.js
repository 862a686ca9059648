/* Saves the worksheet ten seconds after something was typed, and when the page is left. The button does the same
   without this file. What cannot be saved stays in its field; the button then shows what is to be decided. */
(() => {
  "use strict";
  const form = document.getElementById("kk");
  if (!form || !window.fetch) return;
  const EVERY = 10000;
  const version = form.elements.version;
  const message = document.getElementById("kk-pesan");
  let status = document.getElementById("tersimpan");
  let timer = null;
  let sending = false;
  let stopped = false; // a conflict or a mistake: only the button goes on

  const texts = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    data.delete("version");
    return JSON.stringify([...data]);
  };
  let kept = texts();

  const say = (word, facts = {}) => {
    message.hidden = !word;
    message.textContent = word ? form.dataset[word].replace(/\{(\w+)\}/g, (_, name) => facts[name]) : "";
  };
  const saved = (time) => {
    if (!status) {
      status = document.createElement("span");
      status.className = "res y";
      status.id = "tersimpan";
      status.append(document.createElement("span"));
      document.getElementById("kertas-kerja").after(status);
    }
    status.lastElementChild.textContent = form.dataset.saved.replace("{time}", time);
  };

  const headers = () => ({ Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value });

  // Somebody who signed in again elsewhere has another token: ask for it once.
  async function renew() {
    const answer = await fetch(form.dataset.save, { headers: headers(), redirect: "manual" });
    if (!answer.ok) return false;
    form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
    return true;
  }

  async function post(again) {
    const answer = await fetch(form.dataset.save, {
      method: "POST",
      headers: headers(),
      body: new FormData(form),
      redirect: "manual",
    });
    if (answer.status === 403 && again && (await renew())) return post(false);
    return answer;
  }

  async function save() {
    if (sending || stopped || texts() === kept) return;
    sending = true;
    const sent = texts();
    try {
      const answer = await post(true);
      if (answer.ok) {
        const known = await answer.json();
        version.value = known.version;
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
      sending = false;
      if (texts() !== kept) later();
    }
  }

  const later = () => {
    if (timer || stopped) return;
    timer = setTimeout(() => {
      timer = null;
      save();
    }, EVERY);
  };

  document.addEventListener("input", (event) => {
    if (event.target.form === form) later();
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // Sent by the button: the browser need not ask whether to leave.
  let leaving = false;
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && texts() !== kept) event.preventDefault();
  });

  // The part of the worksheet that was asked for last is marked.
  const links = [...document.querySelectorAll('.chips a[href^="#"]')];
  const mark = () => {
    links.forEach((link) => {
      if (link.hash === location.hash) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  addEventListener("hashchange", mark);
  mark();
})();
