// Arrow keys lead from one person of a drawing to another: up to a parent, down to a child, sideways along the row.
// With this script the drawing is one stop of the Tab key; without it each person is one.
// It listens around the drawing: a drawing that listens to the focus itself would be a stop of its own.
for (const drawing of document.querySelectorAll('div:has(> svg a[data-walk])')) {
  const people = [...drawing.querySelectorAll('a[data-walk]')];
  const stopAt = (chosen) => {
    for (const one of people) one.setAttribute('tabindex', one === chosen ? '0' : '-1');
  };
  const first = people.find((one) => one.hasAttribute('data-first')) ?? people[0];
  stopAt(first);
  // Where the drawing is wider than the screen, it begins where most people are seen whole, the children for whom it is
  // made counting twice; where they stand around a family, with that in sight.
  const start = drawing.getBoundingClientRect().left - drawing.scrollLeft;
  const spans = people.map((one) => {
    const { left, right } = one.getBoundingClientRect();
    return { from: left - start, to: right - start, counts: one.hasAttribute('data-first') ? 2 : 1 };
  });
  const middle = drawing.scrollWidth / 2;
  const seenFrom = (from) =>
    spans.reduce(
      (sum, one) => sum + (one.from >= from && one.to <= from + drawing.clientWidth ? one.counts : 0),
      0,
    );
  const [best] = spans
    .flatMap(({ from, to }) => [from - 8, to + 8 - drawing.clientWidth])
    .filter(
      (from) =>
        first.hasAttribute('data-first') ||
        (from + 75 <= middle && middle <= from + drawing.clientWidth - 75),
    )
    .map((from) => ({ from, seen: seenFrom(from) }))
    .sort((a, b) => b.seen - a.seen || a.from - b.from);
  if (best) drawing.scrollLeft = best.from;
  drawing.addEventListener('focusin', (event) => {
    const person = event.target instanceof Element && event.target.closest('a[data-walk]');
    if (person) stopAt(person);
  });
  drawing.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const person = event.target instanceof Element && event.target.closest('a[data-walk]');
    const way = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }[event.key];
    if (!person || way === undefined) return;
    event.preventDefault();
    const next = document.getElementById(person.getAttribute(`data-${way}`) ?? '');
    next?.focus();
    next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
}
