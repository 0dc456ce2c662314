import type { Agency } from '../sharing/index.ts';

/**
 * Whether that an agency knows somebody tells where they are: a school, a health service, a landlord. Of social care and
 * the police, who know people wherever they live, it does not.
 */
export const tellsWhere = ({ type }: Pick<Agency, 'type'>): boolean =>
  type !== 'social-care' && type !== 'police';
