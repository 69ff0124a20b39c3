/** « de » before a name, as French writes it: « d’Adatum », « de Contoso ». Before an h it cannot be told, so that nothing is elided. */
export function de(name: string): string {
  return /^[aeiou]/i.test(name.normalize('NFD')) || /^[œæ]/i.test(name) ? `d’${name}` : `de ${name}`;
}
