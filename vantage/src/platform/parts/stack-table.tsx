import { Table, type TableCell, type TableProps } from './govuk/index.ts';

/**
 * GOV.UK's table that becomes blocks on a phone: each row's first cell is its heading, the others stand
 * beside the names of their columns.
 */
export function StackTable(props: TableProps) {
  const names = (props.head ?? []).map(({ text }) => (typeof text === 'string' ? text : undefined));
  return (
    <Table
      {...props}
      classes={props.classes ? `v-stack ${props.classes}` : 'v-stack'}
      rows={props.rows.map((row) => row && named(row, names))}
    />
  );
}

function named(row: readonly TableCell[], names: readonly (string | undefined)[]): TableCell[] {
  return row.map((cell, place) => {
    const name = names[place];
    return name === undefined ? cell : { ...cell, attributes: { ...cell.attributes, 'data-label': name } };
  });
}
