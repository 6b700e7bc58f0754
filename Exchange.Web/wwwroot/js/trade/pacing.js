// Drawing at our own pace: however often something changes, it is drawn at most so often, and in an animation frame.

/** A function that asks for `draw`; many requests between two frames make one drawing. */
export function paced(draw, perSecond = 10) {
  const intervalMs = 1000 / perSecond;
  let isAsked = false;
  let drawnAt = -Infinity;

  const frame = now => {
    if (now - drawnAt < intervalMs - 4) {
      requestAnimationFrame(frame);
      return;
    }
    isAsked = false;
    drawnAt = now;
    draw();
  };

  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(frame);
  };
}

/** Writes text only when it differs, so that nothing is laid out again for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Settings of this browser. Storage may be off; then a setting lasts as long as the page. */
export const settings = {
  get(key) {
    try { return localStorage.getItem(key); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, value); } catch { /* storage is off */ }
  },
};
