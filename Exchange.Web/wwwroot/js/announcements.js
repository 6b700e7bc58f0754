// Banners: dismissing one is kept in a cookie, so that the server leaves it out from then on; news come without a reload.
const cookie = 'exchange-dismissed';
const kept = 20;
const lookMs = 60_000;
const host = document.querySelector('[data-banners]');

function dismissed() {
  const found = document.cookie.split('; ').find(c => c.startsWith(`${cookie}=`));
  return found ? found.slice(cookie.length + 1).split('.') : [];
}

function dismiss(key) {
  const all = [...dismissed().filter(k => k && k !== key), key].slice(-kept);
  document.cookie = `${cookie}=${all.join('.')}; path=/; max-age=31536000; samesite=lax`;
}

function build({ key, title, text, isWarning }) {
  const banner = document.createElement('div');
  banner.className = isWarning ? 'banner banner-warning' : 'banner';
  banner.setAttribute('role', 'status');
  banner.dataset.banner = key;
  const line = document.createElement('p');
  const strong = document.createElement('strong');
  strong.textContent = title;
  line.append(strong, ` ${text}`);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button button-quiet icon-button';
  button.dataset.dismiss = '';
  button.setAttribute('aria-label', `Dismiss: ${title}`);
  button.textContent = '✕';
  banner.append(line, button);
  return banner;
}

async function look() {
  if (document.hidden) return;
  let news;
  try {
    const answer = await fetch('/announcements', { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    news = await answer.json();
  } catch {
    return;
  }
  const shown = news.filter(n => !dismissed().includes(n.key));
  for (const banner of host.querySelectorAll('[data-banner]'))
    if (!shown.some(n => n.key === banner.dataset.banner)) banner.remove();
  for (const item of shown)
    if (!host.querySelector(`[data-banner="${CSS.escape(item.key)}"]`)) host.append(build(item));
}

if (host) {
  for (const button of host.querySelectorAll('[data-dismiss]')) button.hidden = false;
  host.addEventListener('click', event => {
    const banner = event.target.closest('[data-dismiss]')?.closest('[data-banner]');
    if (!banner) return;
    dismiss(banner.dataset.banner);
    banner.remove();
  });
  setInterval(look, lookMs);
  document.addEventListener('visibilitychange', look);
}
