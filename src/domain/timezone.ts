import { remembered } from './remembered.ts';

/** Whether `zone` is an IANA time zone that this runtime knows. */
export const isTimezone = remembered(500, (zone: string) => zone, knows);

function knows(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}
