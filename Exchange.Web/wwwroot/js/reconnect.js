// The 9.0 script marks #components-reconnect-modal with a class: -show while it tries, -hide when it is back, -failed when it gave
// up, -rejected when the server no longer knows the circuit (after a restart). The last two can only be healed by a fresh page; what
// was typed is in sessionStorage.
const modal = document.getElementById('components-reconnect-modal');
const root = document.documentElement;
const reloadDelayMs = 400;
let reloading = false;

async function reloadWhenServerAnswers() {
  if (reloading) return;
  reloading = true;
  for (;;) {
    try {
      const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
      if (answer.status < 500) break;
    } catch { /* not there yet */ }
    await new Promise(resume => setTimeout(resume, 1000));
  }
  setTimeout(() => location.reload(), reloadDelayMs);
}

function follow() {
  const has = name => modal.classList.contains(`components-reconnect-${name}`);
  const down = has('show') || has('failed') || has('rejected');
  root.dataset.circuit = down ? 'down' : 'up';
  for (const part of document.querySelectorAll('[data-needs-circuit]')) part.inert = down;
  if (has('failed') || has('rejected')) reloadWhenServerAnswers();
}

if (modal) new MutationObserver(follow).observe(modal, { attributes: true, attributeFilter: ['class'] });

// Try often and for long: the first tries at once, then every second, for half an hour.
window.Blazor?.start?.({
  circuit: { reconnectionOptions: { maxRetries: 1800, retryIntervalMilliseconds: n => (n < 3 ? 200 * n : 1000) } },
})?.catch?.(() => reloadWhenServerAnswers());
