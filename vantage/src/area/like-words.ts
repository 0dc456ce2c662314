import type { LikeCounts } from './model.ts';

/** "A child in need plan; youngest child 5 to 10; health, drink or drugs" */
export function likeInWords({ help, youngest, need }: Pick<LikeCounts, 'help' | 'youngest' | 'need'>) {
  return `${help}; youngest child ${youngest}; ${need.charAt(0).toLowerCase()}${need.slice(1)}`;
}
