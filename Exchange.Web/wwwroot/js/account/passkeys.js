// Buttons that let a passkey speak for a form. The form is sent once in the background, and what comes back holds the question for
// exactly what stands in it; the browser has it answered, and the form is sent with the answer. The buttons are hidden until this runs.
const hasPasskeys = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

async function questionFor(form, box) {
  const body = new URLSearchParams(new FormData(form));
  body.set('passkey-ask', box.dataset.passkeyName);
  const answer = await fetch(form.action, { method: 'POST', body });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const found = page.querySelector(`[data-passkey-name="${CSS.escape(box.dataset.passkeyName)}"][data-passkey-question]`);
  return found && { options: found.dataset.passkeyQuestion, key: found.querySelector('[name="passkey-key"]').value };
}

async function ask(box, question) {
  const options = JSON.parse(question.options);
  const credential = box.dataset.passkey === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  box.querySelector('[name="passkey-key"]').value = question.key;
  box.querySelector('[name="passkey-answer"]').value = JSON.stringify(credential);
}

const inPage = box => box.dataset.passkeyQuestion
  && { options: box.dataset.passkeyQuestion, key: box.querySelector('[name="passkey-key"]').value };

// What the browser calls it, in words that help.
const words = error => ({
  NotAllowedError: 'No passkey was chosen, or it took too long. Press the button to try again.',
  AbortError: 'No passkey was chosen. Press the button to try again.',
  InvalidStateError: 'This device has a passkey for this account already.',
  SecurityError: 'Passkeys work only at the address that this site is known by.',
}[error.name] ?? 'That did not work. Load the page again.');

async function run(box) {
  const form = box.closest('form');
  const problem = box.querySelector('.error-text');
  const instead = form.elements[box.dataset.passkeyInstead];
  const wasRequired = instead?.required;
  problem.hidden = true;
  if (instead) instead.required = false;
  try {
    if (!form.reportValidity()) return;
    const question = inPage(box) ?? await questionFor(form, box);
    if (question) await ask(box, question);
    // Without a question the server has something to say: let it.
    form.requestSubmit();
  } catch (error) {
    problem.textContent = words(error);
    problem.hidden = false;
  } finally {
    if (instead) instead.required = wasRequired;
  }
}

for (const box of document.querySelectorAll('[data-passkey]')) {
  const button = box.querySelector('button');
  box.hidden = false;
  if (hasPasskeys) {
    button.addEventListener('click', () => run(box));
    // The server has just been asked for it.
    if (box.dataset.passkeyQuestion) run(box);
  } else {
    const problem = box.querySelector('.error-text');
    button.hidden = true;
    problem.textContent = 'This browser has no passkeys.';
    problem.hidden = false;
  }
}
