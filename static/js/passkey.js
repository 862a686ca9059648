/* Passkeys: asks the browser for one and sends its answer with the form. Without this file the page offers codes. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const toBytes = (text) => {
    const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  };
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const readOptions = (raw) => {
    const options = raw.publicKey || raw;
    options.challenge = toBytes(options.challenge);
    if (options.user) options.user.id = toBytes(options.user.id);
    for (const list of [options.allowCredentials, options.excludeCredentials]) {
      (list || []).forEach((entry) => { entry.id = toBytes(entry.id); });
    }
    return { publicKey: options };
  };

  const writeAnswer = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      const status = form.querySelector("[data-passkey-status]");
      try {
        const options = readOptions(JSON.parse(form.dataset.options));
        const credential = await navigator.credentials[form.dataset.passkey](options);
        form.elements.credential.value = writeAnswer(credential);
        form.submit();
      } catch (fault) {
        // A browser keeps passkeys for a name only: at 127.0.0.1 it refuses.
        status.textContent = fault.name === "SecurityError" ? form.dataset.nameless : form.dataset.failed;
      }
    });
  });
})();
