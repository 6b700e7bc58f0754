// Levels as rows of the book: grouped by a price step and summed up from the best one. Pure.

/** The price that stands for a group: bids round down, asks up, so that no group looks better than its orders are. */
export function groupOf(ticks, isBid, step) {
  const rest = ticks % step;
  return rest === 0n ? ticks : isBid ? ticks - rest : ticks - rest + step;
}

/** At most `count` groups `{ ticks, lots, sum }`, best first. */
export function groupLevels(levels, isBid, step, count) {
  const groups = [];
  let sum = 0n;
  for (const { ticks, lots } of levels) {
    const price = groupOf(ticks, isBid, step);
    let group = groups.at(-1);
    if (group?.ticks !== price) {
      if (groups.length === count) break;
      group = { ticks: price, lots: 0n, sum };
      groups.push(group);
    }
    sum += lots;
    group.lots += lots;
    group.sum = sum;
  }
  return groups;
}

/** A part of a whole in 0..1 for drawing. */
export function share(part, whole) {
  return whole === 0n ? 0 : Number(part * 10_000n / whole) / 10_000;
}
