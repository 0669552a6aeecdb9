// Opens the window on a scripted host, and waits for things instead of sleeping.

import { vi } from 'vitest';
import { FakeHost } from '../src/host/fake';
import '../src/window';
import type { ClawtrayWindow } from '../src/window';

export interface Opened {
  host: FakeHost;
  page: ClawtrayWindow;
  /** The element with this test id; fails when there is none. */
  get(testId: string): HTMLElement;
  find(testId: string): HTMLElement | null;
  /** Waits until `check` throws no more. */
  until<T>(check: () => T): Promise<T>;
  click(testId: string): Promise<void>;
}

export async function open(scene: string, place = 'overview'): Promise<Opened> {
  location.hash = `#${place}`;
  const host = FakeHost.playing(scene, 1);
  const page = document.createElement('clawtray-window') as ClawtrayWindow;
  page.host = host;
  document.body.append(page);
  await page.updateComplete;
  await page.updateComplete;
  const find = (testId: string) => page.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  const get = (testId: string) => {
    const found = find(testId);
    if (!found) throw new Error(`${testId} is not on the page: ${page.textContent?.replace(/\s+/g, ' ')}`);
    return found;
  };
  const until = <T>(check: () => T) => vi.waitFor(check, { timeout: 20_000, interval: 5 });
  const click = async (testId: string) => {
    get(testId).click();
    await page.updateComplete;
  };
  await until(() => get(`page-${place.split('/')[0]}`));
  return { host, page, get, find, until, click };
}

export const textOf = (element: Element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
