// Sets, through the product's own pages and as their made-up lead practitioner would, what no agency of the made-up area
// sends for the Harts: who leads with a number to ring, the level of help that was agreed, next steps, who holds parental
// responsibility, and whom Kyle says is around him.

/** @param {Date} date @param {number} days */
const inDays = (date, days) => {
  const day = new Date(date.getTime() + days * 86_400_000);
  return `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`;
};

/**
 * Does nothing where somebody leads already, or where there are no Harts.
 * @param {string} base Address of a running server of the made-up area.
 */
export async function setHartsPlan(base) {
  const offered = await (await fetch(new URL('/as?family=hart', base))).text();
  const nina = /[0-9a-f-]{36}\.lead-practitioner\b/.exec(offered)?.[0];
  if (nina === undefined) return;
  const headers = { cookie: `vantage-as=${nina}`, origin: new URL(base).origin };
  const read = async (/** @type {string} */ path) => (await fetch(new URL(path, base), { headers })).json();
  const [harts] = (await read('/api/families?q=dawn+hart')).families;
  if (harts === undefined) return;
  if ((await read(`/api/families/${harts.familyId}/plan`)).lead !== null) return;
  // The family's own page is not opened: whoever is Nina later finds among what they opened lately what they opened themselves.
  const of = (/** @type {string} */ given) =>
    harts.members.find((/** @type {{ name: string }} */ one) => one.name.startsWith(`${given} `)) ?? {
      personId: '',
    };
  const set = async (/** @type {string} */ form, /** @type {Record<string, string>} */ fields) => {
    const body = new URLSearchParams(fields);
    const asked = new URL(`/families/${harts.familyId}/${form}`, base);
    const answer = await fetch(asked, { method: 'POST', headers, body, redirect: 'manual' });
    if (answer.status !== 303)
      throw new Error(`What no agency sends of the Harts could not be set: ${form} ${answer.status}.`);
  };
  const now = new Date();
  await set('plan/lead', {
    name: 'Nina Castell',
    job: 'Family help practitioner, Family help west',
    telephone: '01632 960009',
    since: '9/11/2026',
  });
  await set('plan/help', {
    level: 'family-help',
    threshold: 'level 3 of Ashmere’s threshold document: several needs, one plan',
    agreedBy: 'Dawn, the school, housing and Ashmere Children’s Services',
    view: 'Dawn: one name is enough, if she stays. Kyle: fine, if it is not in lessons.',
    on: '9/11/2026',
  });
  const step = (/** @type {string} */ given, /** @type {Record<string, string>} */ fields) =>
    set('plan/steps', { persons: of(given).personId, ...fields });
  await step('Dawn', {
    who: 'Priti Desai',
    what: 'agrees with Dawn how the rent is paid back',
    by: inDays(now, 10),
  });
  await step('Leah', {
    who: 'Nina Castell',
    what: 'asks Leah what she wants',
    by: inDays(now, 14),
    asks: 'yes',
  });
  for (const given of ['Leah', 'Kyle']) {
    const child = of(given);
    const { born } = (await read(`/api/families/${harts.familyId}/people/${child.personId}`)).person;
    await set('plan/responsibility', {
      child: child.personId,
      holder: of('Dawn').personId,
      ground: 'mother',
      since: born.split('-').map(Number).reverse().join('/'),
      saidBy: 'Dawn, and the birth’s registration',
    });
  }
  /** @param {Record<string, string>} fields */
  const ofKyle = (fields) => {
    const kyle = of('Kyle').personId;
    return set('network', {
      speaker: kyle,
      whose: kyle,
      audience: 'team',
      strength: 'strong',
      way: 'both',
      ...fields,
    });
  };
  await ofKyle({ kind: 'club', name: 'Ray at the garage', looksUp: 'yes', words: 'He shows you once.' });
  await ofKyle({ kind: 'friend', name: 'Marlon', ofAge: 'yes', turnsTo: 'yes' });
}
