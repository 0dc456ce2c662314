import type { AxisProps } from './model.ts';

export function TimeAxis({ id, title }: AxisProps) {
  return (
    <div className="v-axis" id={id}>
      {title}
    </div>
  );
}
