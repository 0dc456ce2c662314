import type { ReactNode } from 'react';
import { Day } from './dates.tsx';
import { numberInWords } from './words.ts';

export type SourceLinkProps = {
  /** Address of the record. */
  href: string;
  /** Who sent it. */
  from: string;
  file: string;
  /** Line in the file, counted from 1. */
  line: number;
  /** When the sender recorded it; null when no source says. */
  recordedAt: Date | null;
  receivedAt: Date;
};

/** Where a figure or a fact comes from: sender, file, line, and both times. */
export function SourceLink({ href, from, file, line, recordedAt, receivedAt }: SourceLinkProps) {
  return (
    <span className="v-source">
      <a className="govuk-link" href={href}>
        {from}, {file}, line {numberInWords(line)}
      </a>
      ;{' '}
      {recordedAt ? <>recorded {<Day on={recordedAt.toISOString()} form="short" />}</> : 'not recorded when'},
      received <Day on={receivedAt.toISOString()} form="short" />
    </span>
  );
}

export type EmptyStateProps = { title: ReactNode; children?: ReactNode };

/** Says that there is nothing, why, and what to do. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className="v-empty">
      <p className="v-empty__title">{title}</p>
      {children}
    </div>
  );
}

/** A key as printed on the keyboard. */
export function Key({ name }: { name: string }) {
  return <kbd className="v-key">{name}</kbd>;
}
