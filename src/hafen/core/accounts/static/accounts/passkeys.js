/* Ties the buttons of our pages to the passkey ceremonies of allauth, whose
 * own pages do the same with a block of JSON inside the page. */
(function () {
  "use strict";

  const ways = {
    login: "loginForm",
    authenticate: "authenticateForm",
    add: "addForm",
  };

  document.addEventListener("allauth.error", function () {
    document.querySelectorAll("[data-passkey-error]").forEach(function (note) {
      note.hidden = false;
    });
  });

  document.querySelectorAll("[data-passkey]").forEach(function (button) {
    const way = button.dataset.passkey;
    const ids = {
      credential: button.dataset.credential,
      passwordless: button.dataset.passwordless,
      data: button.dataset.options,
    };
    ids[way] = button.id;
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      return;
    }
    window.allauth.webauthn.forms[ways[way]]({ ids: ids });
  });
})();
