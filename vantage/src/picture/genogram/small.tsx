import { Shape } from './draw.tsx';
import { layOut } from './layout.ts';
import type { Kindred } from './model.ts';
import { half, leading, type Point, size } from './placing.ts';

/** More people than this are drawn on the genogram's own page alone. */
const most = 24;

const path = (points: readonly Point[]) =>
  `M${points.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`).join('L')}`;

/** A genogram without homes, days and links: for the eye alone, since the page that holds it says the same in a table. */
export function SmallGenogram({ kindred }: { kindred: Kindred }) {
  if (kindred.people.length > most || kindred.bonds.length === 0) return null;
  const { width, height, people, unions, bonds } = layOut({
    ...kindred,
    people: kindred.people.map((one) => ({ ...one, lines: [] })),
  });
  return (
    <svg
      className="v-small"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      aria-hidden="true"
      focusable="false"
    >
      <g fill="none" stroke="#1b2b29" strokeWidth={1.5}>
        <path
          d={unions
            .filter(({ union }) => union.partnership?.kind !== 'parents')
            .map(({ line }) => path(line))
            .join('')}
        />
        <path
          d={unions
            .filter(({ union }) => union.partnership?.kind === 'parents')
            .map(({ line }) => path(line))
            .join('')}
          strokeDasharray="5 3"
        />
        <path d={bonds.map((bond) => path(bond.path)).join('')} />
      </g>
      {people.map(
        ({ node: { key, who, again }, x, y, lines }) =>
          who && (
            <g key={key} transform={`translate(${x} ${y})`} textAnchor="middle" fontSize={size}>
              <Shape
                who={who}
                fill="#ffffff"
                stroke="#11403a"
                strokeWidth={2}
                strokeDasharray={again || who.shape === 'not-recorded' ? '4 3' : undefined}
              />
              {who.dead && <path d="M-14 -14L14 14M14 -14L-14 14" stroke="#8d8a7c" strokeWidth={1.5} />}
              {lines.map(({ text }, n) => (
                <text key={n} y={half + 17 + n * leading} fill="#1b2b29">
                  {text}
                </text>
              ))}
            </g>
          ),
      )}
    </svg>
  );
}
