// The API reference: find a route, and send what its form says with the session's cookie.
const root = document.querySelector('.reference');
const shown = ['page', 'per-page', 'total', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after', 'idempotency-replayed'];

function requestOf(form) {
  const { method } = form.dataset;
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const json = {};
  let body = null;
  for (const field of form.querySelectorAll('[data-in]')) {
    const value = field.value.trim();
    if (field.dataset.in === 'path') path = path.replace(`{${field.name}}`, encodeURIComponent(value));
    else if (value === '') continue;
    else if (field.dataset.in === 'query') query.append(field.name, value);
    else if (field.dataset.in === 'json') json[field.name] = value;
    else body = value;
  }
  if (body === null && Object.keys(json).length > 0) body = JSON.stringify(json);
  const text = query.toString();
  return { method, path: text ? `${path}?${text}` : path, body };
}

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;

function curlOf({ method, path, body }, isForMembers) {
  const parts = ['curl'];
  if (method !== 'GET') parts.push('-X', method);
  if (isForMembers) parts.push('$auth');
  if (body !== null) parts.push('-H', quoted('Content-Type: application/json'), '-d', quoted(body));
  parts.push(quoted(location.origin + path));
  return parts.join(' ');
}

function pretty(text) {
  // Only for the eye: numbers stay as they were sent, which JSON.parse would not promise.
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  let inText = false;
  let out = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"' && text[i - 1] !== '\\') inText = !inText;
    if (inText) out += c;
    else if (c === '{' || c === '[') {
      const isEmpty = text[i + 1] === (c === '{' ? '}' : ']');
      depth += isEmpty ? 0 : 1;
      out += isEmpty ? c : c + line();
    } else if (c === '}' || c === ']') {
      const isEmpty = text[i - 1] === (c === '}' ? '{' : '[');
      depth -= isEmpty ? 0 : 1;
      out += isEmpty ? c : line() + c;
    } else if (c === ',') out += c + line();
    else out += c === ':' ? ': ' : c;
  }
  return out;
}

async function send(form) {
  const request = requestOf(form);
  const button = form.querySelector('button[type=submit]');
  const answer = form.querySelector('[data-answer]');
  const status = answer.querySelector('[data-status]');
  const headers = { Accept: 'application/json' };
  if (request.body !== null) headers['Content-Type'] = 'application/json';
  if (root.dataset.csrf) headers['X-CSRF-Token'] = root.dataset.csrf;
  button.setAttribute('aria-busy', 'true');
  try {
    const started = performance.now();
    const response = await fetch(request.path, { method: request.method, headers, body: request.body ?? undefined });
    const text = await response.text();
    status.textContent = `${response.status} ${response.statusText} in ${Math.round(performance.now() - started)} ms`;
    status.className = response.ok ? 'up' : 'down';
    answer.querySelector('[data-headers]').textContent =
      shown.filter(name => response.headers.has(name)).map(name => `${name}: ${response.headers.get(name)}`).join('\n');
    answer.querySelector('[data-body]').textContent = pretty(text);
  } catch {
    status.textContent = 'No answer: is the exchange running?';
    status.className = 'down';
  }
  answer.hidden = false;
  button.removeAttribute('aria-busy');
}

for (const form of document.querySelectorAll('[data-try]')) {
  const curl = form.querySelector('[data-curl]');
  const show = () => { curl.textContent = curlOf(requestOf(form), form.dataset.members === 'yes'); };
  form.addEventListener('input', show);
  form.addEventListener('submit', event => {
    event.preventDefault();
    send(form);
  });
  show();
}

const find = document.querySelector('[data-find]');
find.addEventListener('input', () => {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of document.querySelectorAll('[data-entry]'))
    entry.hidden = !words.every(word => entry.dataset.entry.includes(word));
});

// A link to a route opens it.
const open = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.matches('details')) {
    target.open = true;
    target.scrollIntoView();
  }
};
addEventListener('hashchange', open);
open();
