const isPlain = /^[\0-\x7f]*$/;

/** Lower case without accents and outer space, so that `Vérifier` and `verifier` are one word. */
export function fold(text: string): string {
  // Nearly every word is plain, and the detour costs ten times as much.
  const plain = isPlain.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.toLowerCase().trim();
}
