import { isTauri } from '@tauri-apps/api/core';
import type { Host } from './host';

/** Tauri's door inside the window; in a plain browser the scripted one, which is left out of a build. */
export async function chooseHost(): Promise<Host> {
  if (isTauri()) {
    return (await import('./tauri')).tauriHost;
  }
  if (import.meta.env.DEV) {
    const { FakeHost } = await import('./fake');
    const scene = new URLSearchParams(location.search).get('scene') ?? 'two-problems';
    return FakeHost.playing(scene);
  }
  throw new Error('This page only works inside the Clawtray window.');
}
