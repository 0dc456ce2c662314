import { Day, EmptyState, StackTable } from '../platform/parts/index.ts';
import { consentStands, voluntaryServices } from '../sharing/index.ts';
import { namesInList } from './called.ts';
import { answerInWords } from './consent-pages.tsx';
import type { KinElsewhere } from './kin-elsewhere.ts';

type KinListProps = { kin: readonly KinElsewhere[]; today: string; name: (personId: string) => string };

/** Relatives in other families: who they are to whom here, their family, and what they agreed to. */
export function KinList({ kin, today, name }: KinListProps) {
  if (kin.length === 0)
    return (
      <EmptyState title="Nobody whom you may see in another family. There may be somebody all the same: ask them." />
    );
  return (
    <StackTable
      heard="Kin who belong to other families"
      firstCellIsHeader
      head={[{ text: 'Who' }, { text: 'Is' }, { text: 'Belongs to' }, { text: 'Agreed to' }]}
      rows={kin.map((one) => [
        {
          text: (
            <>
              {one.name}
              <span className="v-meta">
                {' '}
                {one.died ? (
                  <>
                    died <Day on={one.died} form="short" />
                  </>
                ) : one.age === null ? (
                  'age not known'
                ) : (
                  one.age
                )}
              </span>
            </>
          ),
        },
        {
          text: [...Map.groupBy(one.to, ({ words }) => words)]
            .map(([words, of]) => `${words} ${namesInList(of.map(({ personId }) => name(personId)))}`)
            .join('; '),
        },
        {
          text: one.families.map(({ familyId, name: called }, at) => (
            <span key={familyId}>
              {at > 0 && ', '}
              <a className="govuk-link" href={`/families/${familyId}/people/${one.personId}`}>
                {called}
              </a>
            </span>
          )),
        },
        {
          text:
            one.agreed.length === 0
              ? 'nothing that you may see'
              : one.agreed.map((consent, at) => (
                  <span key={consent.consentId}>
                    {at > 0 && '; '}
                    {answerInWords(consent)}: {voluntaryServices[consent.service].toLowerCase()}
                    {consentStands(consent, today) && consent.lastDay && (
                      <>
                        , until <Day on={consent.lastDay} form="short" />
                      </>
                    )}
                  </span>
                )),
        },
      ])}
    />
  );
}
