import type { OutlinedFact } from '../chronology/index.ts';

/** What happened, as somebody is told it of themselves; the name that services give it stands behind, to ask for. */
const happenings: Readonly<Record<string, string>> = {
  worker: 'You had a worker',
  'in-need': 'Children’s social care helped you',
  'cin-plan': 'A plan for more help (a child in need plan)',
  'cin-visit': 'A visit, under the plan for more help',
  s47: 'People asked whether you were safe (a section 47 enquiry)',
  'cp-conference': 'A meeting about keeping you safe (an initial child protection conference)',
  'cp-plan': 'A plan to keep you safe (a child protection plan)',
  'cp-visit': 'A visit, under the plan to keep you safe',
  'cp-review': 'A meeting about how the plan to keep you safe was going (a review conference)',
};

/** What was said of it by a code, by the part's name and the code: of the need, the category, who came and why workers changed. */
const codes: Readonly<Record<string, string>> = {
  'need N0': '',
  'need N1': 'People were worried that somebody hurt you or did not look after you, or might',
  'need N2': 'You have a disability or an illness for which you needed more help',
  'need N3': 'A parent of yours has a disability or an illness',
  'need N4': 'Your family was going through a very hard time',
  'need N5': 'People were worried that you did not get what you needed at home',
  'need N6': 'People were worried about things that you did',
  'need N7': 'Your family did not have enough money',
  'need N8': 'There was no parent who could look after you',
  'need N9': '',
  'category NEG': 'People were worried that you were not looked after as you should be',
  'category NEGLECT': 'People were worried that you were not looked after as you should be',
  'category PHY': 'People were worried that somebody hurt your body',
  'category PHYSICAL ABUSE': 'People were worried that somebody hurt your body',
  'category SAB': 'People were worried that somebody did something sexual to you',
  'category SEXUAL ABUSE': 'People were worried that somebody did something sexual to you',
  'category EMO': 'People were worried that how you were treated, or what you saw and heard, hurt you inside',
  'category EMOTIONAL ABUSE':
    'People were worried that how you were treated, or what you saw and heard, hurt you inside',
  'category MUL': 'People were worried that you were hurt, or not looked after, in more than one way',
  'participation PN0': 'You were under 4',
  'participation PN1': 'You came and spoke',
  'participation PN2': 'You came, and an advocate spoke for you',
  'participation PN3': 'You came and showed what you think without words',
  'participation PN4': 'You came and did not speak',
  'participation PN5': 'You did not come; an advocate spoke for you',
  'participation PN6': 'You did not come, and sent what you think',
  'participation PN7': 'You did not come, and nobody had what you think',
  'change MANAGE': 'The work was shared out anew',
  'change FCONTA': 'Help began, or began again',
  'change LEFTRL': 'The worker before had left',
  'change ORGRST': 'The teams were arranged anew',
  'change TSPROC': 'You passed to another team as help changed',
  'change ABSENC': 'A worker was away, or came back',
  'change CHCHAN': 'You asked for a change',
  'change PCCHAN': 'A parent or carer asked for a change',
  'change SWDIED': 'The worker before had died',
  'change OTHERS': '',
};

/** What happened, in words for the person to whom it happened; `label` is what services call it. */
export const happenedToYou = (kind: string, label: string): string => happenings[kind] ?? label;

/** What is said of it, in words for the person to whom it happened; each part as records say it where there are no other words for it. */
export function saidToYou(parts: OutlinedFact['detail']['parts']): string {
  const seen = parts.find(({ name }) => name === 'seen')?.value;
  const alone = parts.find(({ name }) => name === 'alone')?.value;
  const sighting =
    seen === 'no'
      ? 'You were not seen'
      : seen === 'yes'
        ? `You were seen${alone === 'yes' ? ' by yourself' : alone === 'no' ? ', not by yourself' : ''}`
        : '';
  const others = parts
    .filter(({ name }) => seen === undefined || (name !== 'seen' && name !== 'alone'))
    .map(({ name, code, label, value }) => codes[`${name} ${code}`] ?? `${label}: ${value}`);
  return [sighting, ...others].filter(Boolean).join('; ');
}
