// Whether the member wants amounts hidden, remembered in this browser. hide-before-paint.js reads the same key.
const key = 'wallets.hideAmounts';

export function areHidden() {
  return document.documentElement.dataset.amounts === 'hidden';
}

export function setHidden(hidden) {
  if (hidden) document.documentElement.dataset.amounts = 'hidden';
  else delete document.documentElement.dataset.amounts;
  try {
    localStorage.setItem(key, String(hidden));
  } catch { /* no storage: it holds until the page is left */ }
}
