/** Lower case without accents and outer space, so that `Vérifier` and `verifier` are one word. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
