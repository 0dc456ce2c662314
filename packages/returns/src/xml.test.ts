import { describe, expect, test } from 'vitest';
import { cinShape } from './cin.ts';
import { formatNamed, recognise, UnreadableFile } from './index.ts';
import { inPieces, memory, readAs, withFile } from './testing.ts';
import { readXml } from './xml-records.ts';

const census = `<?xml version="1.0" encoding="utf-8"?>
<Message xmlns="http://example.org/cin">
  <Header><Source><DateTime>2024-05-23T11:14:05</DateTime></Source></Header>
  <Children>
    <Child>
      <ChildIdentifiers>
        stray <LAchildID> C&amp;1 </LAchildID>words
        <PersonBirthDate>2015-03-27</PersonBirthDate><Sex>F</Sex>
      </ChildIdentifiers>
      <ChildCharacteristics><Disabilities><Disability>HAND</Disability><Disability>HEAR</Disability></Disabilities></ChildCharacteristics>
      <CINdetails
        note="x">
        <Assessments>
          <AssessmentActualStartDate>2022-10-08</AssessmentActualStartDate>
          <FactorsIdentifiedAtAssessment><AssessmentFactors>2A</AssessmentFactors><AssessmentFactors>3B</AssessmentFactors></FactorsIdentifiedAtAssessment>
        </Assessments>
        <ChildProtectionPlans>
          <CPPstartDate>2022-12-06</CPPstartDate>
          <Reviews><CPPreviewDate>2023-02-15</CPPreviewDate><CPPreviewDate>2023-02-30</CPPreviewDate></Reviews>
        </ChildProtectionPlans>
        <Section47><S47ActualStartDate>2022-11-20</S47ActualStartDate><DateOfInitialCPC>2022-12-06</DateOfInitialCPC></Section47>
        <PreProceedingsandFGDM><PPStartDate>2023-01-01</PPStartDate></PreProceedingsandFGDM>
        <CINreferralDate>2022-10-06</CINreferralDate>
      </CINdetails>
    </Child>
  </Children>
</Message>
`;
const about = { LAchildID: 'C&1', CINreferralDate: '2022-10-06' };

describe('the children in need census', () => {
  test.each([1, 7, 100_000])(
    'is cut into records, whatever the order of elements, in pieces of %d',
    async (size) => {
      const { kept, held, ...sink } = memory();
      await readXml(cinShape, inPieces(census, size), sink, { file: 'x' });
      expect(kept.map(({ kind, key, line, content }) => ({ kind, key, line, content }))).toEqual([
        {
          kind: 'cin.child',
          key: 'C&1',
          line: 5,
          content: { LAchildID: 'C&1', PersonBirthDate: '2015-03-27', Sex: 'F', Disability: 'HAND HEAR' },
        },
        {
          kind: 'cin.referral',
          key: 'C&1|2022-10-06',
          line: 11,
          content: { ...about, PPStartDate: '2023-01-01' },
        },
        {
          kind: 'cin.assessment',
          key: 'C&1|2022-10-06|2022-10-08',
          line: 13,
          content: { ...about, AssessmentActualStartDate: '2022-10-08', AssessmentFactors: '2A 3B' },
        },
        {
          kind: 'cin.cp_plan',
          key: 'C&1|2022-10-06|2022-12-06',
          line: 17,
          content: { ...about, CPPstartDate: '2022-12-06' },
        },
        {
          kind: 'cin.cp_review',
          key: 'C&1|2022-10-06|2023-02-15',
          line: 19,
          content: { ...about, CPPstartDate: '2022-12-06', CPPreviewDate: '2023-02-15' },
        },
        {
          kind: 'cin.section47',
          key: 'C&1|2022-10-06|2022-11-20',
          line: 21,
          content: { ...about, S47ActualStartDate: '2022-11-20', DateOfInitialCPC: '2022-12-06' },
        },
      ]);
      expect(kept.map((row) => row.happened)).toEqual([
        null,
        { from: '2022-10-06', to: null },
        { from: '2022-10-08', to: null },
        { from: '2022-12-06', to: null },
        { from: '2023-02-15', to: '2023-02-15' },
        { from: '2022-11-20', to: '2022-11-20' },
      ]);
      expect(kept[0]?.people).toEqual([
        { role: 'subject', id: 'C&1', identity: { birthDate: '2015-03-27', sex: 'female' } },
      ]);
      expect(held).toMatchObject([
        { kind: 'cin.cp_review', key: null, line: 19, column: 'CPPreviewDate', value: '2023-02-30' },
      ]);
    },
  );

  const refused = async (name: string, content: string) => {
    const error: unknown = await readAs(formatNamed(name), content).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnreadableFile);
    return error as UnreadableFile;
  };

  test('with a broken element is refused, with its place', async () => {
    const error = await refused('cin', census.replace('</Section47>', '</Section74>'));
    expect(error.line).toBe(21);
    expect(error.reason).toMatch(/^The XML is not well formed \(unexpected close tag/);
  });

  test('cut short is refused', async () => {
    expect((await refused('cin', census.slice(0, 900))).reason).toContain('not well formed');
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'with an element named %s keeps it as any other',
    async (name) => {
      const { kept } = await readAs(
        formatNamed('cin'),
        `<Message><Children><Child><LAchildID>1</LAchildID><${name}>x</${name}><Group><${name}><Deep>y</Deep></${name}></Group></Child></Children></Message>`,
      );
      const entries = Object.entries(kept[0]?.content ?? {});
      expect(entries).toEqual([
        ['LAchildID', '1'],
        [name, 'x'],
        ['Deep', 'y'],
      ]);
      const return903 = await readAs(
        formatNamed('ssda903'),
        `<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><${name}>x</${name}></HEADER></CHILD></EXPSSDA903>`,
      );
      expect(Object.entries(return903.kept[0]?.content ?? {})).toEqual([
        ['CHILD', '1'],
        [name, 'x'],
      ]);
    },
  );

  test('with elements nested deeper than any return is refused, with its line', async () => {
    const nested = (depth: number) =>
      `<Message><Children><Child><LAchildID>1</LAchildID>\n${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</Child></Children></Message>`;
    expect((await readAs(formatNamed('cin'), nested(197))).kept).toHaveLength(1);
    for (const depth of [198, 100_000])
      expect(await refused('cin', nested(depth))).toMatchObject({
        line: 2,
        reason: 'More than 200 elements stand within one another here.',
      });
  });

  test('of another kind is refused', async () => {
    expect((await refused('cin', '<EXPSSDA903/>')).reason).toBe(
      'The file opens with EXPSSDA903, not with Message.',
    );
    expect((await refused('cin', '<Message><Pupils/></Message>')).reason).toBe(
      'The file holds no Child element.',
    );
  });

  test('a child without its number is held back, and what hangs on it', async () => {
    const { kept, held } = await readAs(
      formatNamed('cin'),
      '<Message><Children><Child><ChildIdentifiers/><CINdetails><CINreferralDate>2022-10-06</CINreferralDate></CINdetails></Child></Children></Message>',
    );
    expect(kept).toEqual([]);
    expect(held).toMatchObject([
      { kind: 'cin.child', column: 'LAchildID', reason: 'LAchildID is empty.' },
      { kind: 'cin.referral', column: 'LAchildID', reason: 'LAchildID is empty.' },
    ]);
  });
});

describe('the looked-after children return', () => {
  const xml = `<EXPSSDA903><CHILD><HEADER><CHILDID>12</CHILDID><UPN>UN4</UPN><SEX>1</SEX><DOB>02/03/2003</DOB><UASC>1</UASC>
<DUC>02/03/2021</DUC><IN_TOUCH>YES</IN_TOUCH><AREVIEW><REVIEW>27/09/2015</REVIEW><REVIEW_CODE>PN0</REVIEW_CODE></AREVIEW></HEADER>
<EPISODE><DECOM>06/01/2017</DECOM><PL>U6</PL><HOME_POST>b158pz</HOME_POST><DEC/></EPISODE></CHILD></EXPSSDA903>`;
  const files: Record<string, string> = {
    'ssda903.header': 'CHILD,SEX,DOB,ETHNIC,UPN\n12,1,02/03/2003,,UN4\n',
    'ssda903.uasc': 'CHILD,SEX,DOB,DUC\n12,1,02/03/2003,02/03/2021\n',
    'ssda903.oc3': 'CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n12,02/03/2003,YES,,\n',
    'ssda903.reviews': 'CHILD,DOB,REVIEW,REVIEW_CODE\n12,02/03/2003,27/09/2015,PN0\n',
    'ssda903.episodes': 'CHILD,DECOM,PLACE,HOME_POST,DEC\n12,06/01/2017,U6,b158pz,\n',
  };

  test('gives the same records from XML as from CSV files, but for the UASC mark that only XML has', async () => {
    const fromXml = await readAs(formatNamed('ssda903'), xml);
    const rows: unknown[] = [];
    for (const [name, content] of Object.entries(files)) {
      const { kept, held } = await readAs(formatNamed(name), content);
      expect(held).toEqual([]);
      rows.push(...kept.map(({ line: _, ...row }) => row));
    }
    expect(fromXml.held).toEqual([]);
    expect(
      fromXml.kept.map(({ line: _, content: { UASC: __, ...content }, ...row }) => ({ ...row, content })),
    ).toEqual(rows);
    expect(fromXml.kept.map((row) => row.line)).toEqual([1, 1, 1, 2, 3]);
    expect(fromXml.kept.at(-1)).toMatchObject({
      kind: 'ssda903.episode',
      key: '12|2017-01-06',
      happened: { from: '2017-01-06', to: null },
      people: [{ role: 'subject', id: '12', identity: { postcode: 'B15 8PZ' } }],
    });
  });

  test('XML files are recognised by their first elements', async () => {
    const nameOf = (content: string) => withFile('x', content, async (path) => (await recognise(path))?.name);
    expect(await nameOf(census)).toBe('cin');
    expect(await nameOf(xml)).toBe('ssda903');
    expect(await nameOf('<Message><Header/><Pupils/></Message>')).toBeUndefined();
    expect(await nameOf('<not xml')).toBeUndefined();
  });
});
