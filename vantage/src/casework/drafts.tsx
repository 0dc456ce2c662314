import { dayOf } from '../platform/index.ts';
import { Button, Day, timeInWords } from '../platform/parts/index.ts';
import type { Draft } from './handover.ts';
import { type DraftKind, noteKinds } from './model.ts';

/** How the browser keeps what cannot be sent. */
export type Kept = { key: string; workerId: string; script: string };

/** What the script reads of a form that is kept as a draft. */
export function draftData(kept: Kept, one: { draftId: string; familyId: string; kind: DraftKind }) {
  return {
    'data-draft': one.draftId,
    'data-family': one.familyId,
    'data-kind': one.kind,
    'data-key': kept.key,
    'data-worker': kept.workerId,
  };
}

/** Where the script says what it kept, and the button that keeps a draft without it; inside the form. */
export function KeepDraft() {
  return <Button text="Keep as a draft" name="do" value="draft" classes="govuk-button--secondary" />;
}

const labels: Readonly<Record<DraftKind, string>> = {
  ...(Object.fromEntries(Object.entries(noteKinds).map(([kind, { label }]) => [kind, label])) as Record<
    keyof typeof noteKinds,
    string
  >),
  words: 'In their words',
  step: 'A next step',
};

/** The page on which something begun is gone on with. */
function placeOf({ familyId, kind, draftId }: Draft): string {
  const here = `/families/${familyId}`;
  if (kind === 'words') return `${here}/words?draft=${draftId}`;
  if (kind === 'step') return `${here}/plan?draft=${draftId}#steps`;
  return `${here}/record/${kind}?draft=${draftId}`;
}

/** Drafts, each with the way to go on or throw it away. */
export function DraftList({ drafts }: { drafts: readonly Draft[] }) {
  return (
    <ul className="v-list">
      {drafts.map((draft) => {
        const { draftId, kind, written, savedAt } = draft;
        const begun = (written.words?.[0] ?? written.what?.[0])?.trim().slice(0, 60);
        return (
          <li key={draftId}>
            <a className="govuk-link" href={placeOf(draft)}>
              {labels[kind]}
              {begun ? `: “${begun}${begun.length === 60 ? '…' : ''}”` : ''}
            </a>
            <span className="v-meta">
              {' '}
              kept on <Day on={dayOf(savedAt)} form="short" /> at {timeInWords(savedAt)}
            </span>
            <form action={`/drafts/${draftId}/discard`} method="post">
              <button className="v-button" type="submit">
                Throw it away
              </button>
            </form>
          </li>
        );
      })}
    </ul>
  );
}
