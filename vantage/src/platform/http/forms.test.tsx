import { describe, expect, test } from 'vitest';
import { VantageError } from '../errors.ts';
import {
  ChooseOne,
  ChooseSome,
  DayField,
  type FormState,
  freshForm,
  TextField,
  WordsField,
} from '../parts/index.ts';
import { WrittenDayOrNone } from '../written-day.ts';
import { answerForm, createApp, createRoute, page, readQuery, z } from './index.ts';

const site = {
  name: 'Testing',
  nav: [],
  search: { action: '/things', name: 'q', label: 'Find a thing' },
  notice: '',
  footer: [],
  styles: [],
  scripts: [],
  icon: '/icon.svg',
};
const app = createApp({ site, assets: { href: (name) => name, find: () => undefined } });
const options = [
  { value: 'a', text: 'Apple' },
  { value: 'b', text: 'Bear' },
];
const kept: unknown[] = [];

const show = (c: Parameters<typeof page>[0], form: FormState) =>
  page(c, {
    title: 'A thing',
    form,
    children: (
      <form method="post">
        <TextField form={form} name="name" label="Name" value="as it was" />
        <WordsField form={form} name="why" label="Why" />
        <DayField form={form} name="until" label="Until" />
        <ChooseOne form={form} name="fruit" label="Fruit" options={options} />
        <ChooseSome form={form} name="some" label="Some" options={options} initially={['a']} />
      </form>
    ),
  });
app.get('/thing', (c) => show(c, freshForm));
app.post('/thing', (c) =>
  answerForm(c, {
    schema: z.object({
      name: z.string().min(2, 'Write a name.'),
      why: z.string().min(2, 'Write why.'),
      until: WrittenDayOrNone,
      fruit: z.enum(['a', 'b'], 'Choose a fruit.'),
      some: z.array(z.string()).min(1, 'Choose some.'),
    }),
    lists: ['some'],
    show: async (form) => show(c, form),
    act: async (said) => {
      if (said.name === 'taken') {
        throw new VantageError('bad-input', 'That is taken.', { remedy: 'Choose another.', field: 'name' });
      }
      kept.push(said);
      return c.redirect('/thing', 303);
    },
  }),
);
app.get('/found', (c) => page(c, { title: readQuery(c, z.object({ q: z.string() })).q, children: null }));
app.get('/kinds', (c) =>
  page(c, { title: readQuery(c, z.object({ kind: z.enum(['big', 'small']) })).kind, children: null }),
);
app.openapi(
  createRoute({
    method: 'post',
    path: '/api/thing',
    request: {
      body: { required: true, content: { 'application/json': { schema: z.object({ words: z.string() }) } } },
    },
    responses: {
      200: {
        description: 'Done.',
        content: { 'application/json': { schema: z.object({ words: z.string() }) } },
      },
    },
  }),
  (c) => c.json(c.req.valid('json'), 200),
);

const right = { name: 'Pear', why: 'It is green.', until: '31/3/2027', fruit: 'b', some: 'b' };
async function ask(path: string, form?: Record<string, string>, json?: string) {
  const body = json ?? (form && new URLSearchParams(form).toString());
  const answer = await app.request(`http://localhost${path}`, {
    headers: {
      host: 'localhost',
      origin: 'http://localhost',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { method: 'POST', body }),
  });
  return { status: answer.status, text: await answer.text() };
}

describe('a form', () => {
  test('does what it says when nothing is wrong', async () => {
    expect((await ask('/thing', right)).status).toBe(303);
    expect(kept.at(-1)).toEqual({ ...right, until: '2027-03-31', some: ['b'] });
  });

  test('says all that is wrong at its top, each linked to its field, and keeps what was written', async () => {
    const { status, text } = await ask('/thing', { name: 'P', why: 'It is <b>', until: '31/2/2027' });
    expect(status).toBe(400);
    expect(text).toContain('<title>Error: A thing');
    expect(text.indexOf('govuk-error-summary')).toBeLessThan(text.indexOf('<h1>'));
    expect(text).toMatch(/<div class="govuk-error-summary" [^>]*autofocus=""/);
    const links = [...text.matchAll(/<a href="#([\w-]+)">([^<]+)<\/a>/g)].map(([, id, words]) => [id, words]);
    expect(links).toEqual([
      ['name', 'Write a name.'],
      ['until', 'February 2027 has the days 1 to 28, and no 31.'],
      ['fruit', 'Choose a fruit.'],
      ['some', 'Choose some.'],
    ]);
    for (const [id] of links) {
      expect(text).toContain(` id="${id}"`);
      expect(text).toContain(` id="${id}-error"`);
    }
    expect(text).toContain('value="P"');
    expect(text).toContain('It is &lt;b&gt;</textarea>');
    expect(text).toContain('value="31/2/2027"');
    expect(text).not.toContain('checked=""');
  });

  test('chooses nothing for anybody, and keeps what was chosen', async () => {
    const fresh = (await ask('/thing')).text;
    expect(fresh).not.toContain('Error: ');
    expect(fresh).toContain('value="as it was"');
    expect(fresh.match(/checked=""/g)).toHaveLength(1);
    const again = (await ask('/thing', { ...right, name: '' })).text;
    expect(
      [...again.matchAll(/<input[^>]*checked=""[^>]*>/g)].map(([input]) =>
        /name="(\w+)"[^>]*value="(\w+)"/.exec(input)?.slice(1),
      ),
    ).toEqual([
      ['fruit', 'b'],
      ['some', 'b'],
    ]);
  });

  test('says beside the field what it is refused for', async () => {
    const { status, text } = await ask('/thing', { ...right, name: 'taken' });
    expect(status).toBe(400);
    expect(text).toContain('<a href="#name">That is taken. Choose another.</a>');
    expect(text).toContain('value="taken"');
  });

  test('tells of a character that cannot be kept, and takes it out', async () => {
    const before = kept.length;
    for (const bad of ['\0', '\u0007', '\u009b']) {
      const { status, text } = await ask('/thing', { ...right, why: `It ${bad}is green.` });
      expect(status).toBe(400);
      expect(text).toContain('<a href="#why">This held a character that cannot be kept');
      expect(text).toContain('It is green.</textarea>');
    }
    expect(kept).toHaveLength(before);
    expect((await ask('/thing', { ...right, why: 'Two\r\nlines\tand a tab.' })).status).toBe(303);
  });
});

test('a character that cannot be kept is refused in addresses and in what is sent to the API, and is no fault of ours', async () => {
  expect((await ask('/found?q=pear')).status).toBe(200);
  for (const path of ['/found?q=%00', '/found?q=a&x=%07', '/found%00']) {
    const { status, text } = await ask(path);
    expect([path, status]).toEqual([path, 400]);
    expect(text).toContain('a character that cannot be kept');
  }
  expect((await ask('/api/thing', undefined, '{"words":"well\\n"}')).status).toBe(200);
  const refused = await ask('/api/thing', undefined, '{"words":"a\\u0000b"}');
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.text)).toMatchObject({
    code: 'bad-input',
    detail: expect.stringContaining('words'),
  });
  expect(JSON.parse((await ask('/api/thing', undefined, '{"words":')).text)).toMatchObject({
    detail: 'What was sent is not JSON.',
  });
});

test('an address with a value that is not known says which are', async () => {
  const { status, text } = await ask('/kinds?kind=huge');
  expect(status).toBe(400);
  expect(text).toContain('kind is one of: big, small.');
  expect(text).not.toContain('huge');
});
