/** Every message of a simulated year, one a line: `npx node test/year/list.ts [seed]`. */
import { wallAt } from './calendar.ts';
import { zoneOf } from './office.ts';
import { simulate } from './simulate.ts';

const seed = Number(process.argv[2] ?? 1);
const { messages, failures } = await simulate({ seed, from: '2026-11-30T07:00:00.000Z', days: 365, eventful: true });
for (const { at, to, deliveryId, card } of messages.toSorted((a, b) => a.at.localeCompare(b.at))) {
  const { date, minutes } = wallAt(Date.parse(at), zoneOf(to));
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  console.log(`${date} ${clock} ${zoneOf(to)}  ${to}  ${deliveryId.split(' > ')[0]}  ${card.title}`);
}
console.log(`${messages.length} messages, ${failures.length} failures`);
for (const failure of failures) console.log(failure);
