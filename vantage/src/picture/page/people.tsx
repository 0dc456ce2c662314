import type { ReactNode } from 'react';
import { type Plan, responsibleInWords } from '../../plans/index.ts';
import { addDays } from '../../platform/index.ts';
import { Day, StackTable } from '../../platform/parts/index.ts';
import { aloneInWords } from '../alone.ts';
import { firstNames, namesInList } from '../called.ts';
import type { Kindred } from '../genogram/model.ts';
import { SmallGenogram } from '../genogram/small.tsx';
import { LeftOut } from '../left-out.tsx';
import type { Picture } from '../shape.ts';

type PeopleProps = {
  picture: Picture;
  plan: Plan | undefined;
  /** People whose whereabouts are kept back from the reader. */
  keptBack: ReadonlySet<string>;
  kindred: Kindred | undefined;
  helps: boolean;
};

/** Who is in the family and who belonged before, who holds parental responsibility, and who is who to whom. */
export function People({ picture, plan, keptBack, kindred, helps }: PeopleProps) {
  const firstName = firstNames(picture);
  const here = `/families/${picture.familyId}`;
  return (
    <section aria-labelledby="people">
      <h2 id="people">Who is in the family</h2>
      <StackTable
        heard="Who is in the family"
        firstCellIsHeader
        head={[{ text: 'Name' }, { text: 'Age' }, { text: 'Lives' }, { text: 'Belongs because' }]}
        rows={picture.people.map((person) => [
          {
            text: (
              <a className="govuk-link" href={`${here}/people/${person.personId}`}>
                {person.name}
              </a>
            ),
          },
          { text: ageInWords(person) },
          {
            text:
              person.home?.words ?? (keptBack.has(person.personId) ? 'kept back for safety' : 'not known'),
          },
          { text: person.because },
        ])}
      />
      {picture.alone.map((one) => (
        <p className="govuk-body" key={one.homeId}>
          Where {namesInList(one.children.map(firstName))} {one.children.length === 1 ? 'lives' : 'live'}:{' '}
          <a className="govuk-link" href={`${here}/homes/${one.homeId}`}>
            {aloneInWords(one)}
          </a>
        </p>
      ))}
      {picture.before.length > 0 && (
        <>
          <h3>Who belonged before</h3>
          <ul className="v-list">
            {picture.before.map((person) => (
              <li key={person.personId}>
                {person.name}
                {person.died && (
                  <>
                    , died <Day on={person.died} form="short" />
                  </>
                )}
                : {person.because}
                {person.belongs.to && !person.died && (
                  <>
                    , until <Day on={addDays(person.belongs.to, -1)} form="short" />
                  </>
                )}
                .
              </li>
            ))}
          </ul>
        </>
      )}
      <LeftOut />
      <h3 id="responsibility">Parental responsibility</h3>
      {plan && plan.responsible.length > 0 ? (
        <ul className="v-list">
          {plan.responsible.map((one) => (
            <li key={one.entryId}>{responsibleInWords(one, firstName)}</li>
          ))}
        </ul>
      ) : (
        <p className="govuk-body">
          Nobody has written down here, where you may see it, who holds it, and no agency sends it. By law a
          child’s mother does, unless the child was adopted or a court made a parental order; of anybody else
          ask for the birth certificate, the agreement or the order.
        </p>
      )}
      {helps && (
        <p className="v-links">
          <a href={`${here}/plan#responsibility`}>Write down who holds it</a>
        </p>
      )}
      {kindred && <SmallGenogram kindred={kindred} />}
      <p className="v-links">
        <a href={`${here}/genogram`}>Genogram: who is who to whom, and who lives where</a>
        <a href={`${here}/network`}>Network map: who is around them</a>
        <a href={`${here}/siblings`}>Brothers and sisters side by side</a>
      </p>
    </section>
  );
}

function ageInWords(person: Picture['people'][number]): ReactNode {
  if (person.died) {
    return (
      <>
        died <Day on={person.died} form="short" />
      </>
    );
  }
  if (person.age === null) return 'not known';
  return person.age < 0 ? 'not born yet' : person.age < 1 ? 'under 1' : person.age;
}
