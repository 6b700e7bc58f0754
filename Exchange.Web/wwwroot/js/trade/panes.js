// Tabs of the panes, the phone's order sheet and the keyboard.

export function startPanes(trade, picker) {
  const remember = name => sessionStorage.setItem('trade-pane', name);
  const show = (group, name) => {
    trade.dataset[group] = name;
    for (const tab of trade.querySelectorAll(`[data-tab-group="${group}"]`)) {
      tab.setAttribute('aria-selected', String(tab.dataset.tab === name));
    }
    if (group === 'pane') remember(name);
    // What was hidden has no size until now.
    dispatchEvent(new Event('resize'));
  };

  trade.addEventListener('click', event => {
    const tab = event.target.closest('[data-tab]');
    if (!tab) return;
    const { tabGroup, tab: name } = tab.dataset;
    show(tabGroup, name);
    if (tabGroup === 'pane') show('chart', name === 'info' ? 'info' : trade.dataset.chart === 'info' ? 'price' : trade.dataset.chart);
  });

  const saved = sessionStorage.getItem('trade-pane');
  if (saved && trade.querySelector(`[data-tab-group="pane"][data-tab="${saved}"]`)) {
    show('pane', saved);
    if (saved === 'info') show('chart', 'info');
  }

  startSheet(trade);
  startShortcuts(trade, picker);
}

function startSheet(trade) {
  const phone = matchMedia('(max-width: 767.98px)');
  const set = open => { trade.dataset.sheet = open && phone.matches ? 'open' : 'closed'; };
  document.addEventListener('order-sheet', event => set(event.detail));
  for (const opener of trade.querySelectorAll('[data-open-sheet]')) {
    opener.addEventListener('click', () => {
      document.querySelector(`#order-form [data-choose="${opener.dataset.openSheet}"]`)?.click();
      set(true);
      document.getElementById('order-size')?.focus();
    });
  }
  trade.querySelector('[data-close-sheet]').addEventListener('click', () => set(false));
}

function startShortcuts(trade, picker) {
  const help = document.getElementById('shortcut-help');
  const choose = name => document.querySelector(`#order-form [data-choose="${name}"]`)?.click();
  const keys = {
    b: () => choose('buy'), s: () => choose('sell'), l: () => choose('limit'), m: () => choose('market'),
    '/': () => picker.open(), '?': () => help.showModal(),
    Escape: () => { trade.dataset.sheet = 'closed'; document.activeElement?.blur?.(); },
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest('input:not([type=range]):not([type=checkbox]), select, textarea, dialog, [contenteditable]');
    if (typing && event.key !== 'Escape') return;
    if (document.querySelector('dialog[open], .rz-dialog')) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    if (event.key !== 'Escape') event.preventDefault();
    action();
  });
  document.querySelector('[data-open-help]')?.addEventListener('click', () => help.showModal());
  help.addEventListener('click', event => { if (event.target === help) help.close(); });
}
