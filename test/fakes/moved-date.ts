/** From here on `Date` says in this process that it is then, and goes on as fast as ever. Returns what puts it right again. */
export function moveDate(start: string): () => void {
  const real = globalThis.Date;
  const ahead = real.parse(start) - real.now();
  const now = () => real.now() + ahead;
  globalThis.Date = new Proxy(real, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  return () => {
    globalThis.Date = real;
  };
}
