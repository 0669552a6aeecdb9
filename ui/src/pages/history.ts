// What happened lately, the newest first, day by day.

import { html, nothing } from 'lit';
import type { ExitView, HistoryEntry, RepairView } from '../host/contract';
import type { Deeds, View } from '../model';
import { empty } from '../parts/empty';
import { repairBody } from '../parts/repair';
import { waitingShape } from '../parts/shape';
import { say, sayVariant } from '../text/catalogue';

const dayOf = (at: number) =>
  new Date(at).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

const timeOf = (at: number) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function byDay(history: HistoryEntry[]): [string, HistoryEntry[]][] {
  const days: [string, HistoryEntry[]][] = [];
  for (const entry of history) {
    const day = dayOf(entry.at_ms);
    const last = days.at(-1);
    if (last?.[0] === day) last[1].push(entry);
    else days.push([day, [entry]]);
  }
  return days;
}

const lastLines = (exit: ExitView | undefined) =>
  exit === undefined || exit.lines.length === 0
    ? nothing
    : html`<details class="last-lines">
        <summary>${say('window-history-last-lines')}</summary>
        <pre class="foreign">${exit.lines.join('\n')}</pre>
      </details>`;

// The text of an end says how it ended and how long it had run; this is what its last lines show.
const suspect = (exit: ExitView | undefined) =>
  exit === undefined || exit.finding_title === ''
    ? nothing
    : html`<span class="suspect" data-testid="exit-suspect"
        >${say('window-history-suspect', { title: exit.finding_title })}</span
      >`;

const details = (repair: RepairView | undefined, deeds: Deeds) =>
  repair === undefined
    ? nothing
    : html`<details class="repair-details" data-testid="history-repair-${repair.id}">
        <summary>${say('window-history-repair-details')}</summary>
        <p class="quiet">${sayVariant('asked-by', repair.asked_by)}</p>
        ${repair.commands.length === 0 ? nothing : html`<pre class="lines small">${repair.commands.join('\n')}</pre>`}
        ${repairBody(repair, deeds)}
      </details>`;

const row = (entry: HistoryEntry, deeds: Deeds, exit?: ExitView, repair?: RepairView) => html`
  <li class="history-entry" data-kind=${entry.kind}>
    <time datetime=${new Date(entry.at_ms).toISOString()}>${timeOf(entry.at_ms)}</time>
    <span class="kind">${sayVariant('window-history', entry.kind)}</span>
    <span class="foreign">${entry.gateway === undefined ? nothing : `${entry.gateway}: `}${entry.text}${suspect(exit)}${lastLines(exit)}${details(repair, deeds)}</span>
  </li>
`;

export const historyPage = ({ snapshot }: View, deeds: Deeds) => {
  const exits = snapshot.gateways.flatMap((gateway) => gateway.exits);
  const exitOf = (entry: HistoryEntry) =>
    entry.kind === 'exit' ? exits.find((exit) => exit.at_ms === entry.at_ms) : undefined;
  const repairs = snapshot.gateways.flatMap((gateway) => gateway.repairs);
  const repairOf = (entry: HistoryEntry) =>
    entry.kind === 'repair' ? repairs.find((repair) => repair.ended_ms === entry.at_ms) : undefined;
  return html`
  <h1 tabindex="-1">${say('window-place-history')}</h1>
  ${
    snapshot.history.length === 0
      ? empty(waitingShape(), say('window-no-history'), say('window-no-history-text'), 'no-history')
      : byDay(snapshot.history).map(
          ([day, entries]) =>
            html`<section><h2 class="day">${day}</h2><ul class="history">${entries.map((entry) => row(entry, deeds, exitOf(entry), repairOf(entry)))}</ul></section>`,
        )
  }
`;
};
