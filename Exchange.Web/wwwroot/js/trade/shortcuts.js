// Keys for the whole page. Off while typing, with a modifier held, and while a dialog is open.

const forOrder = { b: 'order-side-buy', s: 'order-side-sell', l: 'order-type-limit', m: 'order-type-market', o: 'order-type-more' };

export function startShortcuts({ openPicker, closeSheet }) {
  const dialog = document.querySelector('[data-shortcuts]');

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      closeSheet();
      if (isTyping(event.target)) event.target.blur();
      return;
    }
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const key = event.key.toLowerCase();
    if (key === '/') openPicker();
    else if (key === '?') dialog.showModal();
    else if (!press(key)) return;
    event.preventDefault();
  });

  document.addEventListener('click', event => {
    if (event.target.closest('[data-open-shortcuts]')) dialog.showModal();
    const inDialog = event.target.closest('dialog');
    // A click on the backdrop hits the dialog itself.
    if (event.target.closest('[data-close-dialog]') || event.target === inDialog) inDialog?.close();
  });
}

/** Presses the control of the order form that answers to a key. */
export function press(key) {
  const control = document.getElementById(forOrder[key]);
  control?.click();
  control?.focus();
  return Boolean(control);
}

function isTyping(element) {
  return element.matches?.('input:not([type="radio"], [type="checkbox"], [type="range"]), textarea, select')
    || element.isContentEditable;
}
