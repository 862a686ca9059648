/* Progressive enhancement only: every page works without this file.
   Focus the error summary; send a form once; say how large a chosen file is; close the account menu. */
(() => {
  "use strict";
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter || form.querySelector("button.btn");
    if (button) button.setAttribute("aria-disabled", "true");
  });

  // The page may come back from the browser's cache: let the form be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("[data-once]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file") return;
    let note = document.getElementById(`${input.id}_size`);
    if (!note) {
      note = document.createElement("p");
      note.id = `${input.id}_size`;
      note.className = "sm soft";
      note.setAttribute("role", "status");
      input.after(note);
    }
    const file = input.files[0];
    const amount = file ? (file.size / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 }) : "";
    note.textContent = file ? `${file.name}, ${amount} MB` : "";
  });

  const menu = document.querySelector("details.menu");
  if (menu) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
})();
