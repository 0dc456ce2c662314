import type { LikeCounts } from './model.ts';

/** "A child in need plan; youngest child 5 to 10; health, drink or drugs", and less of it where the area is small. */
export function likeInWords({ help, youngest, need }: Pick<LikeCounts, 'help' | 'youngest' | 'need'>) {
  const parts = [help ?? 'Any family that was helped'];
  if (youngest !== null) parts.push(`youngest child ${youngest}`);
  if (need !== null) parts.push(need.charAt(0).toLowerCase() + need.slice(1));
  return parts.join('; ');
}
