// Times and sizes in words.

import { say, spoken } from './catalogue';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time: "3 minutes", "2 h 5 min", "4 days 3 h". */
export function duration(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < MINUTE) return say('duration-seconds', { seconds: Math.floor(whole / SECOND) });
  if (whole < HOUR) return say('duration-minutes', { minutes: Math.floor(whole / MINUTE) });
  if (whole < DAY) {
    const [hours, minutes] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE)];
    return minutes === 0 ? say('duration-hours', { hours }) : say('duration-hours-minutes', { hours, minutes });
  }
  const [days, hours] = [Math.floor(whole / DAY), Math.floor((whole % DAY) / HOUR)];
  return hours === 0 ? say('duration-days', { days }) : say('duration-days-hours', { days, hours });
}

/** A limit in whole units, never shorter than it is: 90 seconds are "2 minutes". */
export function limit(ms: number): string {
  const unit = ms < MINUTE ? SECOND : MINUTE;
  return duration(Math.ceil(ms / unit) * unit);
}

let relativeFormat = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

function relativeIn(language: string): Intl.RelativeTimeFormat {
  if (relativeFormat.resolvedOptions().locale !== language) {
    relativeFormat = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  }
  return relativeFormat;
}

/** Seen from `now`: "5 minutes ago", "in 8 seconds", "yesterday". */
export function relative(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  const format = relativeIn(spoken());
  if (size < 45 * SECOND) return format.format(Math.round(distance / SECOND), 'second');
  if (size < 45 * MINUTE) return format.format(Math.round(distance / MINUTE), 'minute');
  if (size < 22 * HOUR) return format.format(Math.round(distance / HOUR), 'hour');
  return format.format(Math.round(distance / DAY), 'day');
}

/** The time of day, with the date when that is another than today's. */
export function absolute(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (then.toDateString() === today.toDateString()) return then.toLocaleTimeString(spoken(), time);
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  if (then.getFullYear() !== today.getFullYear()) day.year = 'numeric';
  return then.toLocaleString(spoken() === 'en' ? 'en-GB' : spoken(), { ...day, ...time });
}

/** A size with powers of 1024 and one decimal where it is small, as the keeper and the command line say it. */
export function bytes(size: number): string {
  const units = ['bytes', 'kilobytes', 'megabytes', 'gigabytes', 'terabytes'];
  let [amount, step] = [size, 0];
  while (amount >= 1024 && step < units.length - 1) {
    amount /= 1024;
    step += 1;
  }
  const rounded = step > 0 && amount < 10 ? Math.floor(amount * 10) / 10 : Math.floor(amount);
  return say(`size-${units[step]}`, { amount: rounded });
}
