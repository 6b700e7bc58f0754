// Runs in the head, before the first paint, so that the page never flashes in the wrong colours. Not a module: modules are deferred.
(() => {
  const key = 'theme';
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: light)');
  const saved = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const apply = () => {
    root.dataset.theme = saved() ?? (system.matches ? 'light' : 'dark');
    dispatchEvent(new CustomEvent('themechange', { detail: root.dataset.theme }));
  };
  apply();
  system.addEventListener('change', apply);
  addEventListener('storage', event => { if (event.key === key) apply(); });
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-toggle-theme]')) return;
    try { localStorage.setItem(key, root.dataset.theme === 'light' ? 'dark' : 'light'); } catch { /* private mode: not kept */ }
    apply();
  });
})();
