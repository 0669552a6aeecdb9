// Plays a scene to the real window: listens where the keeper would, below a private CLAWTRAY_HOME.
//   CLAWTRAY_HOME=/some/folder node scripts/scripted-keeper.mjs two-problems

import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ScriptedKeeper } from '../src/host/scripted.js';

const home = process.env.CLAWTRAY_HOME;
if (!home) throw new Error('Set CLAWTRAY_HOME to a folder for this only.');
const folder = join(home, 'run');
mkdirSync(folder, { recursive: true, mode: 0o700 });
const path = join(folder, 'keeper.sock');
rmSync(path, { force: true });

const windows = new Set();
const say = (socket, frame) => socket.write(`${JSON.stringify(frame)}\n`);
const keeper = new ScriptedKeeper(process.argv[2] ?? 'two-problems', (snapshot) => {
  for (const socket of windows) say(socket, { type: 'snapshot', snapshot });
});

createServer((socket) => {
  socket.on('error', () => {});
  socket.on('close', () => windows.delete(socket));
  createInterface({ input: socket }).on('line', (line) => {
    const frame = JSON.parse(line);
    if (frame.type === 'hello') say(socket, { type: 'hello', protocol: 1, version: '0.1.0', pid: process.pid });
    if (frame.type === 'subscribe') {
      windows.add(socket);
      say(socket, { type: 'snapshot', snapshot: keeper.snapshot });
    }
    if (frame.type === 'intent') {
      try {
        say(socket, { type: 'answer', id: frame.id, answer: keeper.answer(frame.intent) });
      } catch (error) {
        say(socket, { type: 'failure', id: frame.id, error });
      }
    }
  });
}).listen(path, () => console.log(`listening at ${path}`));
