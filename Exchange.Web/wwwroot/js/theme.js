// Runs in the head before the first paint, so that no page flashes in the wrong colours. Not a module: those wait.
(() => {
  const key = 'theme';
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: light)');

  const saved = () => {
    try { return localStorage.getItem(key); } catch { return null; }
  };

  const apply = () => {
    const chosen = saved();
    root.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'light' : 'dark';
    dispatchEvent(new CustomEvent('exchange:theme'));
  };

  const toggle = () => {
    const next = root.dataset.theme === 'light' ? 'dark' : 'light';
    try { localStorage.setItem(key, next); } catch { /* storage is off: the choice lasts as long as the page */ }
    root.dataset.theme = next;
    dispatchEvent(new CustomEvent('exchange:theme'));
  };

  apply();
  system.addEventListener('change', apply);
  addEventListener('storage', event => { if (event.key === key) apply(); });
  document.addEventListener('click', event => { if (event.target.closest?.('[data-toggle-theme]')) toggle(); });
})();
