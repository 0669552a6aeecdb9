// Jobs and the heartbeat: when each runs next, how its last run went, and Run now.

import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { HeartbeatView, JobView, RunView } from '../host/contract';
import type { Deeds, View } from '../model';
import { empty } from '../parts/empty';
import { when } from '../parts/moment';
import { goodShape, quietShape, rungShape, severityShape, waitingShape } from '../parts/shape';
import { say, sayVariant } from '../text/catalogue';
import { duration } from '../text/moment';

/** One word for a job. */
export const JOB_WORDS = ['running', 'off', 'missed', 'failed', 'well', 'waiting'] as const;
/** One word for the heartbeat. */
export const BEAT_WORDS = ['off', 'failed', 'skipped', 'none', 'well'] as const;

function stateOf(job: JobView): (typeof JOB_WORDS)[number] {
  if (job.running) return 'running';
  if (!job.enabled) return 'off';
  if (job.missed_ms !== undefined) return 'missed';
  if (job.last && !job.last.ok) return 'failed';
  return job.last ? 'well' : 'waiting';
}

const shapeOf = (state: ReturnType<typeof stateOf>) => {
  if (state === 'failed') return severityShape('error');
  if (state === 'missed') return severityShape('warning');
  if (state === 'running') return rungShape('waiting');
  return state === 'well' ? goodShape() : quietShape();
};

const lastRun = (run: RunView, now: number) => html`
  <p>
    ${say('window-job-last')} ${when(run.at_ms, now)}${run.duration_ms === undefined ? nothing : `, ${say('window-job-took', { duration: duration(run.duration_ms) })}`}${(run.streak ?? 0) > 1 ? `, ${say('window-job-streak', { count: run.streak ?? 0 })}` : nothing}
  </p>
  ${run.words === undefined ? nothing : html`<p><code class="foreign">${run.words}</code></p>`}
`;

const jobRow = (job: JobView, view: View, deeds: Deeds) => {
  const state = stateOf(job);
  return html`
    <li class="part" data-testid="job-${job.id}" data-state=${state}>
      ${shapeOf(state)}
      <div class="part-body">
        <h3 class="foreign">${job.name}</h3>
        <p class="severity">${sayVariant('window-job', state)}</p>
        ${job.last ? lastRun(job.last, view.now) : nothing}
        ${job.missed_ms === undefined ? nothing : html`<p>${say('window-job-was-due')} ${when(job.missed_ms, view.now)}</p>`}
        ${job.enabled && job.next_ms !== undefined ? html`<p class="quiet">${say('window-job-next')} ${when(job.next_ms, view.now)}</p>` : nothing}
      </div>
      <button type="button" data-testid="run-${job.id}" aria-label=${say('window-job-run-name', { name: job.name })} ?disabled=${job.running} @click=${() => deeds.send({ intent: 'run_job', job: job.id })}>
        ${say('window-job-run')}
      </button>
    </li>
  `;
};

const beatState = (beat: HeartbeatView): (typeof BEAT_WORDS)[number] => {
  if (beat.every_ms === 0) return 'off';
  if (beat.status === 'failed' || beat.status === 'skipped') return beat.status;
  return beat.status === undefined ? 'none' : 'well';
};

const heartbeat = (beat: HeartbeatView, now: number) => {
  const state = beatState(beat);
  const shape =
    state === 'failed'
      ? severityShape('error')
      : state === 'well'
        ? goodShape()
        : state === 'skipped'
          ? severityShape('info')
          : quietShape();
  return html`<section aria-labelledby="heartbeat">
    <h2 id="heartbeat">${say('window-heartbeat')}</h2>
    <div class="part" data-testid="heartbeat" data-state=${state}>
      ${shape}
      <div class="part-body">
        <p>${sayVariant('window-beat', state)}${beat.at_ms === undefined ? nothing : html` · ${when(beat.at_ms, now)}`}</p>
        ${(state === 'failed' || state === 'skipped') && beat.words !== undefined ? html`<p><code class="foreign">${beat.words}</code></p>` : nothing}
        ${beat.every_ms ? html`<p class="quiet">${say('window-beat-every', { duration: duration(beat.every_ms) })}</p>` : nothing}
      </div>
    </div>
  </section>`;
};

const jobs = (view: View, deeds: Deeds) => {
  const { jobs, scheduler } = view.gateway.parts;
  if (jobs === undefined)
    return empty(waitingShape(), say('window-parts-unknown'), say('window-parts-unknown-text'), 'jobs-unknown');
  if (jobs.length === 0) return empty(quietShape(), say('window-no-jobs'), say('window-no-jobs-text'), 'no-jobs');
  return html`
    ${scheduler === false ? html`<p class="text" data-testid="scheduler-off">${say('window-scheduler-off')}</p>` : nothing}
    <ul class="parts">${repeat(
      jobs,
      (job) => job.id,
      (job) => jobRow(job, view, deeds),
    )}</ul>
  `;
};

export const automationsPage = (view: View, deeds: Deeds) => html`
  <h1 tabindex="-1">${say('window-place-automations')}</h1>
  <section aria-labelledby="jobs">
    <h2 id="jobs">${say('window-jobs')}</h2>
    ${jobs(view, deeds)}
  </section>
  ${view.gateway.parts.heartbeat ? heartbeat(view.gateway.parts.heartbeat, view.now) : nothing}
`;
