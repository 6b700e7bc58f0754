// Answers the captcha of a form in the background, and holds the form back until there is an answer.
for (const field of document.querySelectorAll('[data-captcha]')) {
  const worker = new Worker(new URL('./captcha-worker.js', import.meta.url), { type: 'module' });
  let isWanted = false;
  worker.addEventListener('message', ({ data }) => {
    field.value = data;
    worker.terminate();
    if (isWanted) field.form.requestSubmit();
  });
  worker.postMessage({ text: field.dataset.captcha, difficulty: Number(field.dataset.difficulty) });
  field.form.addEventListener('submit', event => {
    if (field.value) return;
    event.preventDefault();
    isWanted = true;
    const button = field.form.querySelector('button[type="submit"]');
    button.disabled = true;
    button.textContent = 'One moment…';
  });
}
