import { type App, notFound, page, readQuery, z } from '../platform/http/index.ts';
import { clock, dayOf } from '../platform/index.ts';
import { agreeingRoutes, agreementsOf, givers, namesHere, OfAgencyPage } from './agreeing/index.ts';
import { agreements } from './agreements.ts';
import type { FamilyNames } from './audit/index.ts';
import { basisOn, dutiesHere, dutyRoutes } from './duties/index.ts';
import { openingRoutes } from './openings/index.ts';
import { AgreementsPage } from './pages.tsx';
import { agencies, notNamed } from './service.ts';
import type { Visit } from './visit.ts';

/** Agreements, and families opened without a relation to them. */
export function routes(
  app: App,
  { visit, familyNames }: { visit: Visit } & Pick<FamilyNames, 'familyNames'>,
): void {
  app.get('/agreements', async (c) => {
    const { of } = readQuery(c, z.object({ of: z.string().optional() }));
    if (of !== undefined) {
      const { all, names } = await visit(
        c,
        async (tx) => ({ all: await agreementsOf(tx, of), names: await namesHere(tx) }),
        { action: 'read' },
      );
      if (all.length === 0) throw notFound();
      return page(c, {
        title: `What ${names(of)} shares`,
        eyebrow: <a href="/agreements">Agreements</a>,
        children: <OfAgencyPage all={all} names={names} />,
      });
    }
    const shown = await visit(
      c,
      async (tx) => {
        const known = await agencies(tx);
        const disclose = (await dutiesHere(tx)).find(({ duty }) => duty === 'disclose');
        const today = dayOf(clock.now());
        return {
          agreements: (await agreements(tx)).map((one) => ({
            ...one,
            basis: basisOn(one, known, disclose, today),
          })),
          mayAgree: (await givers(tx)).length > 0,
          others: (await notNamed(tx)).agencies,
          names: new Map(known.map(({ agency, name }) => [agency, name])),
        };
      },
      { action: 'read' },
    );
    return page(c, {
      title: 'Agreements',
      lede: 'What the agencies share with whom, about whom, and for what. What no agreement names is seen by nobody else.',
      children: (
        <>
          <p className="v-links">
            <a href="/desks">Duty desks: whom to ask at an agency that answers only when asked</a>
            <a href="/duties">Duties in law, and since when each counts here</a>
            {shown.mayAgree && <a href="/agreements/new">Agree to share</a>}
          </p>
          <AgreementsPage {...shown} />
        </>
      ),
    });
  });

  agreeingRoutes(app, { visit });
  dutyRoutes(app, { visit });
  openingRoutes(app, { visit, familyNames });
}
