// Blocks on purpose: amounts that the member has hidden must not flash up before the page's own script runs.
try {
  if (localStorage.getItem('wallets.hideAmounts') === 'true') document.documentElement.dataset.amounts = 'hidden';
} catch { /* no storage, nothing remembered */ }
