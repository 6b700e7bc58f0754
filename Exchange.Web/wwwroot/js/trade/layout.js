// Which pane is shown where there is no room for all, and the order form as a sheet on a phone.
import { settings } from './pacing.js';
import { press } from './shortcuts.js';

const viewKey = 'trade.view';
const dockKey = 'trade.dock';
const phone = matchMedia('(max-width: 767.98px)');

export function startLayout({ root }) {
  choose(root, 'show', 'view', viewKey);
  choose(root, 'dockShow', 'dock', dockKey);
  const sheet = root.querySelector('#order-sheet');
  let opener = null;

  function open(side) {
    if (!phone.matches) return;
    opener ??= document.activeElement;
    root.dataset.sheet = 'open';
    if (side) press(side === 'buy' ? 'b' : 's');
    if (!sheet.contains(document.activeElement)) sheet.querySelector('button, input, a')?.focus();
  }

  function close() {
    if (!('sheet' in root.dataset)) return;
    delete root.dataset.sheet;
    opener?.focus?.();
    opener = null;
  }

  root.addEventListener('click', event => {
    const button = event.target.closest('[data-open-sheet]');
    if (button) open(button.dataset.openSheet);
    if (event.target.closest('[data-close-sheet]')) close();
  });
  // The darkened page around the sheet is its shadow: a press anywhere outside closes it.
  document.addEventListener('pointerdown', event => {
    if ('sheet' in root.dataset && !sheet.contains(event.target) && !event.target.closest('.rz-dialog-wrapper, dialog')) close();
  });
  addEventListener('exchange:price', () => open());
  return { close };
}

/** Buttons that choose one pane; the choice is remembered. */
function choose(root, from, to, key) {
  const attribute = from.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
  const buttons = [...root.querySelectorAll(`[data-${attribute}]`)];

  const show = name => {
    root.dataset[to] = name;
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset[from] === name));
  };

  const saved = settings.get(key);
  if (buttons.some(button => button.dataset[from] === saved)) show(saved);
  for (const button of buttons) {
    button.addEventListener('click', () => {
      show(button.dataset[from]);
      settings.set(key, button.dataset[from]);
    });
  }
}
