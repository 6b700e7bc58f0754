// The order draft in sessionStorage. The form saves through this module; what is typed while the circuit is away is added here.
const prefix = 'order-draft:';

export function load(market) {
  return sessionStorage.getItem(prefix + market);
}

export function save(market, json) {
  sessionStorage.setItem(prefix + market, json);
}

export function watch(form, market) {
  form.addEventListener('input', event => {
    const field = { 'order-price': 'Price', 'order-size': 'Size' }[event.target.id];
    if (!field) return;
    const draft = JSON.parse(load(market) ?? '{}');
    draft[field] = event.target.value;
    save(market, JSON.stringify(draft));
  });
}
