// The door inside the window: Tauri's commands.

import { Channel, invoke } from '@tauri-apps/api/core';
import type { Answer } from './contract';
import type { Host, Push } from './host';

export const tauriHost: Host = {
  listen(take) {
    return invoke('attach', { channel: new Channel<Push>(take) });
  },
  send(intent) {
    return invoke<Answer>('send', { intent });
  },
  startKeeper() {
    return invoke('start_keeper');
  },
};
