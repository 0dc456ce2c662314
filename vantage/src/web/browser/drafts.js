// Keeps what is being written: on the server a few seconds after the last key, and while the server cannot be reached on
// this device, locked with a key that only the writer's own page is told and that is never kept here. Somebody else
// who uses this device finds nothing that can be read. Without the means to lock, nothing is kept here.
const prefix = 'vantage-draft-';
const wait = 1500;
const again = 5000;
const daysKept = 7;

function keep(form) {
  const { draft, family, kind, key, worker } = form.dataset;
  const says = form.querySelector('[data-draft-says]');
  let timer;
  let changed = 0;
  let sent = 0;
  let reachable = true;
  /** The button that was pressed and whose form has not been sent. */
  let pressed = null;
  let isGoing = false;

  const say = (text) => {
    says.textContent = text;
  };

  const written = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && name !== 'do') fields[name] = [...(fields[name] ?? []), value];
    }
    return fields;
  };

  const body = () => ({ draftId: draft, familyId: family, kind, worker, written: written() });

  async function save() {
    clearTimeout(timer);
    const at = changed;
    const asked = body();
    const answer = await send(asked);
    if (answer === 'kept') {
      sent = at;
      reachable = true;
      forget(draft);
      if (pressed) return go();
      say(`Draft kept at ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}.`);
      if (changed > sent) timer = setTimeout(save, wait);
      return;
    }
    reachable = answer !== 'away';
    if (reachable && pressed) return go();
    const isLocked = await lock(key, asked).catch(() => false);
    const why = reachable ? 'The server cannot keep this as a draft now.' : 'No connection.';
    if (pressed)
      say(
        `Not ${pressed.value === 'draft' ? 'sent' : 'recorded'} yet: there is no connection. ${
          isLocked ? 'It is kept on this device, locked' : 'Nothing is lost while this page is open'
        }. Leave this page open, and it is sent by itself as soon as there is one.`,
      );
    else
      say(
        isLocked
          ? `${why} What you write is kept on this device, locked, until it can be sent.`
          : `${why} Keep this page open: what you write is sent as soon as it can be.`,
      );
    timer = setTimeout(save, again);
  }

  form.addEventListener('input', () => {
    changed += 1;
    clearTimeout(timer);
    timer = setTimeout(save, reachable ? wait : 300);
  });
  window.addEventListener('online', save);
  /** Sends the form as the button does that was pressed. */
  function go() {
    clearTimeout(timer);
    isGoing = true;
    form.requestSubmit(pressed);
  }

  // Whether the server can be reached is only known by asking: the draft goes first, and the form after it.
  form.addEventListener('submit', (event) => {
    if (isGoing || (changed === 0 && navigator.onLine)) return;
    event.preventDefault();
    pressed = event.submitter ?? form.querySelector('button');
    save();
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) [pressed, isGoing] = [null, false];
  });

  /**
   * What waits on this device from before is sent; what cannot be now, a little later. Its writer goes on with it. Once
   * something is written here, what waits of this draft is what is written here, and `save` sends it.
   */
  async function resume() {
    const { found, waits } = await sendWhatWaits({ key, worker, except: changed > 0 ? draft : undefined });
    const own = found.find((one) => one.familyId === family && one.kind === kind);
    if (own && changed === 0) location.replace(`?draft=${own.draftId}`);
    else if (waits) setTimeout(resume, again);
  }
  resume();
}

/** 'kept'; or why not: 'refused' for good, 'failed' for now, 'away' when the server was not reached. */
async function send(asked) {
  try {
    const answer = await fetch('/api/drafts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    if (answer.ok) return 'kept';
    return answer.status < 500 ? 'refused' : 'failed';
  } catch {
    return 'away';
  }
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const textOf = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const keyFor = (key, use) => crypto.subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, [use]);

/** Keeps it on this device, locked; false where the browser has no means to. */
async function lock(key, asked) {
  if (!globalThis.crypto?.subtle) return false;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(asked));
  const locked = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyFor(key, 'encrypt'), plain);
  localStorage.setItem(
    prefix + asked.draftId,
    JSON.stringify({ at: Date.now(), iv: textOf(iv), locked: textOf(locked) }),
  );
  return true;
}

function forget(draftId) {
  try {
    localStorage.removeItem(prefix + draftId);
  } catch {
    // Storage is refused: nothing was kept.
  }
}

/**
 * Sends what was kept on this device by whoever uses it now, except one draft where it is named; what is others' stays
 * locked, and what is old goes. Gives what was sent, and whether something still waits that can be sent later.
 */
async function sendWhatWaits({ key, worker, except }) {
  const found = [];
  let waits = false;
  let names = [];
  try {
    names = Object.keys(localStorage).filter((name) => name.startsWith(prefix) && name !== prefix + except);
  } catch {
    return { found, waits };
  }
  for (const name of names) {
    const kept = JSON.parse(localStorage.getItem(name) ?? '{}');
    if (!(Date.now() - kept.at < daysKept * 86_400_000)) {
      localStorage.removeItem(name);
      continue;
    }
    const asked = await unlock(key, kept).catch(() => undefined);
    if (asked?.worker !== worker) continue;
    const answer = await send(asked);
    if (answer === 'away' || answer === 'failed') waits = true;
    if (answer !== 'kept') continue;
    localStorage.removeItem(name);
    found.push(asked);
  }
  return { found, waits };
}

async function unlock(key, { iv, locked }) {
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytesOf(iv) },
    await keyFor(key, 'decrypt'),
    bytesOf(locked),
  );
  return JSON.parse(new TextDecoder().decode(opened));
}

const form = document.querySelector('form[data-draft]');
if (form instanceof HTMLFormElement) keep(form);
