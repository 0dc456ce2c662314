// A long list or table is one stop of the Tab key, and arrow keys lead through it: up and down from line to line, left and
// right from one link to the next, Home and End to the first and the last. Tab comes back to where one was. Without this
// script each link is a stop.
const least = 10;
const lines = 'tr, li';

/** Which of the links a key leads to, from the one at `at`; undefined of any other key. */
function placeOf(key, seen, at, lineOf) {
  const isElsewhere = (one) => lineOf(one) !== lineOf(seen[at]);
  if (key === 'Home') return 0;
  if (key === 'End') return seen.length - 1;
  if (key === 'ArrowRight') return at + 1;
  if (key === 'ArrowLeft') return at - 1;
  if (key === 'ArrowDown') return seen.findIndex((one, place) => place > at && isElsewhere(one));
  if (key !== 'ArrowUp') return undefined;
  const before = seen.slice(0, at).findLast(isElsewhere);
  return seen.findIndex((one) => before !== undefined && lineOf(one) === lineOf(before));
}

for (const list of document.querySelectorAll('main table, main ul, main .v-links')) {
  // A list within a list belongs to that one; where something is written or chosen, arrow keys are needed for it.
  if (
    list.parentElement.closest('[data-stop]') ||
    list.querySelector('input, select, textarea, summary, svg')
  )
    continue;
  const all = [...list.querySelectorAll('a[href], button')].filter((one) => one.tabIndex >= 0);
  if (all.length < least) continue;
  list.dataset.stop = '';
  const stopAt = (chosen) => {
    for (const one of all) one.tabIndex = one === chosen ? 0 : -1;
  };
  stopAt(all[0]);
  const lineOf = (one) => (list.matches('.v-links') ? one : one.closest(lines));
  list.addEventListener('focusin', ({ target }) => {
    if (all.includes(target)) stopAt(target);
  });
  list.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const seen = all.filter((one) => one.checkVisibility());
    const at = seen.indexOf(event.target);
    if (at < 0) return;
    const next = placeOf(event.key, seen, at, lineOf);
    if (next === undefined) return;
    event.preventDefault();
    seen[next]?.focus();
  });
}
