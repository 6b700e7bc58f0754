// Shows every <time data-local-time> in the browser's time zone, also those that Blazor adds later. The attribute stays canonical.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

function localise(element) {
  const moment = new Date(element.dataset.localTime);
  if (Number.isNaN(moment.getTime())) return;
  const text = format.format(moment);
  // Blazor keeps a reference to the text node, so its data changes and the node stays.
  const node = element.firstChild;
  if (node && node.data !== text) node.data = text;
}

function localiseAll(root) {
  root.querySelectorAll('time[data-local-time]').forEach(localise);
}

let observer = null;

export function watch(root) {
  observer?.disconnect();
  localiseAll(root);
  observer = new MutationObserver(() => localiseAll(root));
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-local-time'] });
}
