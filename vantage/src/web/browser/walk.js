// Arrow keys lead from one person of a drawing to another: up to a parent, down to a child, sideways along the row.
// With this script the drawing is one stop of the Tab key; without it each person is one.
for (const drawing of document.querySelectorAll('svg:has(a[data-walk])')) {
  const people = [...drawing.querySelectorAll('a[data-walk]')];
  const stopAt = (chosen) => {
    for (const one of people) one.setAttribute('tabindex', one === chosen ? '0' : '-1');
  };
  stopAt(people.find((one) => one.hasAttribute('data-first')) ?? people[0]);
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
