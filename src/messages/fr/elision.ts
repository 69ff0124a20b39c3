/**
 * Returns « de » before a name, as French writes it: « d’Adatum », « de Contoso ». Nothing is elided before an h, since spelling does not
 * tell of which kind it is.
 */
export function de(name: string): string {
  return /^[aeiou]/i.test(name.normalize('NFD')) || /^[œæ]/i.test(name) ? `d’${name}` : `de ${name}`;
}
