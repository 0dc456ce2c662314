/**
 * Whether a text is an NHS number: ten digits, spaces allowed, the last being the check digit
 * (weights 10 to 2 on the first nine; 11 less the remainder by 11; 11 counts as 0, 10 is never issued).
 */
export function nhsNumberIsValid(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{10}$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < 9; place += 1) sum += Number(digits[place]) * (10 - place);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/**
 * Whether a text is a unique pupil number: a check letter and twelve digits, or eleven and a letter when it is temporary.
 * The check letter is the one at (sum of the other characters times their places, 2 to 13) by 23 in the alphabet without
 * I, O and S; a temporary number's last letter counts as its own place in that alphabet.
 */
export function upnIsValid(text: string): boolean {
  const upn = text.trim().toUpperCase();
  if (!/^[A-Z]\d{11}[0-9A-Z]$/.test(upn)) return false;
  let sum = 0;
  for (let place = 2; place <= 13; place += 1) {
    const character = upn[place - 1] ?? '';
    const worth = /\d/.test(character) ? Number(character) : UPN_LETTERS.indexOf(character);
    if (worth < 0) return false;
    sum += worth * place;
  }
  return UPN_LETTERS[sum % 23] === upn[0];
}
