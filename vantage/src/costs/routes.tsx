import { type App, page } from '../platform/http/index.ts';
import type { Actor, Database } from '../platform/index.ts';
import { CostsPage } from './pages.tsx';
import { pricesOf } from './service.ts';

/** The unit costs: about nobody, and the same for everybody. */
export function routes(app: App, { db, actor }: { db: Database; actor: Actor }): void {
  app.get('/costs', async (c) => {
    const prices = await db.asActor(actor, pricesOf, { readOnly: true });
    return page(c, {
      title: 'Unit costs',
      current: 'area',
      eyebrow: <a href="/area#spent">What services spent</a>,
      children: <CostsPage prices={prices} />,
    });
  });
}
