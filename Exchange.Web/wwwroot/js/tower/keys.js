// Tower by keyboard, and its dialogs. Everything works by mouse and without this file too.
const isTyping = target => target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
const shortcuts = document.getElementById('tower-shortcuts');
/** After g, for so long, a key names a page. By when it was pressed: a page that is busy takes it up later. */
const goMs = 1200;
let goUntil = 0;

for (const dialog of document.querySelectorAll('[data-tower-dialog]')) {
  // It is open in the page for browsers without scripts; here it becomes modal.
  dialog.close();
  dialog.showModal();
  dialog.addEventListener('cancel', event => {
    event.preventDefault();
    location.assign(dialog.dataset.cancel);
  });
  dialog.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    dialog.querySelector('form').requestSubmit();
  });
}

for (const list of document.querySelectorAll('[data-reasons]')) {
  const text = document.getElementById(list.dataset.reasons);
  list.hidden = false;
  list.addEventListener('click', event => {
    if (!event.target.matches('button')) return;
    text.value = event.target.textContent.trim();
    text.focus();
  });
}

for (const button of document.querySelectorAll('[data-shortcuts]')) {
  button.hidden = false;
  button.addEventListener('click', () => shortcuts.showModal());
}

for (const form of document.querySelectorAll('form[method=post]')) {
  // A second press while the first is under way would only be refused.
  form.addEventListener('submit', () => setTimeout(() => {
    for (const button of form.querySelectorAll('button[type=submit]')) button.disabled = true;
  }));
}

function move(step) {
  const rows = [...document.querySelectorAll('main [data-row]')];
  if (rows.length === 0) return;
  const here = rows.findIndex(row => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step))];
  const target = next.matches('a, [tabindex]') ? next : next.querySelector('a, button, input');
  if (target) target.focus();
  else {
    next.tabIndex = -1;
    next.focus();
  }
  next.scrollIntoView({ block: 'nearest' });
}

function page(step) {
  const link = document.querySelector(step > 0 ? '[data-next]' : '[data-previous]');
  if (link) {
    link.click();
    return;
  }
  const tabs = [...document.querySelectorAll('[data-tab]')];
  const here = tabs.findIndex(tab => tab.getAttribute('aria-current') === 'page');
  tabs[here + step]?.click();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog:modal')) return;
  if (event.timeStamp < goUntil) {
    goUntil = 0;
    document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)?.click();
    return;
  }
  switch (event.key) {
    case '/': document.querySelector('[data-find]')?.focus(); break;
    case 'j': move(1); break;
    case 'k': move(-1); break;
    case '[': page(-1); break;
    case ']': page(1); break;
    case 'g': goUntil = event.timeStamp + goMs; break;
    case '?': shortcuts.showModal(); break;
    default: if (!act(event.key)) return;
  }
  event.preventDefault();
}

// Keys of the page's own buttons: those of the row that is looked at first, then the first of the page.
function act(key) {
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const row = document.activeElement?.closest('[data-row]');
  const target = row?.querySelector(wanted) ?? document.querySelector(wanted);
  target?.click();
  return target !== null;
}

document.addEventListener('keydown', press);
