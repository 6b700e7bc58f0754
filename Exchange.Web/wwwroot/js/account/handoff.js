// While a link for another device is shown, asks every two seconds whether it was used, and then goes on. Without this script the
// member goes on with the button.
const PERIOD_MS = 2000;
const box = document.querySelector('[data-handoff]');

async function wasUsed() {
  const answer = await fetch(box.dataset.handoff, { cache: 'no-store' });
  if (answer.status === 404) return true;
  return answer.ok && (await answer.json()).used;
}

if (box) {
  const timer = setInterval(async () => {
    try {
      if (!await wasUsed()) return;
      clearInterval(timer);
      location.assign(`${box.dataset.then}&upload=done#documents`);
    } catch {
      // Offline for a moment; the next question may be answered.
    }
  }, PERIOD_MS);
}
