// Brings the form by which a tie is drawn over the network map, so that the drawing stays where it is: a touch on an empty
// place opens it with what was touched chosen. Without this script the same form stands beneath the drawing.
const part = document.querySelector('.v-draw');
const form = part?.querySelector('form');
if (part && form) {
  const dialog = document.createElement('dialog');
  dialog.className = 'v-over';
  dialog.setAttribute('aria-labelledby', 'draw');
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'v-over__close';
  close.setAttribute('aria-label', 'Close');
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => part.append(...[...dialog.children].filter((one) => one !== close)));
  part.after(dialog);
  const open = () => {
    dialog.append(close, ...part.children);
    dialog.showModal();
    (form.querySelector('[name=name]') ?? form.querySelector('input:not([type=hidden])'))?.focus();
  };
  for (const place of document.querySelectorAll('.v-network a[data-kind]'))
    place.addEventListener('click', (event) => {
      const kind = place.getAttribute('data-kind');
      const choice = form.querySelector(`[name=kind][type=radio][value="${kind}"]`);
      // A form about what records tell of has no choice of kind: the page without that is opened instead.
      if (form.querySelector('[name=of]') !== null) return;
      event.preventDefault();
      if (choice instanceof HTMLInputElement) choice.checked = true;
      open();
    });
  if (location.hash === '#draw' && document.querySelector('.govuk-error-summary') === null) open();
}
