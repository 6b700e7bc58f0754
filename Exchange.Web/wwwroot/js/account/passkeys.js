// A form with data-passkey asks the server for a question, lets the browser have it answered by a passkey, and is then sent with the
// answer. Where the browser knows no passkeys the form stays hidden.
async function answer(form) {
  const asked = await fetch(form.dataset.ask, { method: 'POST', body: new FormData(form) });
  const question = await asked.json().catch(() => ({}));
  if (!asked.ok) throw new Error(question.problem ?? 'That did not work. Load the page again.');
  const options = JSON.parse(question.options);
  const isNew = form.dataset.passkey === 'create';
  const credential = isNew
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  form.elements['passkey-key'].value = question.key;
  form.elements['passkey-answer'].value = JSON.stringify(credential);
  if (isNew) form.elements['passkey-approval'].value = question.approval;
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll('[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const problem = form.querySelector('[data-passkey-problem]');
      problem.hidden = true;
      try {
        await answer(form);
      } catch (error) {
        problem.textContent = error.name === 'NotAllowedError' || error.name === 'AbortError' ? 'Nothing was chosen.' : error.message;
        problem.hidden = false;
        return;
      }

      form.submit();
    });
  }
}
