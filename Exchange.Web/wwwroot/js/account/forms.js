// Comfort for forms that work without it: buttons that copy, and buttons that show a password. They are hidden until this runs.
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select and copy by hand';
    }
    setTimeout(() => { button.textContent = label; }, 2500);
  });
}

for (const button of document.querySelectorAll('[data-show-password]')) {
  const field = document.getElementById(button.dataset.showPassword);
  button.hidden = false;
  button.setAttribute('aria-label', 'Show the password');
  const show = visible => {
    field.type = visible ? 'text' : 'password';
    button.textContent = visible ? 'Hide' : 'Show';
    button.setAttribute('aria-pressed', String(visible));
  };
  button.addEventListener('click', () => show(field.type === 'password'));
  // Never leave it readable for the browser's form history.
  field.form.addEventListener('submit', () => show(false));
}
