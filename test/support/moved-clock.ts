// Loaded before a program (`node --import`): its clock is CLOCK_AHEAD_MS ahead, or behind; and after CLOCK_JUMP_AFTER_MS so much more, CLOCK_JUMP_MS.
const numberOf = (name: string): number => Number(process.env[name] ?? 0);
const [ahead, jump, jumpsAfter] = ['CLOCK_AHEAD_MS', 'CLOCK_JUMP_MS', 'CLOCK_JUMP_AFTER_MS'].map(
  numberOf,
) as [number, number, number];
const RealDate = Date;
const now = (): number => RealDate.now() + ahead + (performance.now() > jumpsAfter ? jump : 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
