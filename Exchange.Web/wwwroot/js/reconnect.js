// Starts Blazor and looks after its circuit. The 9.0 script marks #components-reconnect-modal with a class: -show while
// it tries, -hide when it is back, -failed when it gave up, -rejected when the server no longer knows the circuit (after
// a restart). The last two heal only by a fresh page; a half-typed order is in sessionStorage.
const pauseMs = 1000;
const root = document.documentElement;
const banner = document.querySelector('.reconnect-banner');
const modal = document.getElementById('components-reconnect-modal');
let isWaiting = false;

async function reloadWhenServerAnswers() {
  if (isWaiting) return;
  isWaiting = true;
  for (;;) {
    try {
      const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
      if (answer.status < 500) break;
    } catch { /* not there yet */ }
    await new Promise(resume => setTimeout(resume, pauseMs));
  }
  location.reload();
}

function follow() {
  const is = state => modal.classList.contains(`components-reconnect-${state}`);
  const isLost = is('failed') || is('rejected');
  const isDown = is('show') || isLost;
  root.dataset.circuit = isDown ? 'down' : 'up';
  banner.hidden = !isDown;
  for (const part of document.querySelectorAll('[data-needs-circuit]')) part.inert = isDown;
  if (isLost) reloadWhenServerAnswers();
}

new MutationObserver(follow).observe(modal, { attributes: true, attributeFilter: ['class'] });

Blazor.start({
  // Every link loads its page: scripts of the trading page then begin and end with it.
  ssr: { disableDomPreservation: true },
  circuit: {
    reconnectionOptions: {
      maxRetries: Number.MAX_SAFE_INTEGER,
      retryIntervalMilliseconds: attempt => (attempt < 3 ? 200 * attempt : pauseMs),
    },
  },
}).catch(reloadWhenServerAnswers);
