import { type App, createRoute, notFound, page, readQuery, z } from '../../platform/http/index.ts';
import { IsoDay, WrittenDayOrNone, withLastDays } from '../../platform/index.ts';
import { Day } from '../../platform/parts/index.ts';
import type { Noted, Visit } from '../../sharing/index.ts';
import { pictureSeen } from '../seen.ts';
import { GenogramPage } from './page.tsx';
import { everybody, homeLine } from './saying.ts';
import { type GenogramOn, getGenogram } from './service.ts';
import { Genogram } from './shape.ts';

/** The day that is shown; today where it is left out. */
const DayQuery = z.object({ on: IsoDay.optional() });
/** The same as somebody writes it in the field. */
const WrittenDayQuery = z.object({ on: WrittenDayOrNone });

/** A family's genogram: its page and its operation. */
export function genogramRoutes(app: App, { visit }: { visit: Visit }): void {
  const reading = ({ picture }: GenogramOn): Noted => ({ action: 'read', ...pictureSeen(picture) });

  app.get('/families/:id/genogram', async (c) => {
    const id = z.uuid().safeParse(c.req.param('id'));
    if (!id.success) throw notFound();
    const { on } = readQuery(c, WrittenDayQuery);
    const shown = await visit(c, (tx) => getGenogram(tx, id.data, on ?? undefined), reading);
    const { picture } = shown;
    const reason = picture.openBecause[0];
    return page(c, {
      title: `${picture.name}: genogram`,
      current: 'families',
      eyebrow: <a href={`/families/${picture.familyId}`}>{picture.name}</a>,
      heading: 'Who is who to whom, and who lives where',
      lede: (
        <>
          As on <Day on={shown.on} />
          {shown.on === picture.today && ', today'}. Double symbols are the children for whom this family is
          made.
          {shown.on !== picture.today &&
            ' Homes, ages, partnerships and who is not born yet are those of this day, and only what was so by then is said.'}
        </>
      ),
      because: reason && (
        <>
          {picture.seenBecause} There is a picture because of {reason.reason}.
        </>
      ),
      children: <GenogramPage shown={shown} here={`/families/${picture.familyId}/genogram`} />,
    });
  });

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/families/{id}/genogram',
      summary: 'Who is who to whom in one family, and who lives where on a day',
      request: { params: z.object({ id: z.uuid() }), query: DayQuery },
      responses: {
        200: { description: 'The genogram.', content: { 'application/json': { schema: Genogram } } },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const { on } = c.req.valid('query');
      const shown = await visit(c, (tx) => getGenogram(tx, id, on), reading);
      return c.json(withLastDays(inJson(shown)), 200);
    },
  );
}

function inJson(shown: GenogramOn): Genogram {
  const { picture, on, kindred, homes, relations, changes, moved, kept } = shown;
  return {
    familyId: picture.familyId,
    name: picture.name,
    today: picture.today,
    on,
    people: everybody(shown).map(({ personId, name, born, died }) => {
      const who = kindred.people.find(({ id }) => id === personId);
      return {
        personId,
        name,
        sex: who === undefined || who.sex === 'other' ? null : who.sex,
        born,
        died,
        index: who?.index === true,
        drawn: !shown.absent.has(personId),
        keptBack: kept.has(personId),
        words: homeLine(shown, personId),
      };
    }),
    relations,
    otherParentNotRecorded: kindred.bonds
      .filter(({ parents }) =>
        parents.some((one) => kindred.people.find(({ id }) => id === one)?.shape === 'not-recorded'),
      )
      .map(({ child }) => child),
    expected: [...shown.expected.values()].map(({ mother, due }) => ({ personId: mother, due })),
    homes,
    changes,
    moved,
  };
}
