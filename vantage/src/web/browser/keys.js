// Single-key shortcuts: `/` goes to the search box, `g` then a letter goes to a part of the site, a figure chooses
// an answer that bears it, `?` goes to their list. They do nothing while a field is being written in, and can be turned off on the list's page.
const storage = 'vantage-keys';
const wait = 1500;

/** Storage may be refused by the browser; the shortcuts then stay on. */
function stored() {
  try {
    return localStorage.getItem(storage);
  } catch {
    return null;
  }
}

let on = stored() !== 'off';
let goUntil = 0;

document.addEventListener('keydown', (event) => {
  if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  const writing = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';
  if (at instanceof Element && at.closest(writing)) return;
  const going = performance.now() < goUntil;
  goUntil = 0;
  if (going) {
    const link = document.querySelector(`a[data-go="${CSS.escape(event.key.toLowerCase())}"]`);
    if (link instanceof HTMLAnchorElement) {
      event.preventDefault();
      link.click();
    }
  } else if (event.key === '/') {
    const box = document.getElementById('v-search');
    if (box instanceof HTMLInputElement) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  } else if (event.key === 'g') {
    goUntil = performance.now() + wait;
  } else if (/^[1-9]$/.test(event.key)) {
    const choice = document.querySelector(`input[data-choose="${event.key}"]`);
    if (choice instanceof HTMLInputElement) {
      event.preventDefault();
      choice.click();
      choice.focus();
    }
  } else if (event.key === '?') {
    const link = document.querySelector('a[data-keys]');
    if (link instanceof HTMLAnchorElement) link.click();
  }
});

const slot = document.getElementById('keys-switch');
if (slot) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'v-button';
  const show = () => {
    button.textContent = on ? 'Turn these keys off' : 'Turn these keys on';
  };
  button.addEventListener('click', () => {
    on = !on;
    try {
      localStorage.setItem(storage, on ? 'on' : 'off');
    } catch {
      // The choice then lasts as long as the page.
    }
    show();
  });
  show();
  slot.append(button);
}
